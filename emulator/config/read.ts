import { assumed } from '../assumed.ts'
import { readApiRequesters } from './api-requesters.ts'
import { readArchives } from './archives.ts'
import { readAuthData } from './auth-data.ts'
import { readAuthTokenLocal } from './auth-token-local.ts'
import { readAuthToken } from './auth-token.ts'
import { readAuthorizationServer } from './authorization-server.ts'
import { checkConnections } from './check.ts'
import { readConnection } from './connection.ts'
import { diskOf } from './disk.ts'
import { readDocuments } from './documents.ts'
import type { Documents } from './documents.ts'
import { elements } from './elements.ts'
import { extensionsOf } from './extensions.ts'
import { checkFeatures, isForCalls, readFeatures } from './features.ts'
import { mergeDocuments } from './files.ts'
import type { ConfigElement, Merged } from './files.ts'
import { checkId } from './ids.ts'
import { readJwtBuilder } from './jwt-builder.ts'
import type { ConfigProblem, ReadConfig, ServerConfig } from './model.ts'
import { checkNames } from './names.ts'
import { readOAuthConfig, readOAuthTokenConfig } from './oauth-config.ts'
import { checkOther } from './other-elements.ts'
import { defaultPassphrase, passwordKeys } from './password-keys.ts'
import { readProvider } from './provider.ts'
import { readProxyConfig } from './proxy-config.ts'
import type { ReadConfigOptions } from './read-options.ts'
import type { Reading, Source } from './reading.ts'
import { indexReferences } from './references.ts'
import { specOf } from './specs.ts'
import { readKeyStore, readSsl, readSslDefault } from './ssl.ts'
import { createVariables } from './variables.ts'
import type { XmlElement } from './xml.ts'

/** Reads a server.xml, all that belongs to it, into one configuration and all that is wrong with it; never throws. */
export function readServerConfig(options: ReadConfigOptions): ReadConfig {
  const documents = readDocuments(options)
  const [root] = documents.roots
  if (!root) return { problems: inFileOrder(documents.problems, documents) }
  const merged = mergeDocuments(documents.placed)
  const reading = startReading(options, documents, merged)
  const features = readFeatures(merged.elements)
  const read = readElements(reading, merged, root)
  const { archives, problems: broken } = readArchives(read.apiRequesters, {
    disk: diskOf(options),
    server: documents.server,
    folder: options.apiRequesters,
    connections: read.connections,
  })
  const config = { file: documents.server, features, ...read, archives }
  const extensions = extensionsOf(features.map(({ value }) => value))
  const names = documents.roots.flatMap((each) => [...checkNames(each, extensions)])
  const problems = [documents.problems, merged.problems, names, broken]
  problems.push(
    [...checkFeatures(features, root.at, merged.elements.some(isForCalls))],
    reading.variables.problems,
    reading.problems,
  )
  return { config, problems: inFileOrder(problems.flat(), documents) }
}

function startReading(
  { level, assume }: ReadConfigOptions,
  { sources, xmlVariables }: Documents,
  merged: Merged,
): Reading {
  const variables = createVariables(sources, xmlVariables)
  return {
    level,
    assume: { ...assumed, ...assume },
    variables,
    passwords: passwordKeys(variables.resolve(defaultPassphrase).value),
    references: indexReferences(merged.elements),
    problems: [],
    seen: new Set(),
  }
}

type Elements = Omit<ServerConfig, 'file' | 'features' | 'archives'>

function readElements(reading: Reading, merged: Merged, root: XmlElement): Elements {
  const byName = Map.groupBy(merged.elements, ({ name }) => name)
  const each = <T>(name: string, read: (source: Source) => T): readonly T[] =>
    (byName.get(name) ?? []).map((element) => read(sourceOf(reading, element)))
  const one = <T>(name: string, read: (source: Source) => T): T =>
    each(name, read)[0] ?? read(sourceOf(reading, missing(name, root)))
  const authTokens = byId(each('zosconnect_authToken', readAuthToken))
  const authTokensLocal = byId(each('zosconnect_authTokenLocal', readAuthTokenLocal))
  const connections = each('zosconnect_endpointConnection', readConnection)
  const elementsRead: Elements = {
    connections: byId(checkConnections(connections, { reading, authTokens, authTokensLocal })),
    authData: byId(each('zosconnect_authData', readAuthData)),
    authorizationServers: byId(each('zosconnect_authorizationServer', readAuthorizationServer)),
    authTokens,
    authTokensLocal,
    oAuthConfigs: byId(each('zosconnect_oAuthConfig', readOAuthConfig)),
    oAuthTokenConfigs: byId(each('zosconnect_oAuthTokenConfig', readOAuthTokenConfig)),
    jwtBuilders: byId(each('jwtBuilder', readJwtBuilder)),
    ssl: byId(each('ssl', readSsl)),
    sslDefault: one('sslDefault', readSslDefault),
    keyStores: byId(each('keyStore', readKeyStore)),
    proxies: byId(each('zosconnect_proxyConfig', readProxyConfig)),
    apiRequesters: one('zosconnect_apiRequesters', readApiRequesters),
    provider: readProvider({ each, one }),
  }
  for (const element of merged.elements) checkRest(reading, element)
  return elementsRead
}

const sourceOf = (reading: Reading, element: ConfigElement): Source => ({
  reading,
  element,
  spec: elements[element.name]!,
})

/** A singleton that no file has: all of it is default. */
const missing = (name: string, { at }: XmlElement): ConfigElement => ({
  name,
  id: '',
  at,
  attributes: new Map(),
  replaced: new Map(),
  children: [],
  texts: [],
})

/** What has no id cannot be referred to, and is left out. */
const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.filter(({ id }) => id !== '').map((one) => [one.id, one]))

const checkedElsewhere: ReadonlySet<string> = new Set(['variable', 'featureManager', 'include'])

function checkRest(reading: Reading, element: ConfigElement): void {
  const spec = specOf(elements, element.name)
  if (!spec || checkedElsewhere.has(element.name)) return
  const needsId = spec.kind === 'factory' && !spec.open
  if (needsId) reading.problems.push(...checkId(element))
  checkOther(reading, element, spec)
}

/** Sorts by document and place, so that a reader meets the Problems as in the files, and says what included them. */
function inFileOrder(
  problems: readonly ConfigProblem[],
  { origins }: Documents,
): readonly ConfigProblem[] {
  const order = new Map([...origins.keys()].map((name, i) => [name, i]))
  const rank = ({ at }: ConfigProblem) => (at ? (order.get(at.file) ?? 0) : -1)
  const sorted = problems.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (a.at?.line ?? 0) - (b.at?.line ?? 0) ||
      (a.at?.col ?? 0) - (b.at?.col ?? 0),
  )
  return sorted.map((problem) => {
    const includedFrom = origins.get(problem.at?.file ?? '')?.includedFrom ?? []
    return includedFrom.length === 0 ? problem : { ...problem, includedFrom }
  })
}
