import type { TokenWish } from '../fakes/fake.ts'
import type { Forgery } from '../fakes/forged-token.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import { headersOf } from './headers.ts'
import type { Known } from './names.ts'
import { checkPlaceholders } from './placeholder.ts'
import type { ClientRequestWritten } from './schema/inbound.ts'
import { nodeAt, placeAt, type Tree } from './tree.ts'

/** A token as a client gets hold of it: by its text, or from a service, as it is or forged. */
export type ClientToken =
  | string
  | {
      readonly by: string
      readonly wish: TokenWish
      readonly forgery?: Forgery
      /** What a forger makes it say. */
      readonly forgedClaims: Readonly<Record<string, unknown>>
    }

/** A request of a client from outside. Strings may hold `${name.path}`, filled when it is made. */
export interface ClientRequest {
  readonly to: string
  readonly method: string
  readonly path: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: unknown
  readonly token?: { readonly header: string; readonly is: ClientToken }
}

/** The request of a step `request`. */
export function readClientRequest(
  written: ClientRequestWritten,
  tree: Tree,
  known: Known,
  found: Found,
): ClientRequest | undefined {
  checkPlaceholders(tree, known.run, found)
  const { to, method = 'GET', path, body, token, tokenHeader } = written
  if (!known.services.has(to))
    return refuseName(found, 'service', to, known.services.keys(), placeAt(tree, ['to']))
  const header = tokenHeader ?? 'Authorization'
  const is = token === undefined ? undefined : readToken(token, tree, known, found)
  return {
    to,
    method,
    path,
    headers: headersOf(nodeAt(tree, ['headers']), found),
    ...present({ body }),
    ...(is !== undefined && { token: { header, is } }),
  }
}

function readToken(
  written: NonNullable<ClientRequestWritten['token']>,
  tree: Tree,
  known: Known,
  found: Found,
): ClientToken | undefined {
  if (typeof written === 'string') return written
  const { by, claims = {}, age = 0, forge, forgedClaims = {} } = written
  const makers = [...known.services].flatMap(([name, options]) =>
    makesJwts(options) ? [name] : [],
  )
  if (!makers.includes(by))
    return refuseName(found, 'service that issues JWTs', by, makers, placeAt(tree, ['token', 'by']))
  if (forge === undefined && nodeAt(tree, ['token', 'forgedClaims'])) {
    const said = 'nobody forges this token'
    refuse(found, 'BAD-VALUE', said, placeAt(tree, ['token', 'forgedClaims']), 'write "forge:" too')
  }
  return { by, wish: { claims, ageMs: age }, forgedClaims, ...present({ forgery: forge }) }
}

const makesJwts = (options: Known['services'] extends ReadonlyMap<string, infer O> ? O : never) =>
  options === undefined ||
  ((options.kind === 'jwt' || options.kind === 'oauth') && options.token.kind === 'jws')
