import { rule } from '../rule.ts'
import type { ConfigElement } from './files.ts'
import { authenticationElements } from './elements.ts'
import type { AuthToken, EndpointConnection, Unusable } from './model.ts'
import { error, warning } from '../problem.ts'
import type { Reading } from './reading.ts'

export const headersDiffer = rule('config.header.collision', {
  status: 'assumed',
  source: 'Assumed: what a real server sends for two tokens with one header would settle it',
  says: 'a connection whose tokens share a header is refused when the configuration is read',
})

/** What a connection is checked against. */
export interface Surroundings {
  readonly reading: Reading
  readonly authTokens: ReadonlyMap<string, AuthToken>
  readonly elements: readonly ConfigElement[]
}

/** Checks what the elements that a connection refers to mean together. */
export function checkConnections(
  connections: readonly EndpointConnection[],
  surroundings: Surroundings,
): readonly EndpointConnection[] {
  const localHeaders = headersOfLocal(surroundings.elements)
  return connections.map((connection) => {
    const collision = findCollision(connection, surroundings, localHeaders)
    const unusable = connection.unusable ?? collision ?? findNotEmulated(connection, surroundings)
    return unusable ? { ...connection, unusable } : connection
  })
}

const headersOfLocal = (elements: readonly ConfigElement[]): ReadonlyMap<string, string> =>
  new Map(
    elements
      .filter(({ name }) => name === 'zosconnect_authTokenLocal')
      .map(({ id, attributes }) => [id, attributes.get('header')?.value ?? 'Authorization']),
  )

function findCollision(
  { authenticationConfigRef }: EndpointConnection,
  { reading, authTokens }: Surroundings,
  localHeaders: ReadonlyMap<string, string>,
): Unusable | undefined {
  const at = authenticationConfigRef.at
  const owners = new Map<string, string>()
  let first: Unusable | undefined
  for (const id of authenticationConfigRef.value) {
    if (reading.references.find(authenticationElements, id) === undefined) continue
    const header = authTokens.get(id)?.header.value ?? localHeaders.get(id) ?? 'Authorization'
    const owner = owners.get(header.toLowerCase())
    if (owner === undefined) {
      owners.set(header.toLowerCase(), id)
      continue
    }
    const message = `"${owner}" and "${id}" both send the header "${header}"`
    const tries = `give one of them another header, or leave it out of authenticationConfigRef`
    reading.problems.push(error('HEADER-COLLISION', message, at, tries))
    first ??= { code: 'HEADER-COLLISION', message, at }
  }
  return first
}

function findNotEmulated(
  { authenticationConfigRef }: EndpointConnection,
  { reading }: Surroundings,
): Unusable | undefined {
  const { at, value } = authenticationConfigRef
  let first: Unusable | undefined
  for (const id of value) {
    const name = reading.references.find(authenticationElements, id)
    if (name === undefined || name === 'zosconnect_authToken') continue
    const message = `"${id}" is a ${name}: baqlab does not emulate that method yet`
    const tries = 'use a connection with zosconnect_authToken alone in the scenario'
    reading.problems.push(warning('NOT-EMULATED', message, at, tries))
    first ??= { code: 'NOT-EMULATED', message, at }
  }
  return first
}
