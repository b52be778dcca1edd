import { rule } from '../rule.ts'
import { authenticationElements } from './elements.ts'
import type { AuthToken, AuthTokenLocal, EndpointConnection, Unusable } from './model.ts'
import { error } from '../problem.ts'
import type { Reading } from './reading.ts'

export const headersDiffer = rule('config.header.collision', {
  status: 'assumed',
  source: 'Assumed: what a real server sends for two tokens with one header would settle it',
  says: 'a connection whose tokens share a header is refused when the configuration is read',
})

export const tokenHeaderBeside = rule('config.combine.token-header', {
  status: 'documented',
  source: 'Using API requester to call an API secured with multiple authentication methods',
  says: 'beside OAuth or basic authentication the header of a token must not be Authorization',
})

export const basicOrOAuth = rule('config.combine.basic-or-oauth', {
  status: 'documented',
  source: 'Using API requester to call an API secured with multiple authentication methods',
  says: 'authData and oAuthConfig do not combine: both need the header Authorization',
})

export const oneOAuth = rule('config.combine.one-oauth', {
  status: 'assumed',
  source:
    'Assumed: the page speaks of one access token; two oAuthConfig on a server would settle it',
  says: 'a connection has at most one oAuthConfig',
})

export const oneBasic = rule('config.combine.one-basic', {
  status: 'assumed',
  source: 'Assumed: two authData in authenticationConfigRef on a real server would settle it',
  says: 'a connection has at most one authData',
})

/** What a connection is checked against. */
export interface Surroundings {
  readonly reading: Reading
  readonly authTokens: ReadonlyMap<string, AuthToken>
  readonly authTokensLocal: ReadonlyMap<string, AuthTokenLocal>
}

/** Checks what the elements that a connection refers to mean together. */
export const checkConnections = (
  connections: readonly EndpointConnection[],
  surroundings: Surroundings,
): readonly EndpointConnection[] =>
  connections.map((connection) => {
    const methods = methodsOf(connection, surroundings)
    const collision = findCollision(connection, methods, surroundings)
    const unusable = connection.unusable ?? collision
    return unusable ? { ...connection, unusable } : connection
  })

/** One entry of `authenticationConfigRef`: what it is, and the header it sends. */
interface Method {
  readonly id: string
  readonly name: string
  readonly header: string
}

const methodsOf = (
  { authenticationConfigRef }: EndpointConnection,
  { reading, authTokens, authTokensLocal }: Surroundings,
): readonly Method[] =>
  authenticationConfigRef.value.flatMap((id) => {
    const name = reading.references.find(authenticationElements, id)
    if (name === undefined) return []
    const token = name === 'zosconnect_authToken' ? authTokens.get(id) : undefined
    const local = name === 'zosconnect_authTokenLocal' ? authTokensLocal.get(id) : undefined
    return [{ id, name, header: (token ?? local)?.header.value ?? 'Authorization' }]
  })

function findCollision(
  { authenticationConfigRef: { at } }: EndpointConnection,
  methods: readonly Method[],
  { reading }: Surroundings,
): Unusable | undefined {
  const owners = new Map<string, Method>()
  let first: Unusable | undefined
  for (const method of methods) {
    const key = method.header.toLowerCase()
    const owner = owners.get(key)
    if (!owner) owners.set(key, method)
    else {
      const [message, tries] = describeCollision(owner, method)
      reading.problems.push(error('HEADER-COLLISION', message, at, tries))
      first ??= { code: 'HEADER-COLLISION', message, at }
    }
  }
  return first
}

const isToken = ({ name }: Method): boolean => name.startsWith('zosconnect_authToken')

/** Which rule two methods break that need one header: told in its words. */
function describeCollision(a: Method, b: Method): readonly [message: string, tries: string] {
  const both = `"${a.id}" and "${b.id}"`
  if (!isToken(a) && !isToken(b)) {
    const what = a.name === b.name ? `are both ${a.name}` : `are ${a.name} and ${b.name}`
    const message = `${both} ${what}: each needs the header "Authorization"`
    return [message, 'leave one of them out of authenticationConfigRef']
  }
  const message = `${both} both send the header "${b.header}"`
  if (isToken(a) && isToken(b)) {
    return [message, 'give one of them another header, or leave it out of authenticationConfigRef']
  }
  const token = isToken(a) ? a : b
  return [message, `give "${token.id}" another header than Authorization`]
}
