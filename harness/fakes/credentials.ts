import type { LoginCredentials } from './options.ts'
import { jsonPath, valueAt } from './json-path.ts'

/** A user name and the password that came with it. */
export interface Credentials {
  readonly user: string
  readonly password: string
}

const basic = /^basic +([A-Za-z0-9+/]+={0,2})$/i

/** Reads the value of a header with basic credentials; undefined where it is anything else. */
export function readBasic(value: string | null): Credentials | undefined {
  const encoded = basic.exec(value ?? '')?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return undefined
  return { user: text.slice(0, colon), password: text.slice(colon + 1) }
}

/** Finds the credentials of a login where they belong, and nowhere else. */
export type FindCredentials = (headers: Headers, body: unknown) => Credentials | undefined

/** How a login with these options finds its credentials. */
export function credentialFinder(options: LoginCredentials): FindCredentials {
  switch (options.in) {
    case 'none':
      return () => undefined
    case 'basic':
      return (headers) => readBasic(headers.get(options.header))
    case 'headers':
      return (headers) => whole(headers.get(options.user), headers.get(options.password))
    case 'body': {
      const user = jsonPath(options.user)
      const password = jsonPath(options.password)
      return (_headers, body) => whole(valueAt(body, user), valueAt(body, password))
    }
  }
}

function whole(user: unknown, password: unknown): Credentials | undefined {
  if (typeof user !== 'string' || typeof password !== 'string') return undefined
  return { user, password }
}
