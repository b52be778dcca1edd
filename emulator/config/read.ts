import { assumed } from '../assumed.ts'
import { readAuthData } from './auth-data.ts'
import { readAuthToken } from './auth-token.ts'
import { readAuthorizationServer } from './authorization-server.ts'
import { checkConnections } from './check.ts'
import { readConnection } from './connection.ts'
import { readDocuments } from './documents.ts'
import { elements, specOf } from './elements.ts'
import { checkFeatures, readFeatures } from './features.ts'
import { mergeDocuments } from './files.ts'
import type { ConfigElement } from './files.ts'
import { checkId } from './ids.ts'
import type { ConfigProblem, ReadConfig, ServerConfig } from './model.ts'
import { checkNames } from './names.ts'
import { checkOther } from './other-elements.ts'
import type { ReadConfigOptions } from './read-options.ts'
import type { Reading, Source } from './reading.ts'
import { indexReferences } from './references.ts'
import { readVariables } from './variables.ts'

/** Reads a server.xml and its drop-ins into one configuration and all that is wrong with it; never throws. */
export function readServerConfig(options: ReadConfigOptions): ReadConfig {
  const { roots, problems: unread } = readDocuments(options)
  const [root] = roots
  if (!root) return { problems: unread }
  const merged = mergeDocuments(roots)
  const variables = readVariables(roots, options.variables)
  const reading: Reading = {
    level: options.level,
    assume: { ...assumed, ...options.assume },
    variables,
    references: indexReferences(merged.elements),
    problems: [],
  }
  const features = readFeatures(merged.elements)
  const config = { file: options.file, features, ...readElements(reading, merged.elements) }
  const problems = [unread, merged.problems, ...roots.map((each) => [...checkNames(each)])]
  problems.push([...checkFeatures(features, root.at)], variables.problems, reading.problems)
  return { config, problems: inFileOrder(problems.flat(), options) }
}

type Elements = Omit<ServerConfig, 'file' | 'features'>

function readElements(reading: Reading, merged: readonly ConfigElement[]): Elements {
  const each = <T>(name: string, read: (source: Source) => T): readonly T[] =>
    merged
      .filter((element) => element.name === name)
      .map((element) => read(sourceOf(reading, element)))
  const authTokens = byId(each('zosconnect_authToken', readAuthToken))
  const connections = each('zosconnect_endpointConnection', readConnection)
  const elementsRead = {
    connections: byId(checkConnections(connections, { reading, authTokens, elements: merged })),
    authData: byId(each('zosconnect_authData', readAuthData)),
    authorizationServers: byId(each('zosconnect_authorizationServer', readAuthorizationServer)),
    authTokens,
  }
  for (const element of merged) checkRest(reading, element)
  return elementsRead
}

const sourceOf = (reading: Reading, element: ConfigElement): Source => ({
  reading,
  element,
  spec: elements[element.name]!,
})

/** What has no id cannot be referred to, and is left out. */
const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.filter(({ id }) => id !== '').map((one) => [one.id, one]))

const emulated: ReadonlySet<string> = new Set([
  'zosconnect_endpointConnection',
  'zosconnect_authData',
  'zosconnect_authorizationServer',
  'zosconnect_authToken',
])
const checkedElsewhere: ReadonlySet<string> = new Set(['variable', 'featureManager'])

function checkRest(reading: Reading, element: ConfigElement): void {
  const spec = specOf(elements, element.name)
  if (!spec || checkedElsewhere.has(element.name)) return
  const needsId = spec.kind === 'factory' && !spec.open
  if (needsId) reading.problems.push(...checkId(element))
  if (!emulated.has(element.name)) checkOther(reading, element, spec)
}

/** Sorts by document and place, so that a reader meets the Problems as in the files. */
function inFileOrder(
  problems: readonly ConfigProblem[],
  { file, dropins = [] }: ReadConfigOptions,
): readonly ConfigProblem[] {
  const order = new Map([file, ...dropins.map((dropin) => dropin.file)].map((name, i) => [name, i]))
  const rank = ({ at }: ConfigProblem) => (at ? (order.get(at.file) ?? 0) : -1)
  return problems.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.col ?? 0) - (b.at?.col ?? 0),
  )
}
