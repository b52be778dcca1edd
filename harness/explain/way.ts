import { sslIdOf } from '../../emulator/config/index.ts'
import type { KeyStore, Setting } from '../../emulator/config/index.ts'
import type { Plan, ServerConfig, TokenPlan } from '../../emulator/index.ts'
import { endpointOf } from './explain-token.ts'
import { placeText, ruleById, type Fact } from './explanation.ts'

/** What of a connection or an authorization server decides how a request gets there. */
interface Way {
  readonly sslCertsRef?: Setting<string>
  readonly proxyConfigRef?: Setting<string>
}

/** By which TLS configuration and through which proxy the API is reached. */
export const requestWay = ({ connection, origin }: Plan, config: ServerConfig): readonly Fact[] =>
  wayFacts(config.connections.get(connection) ?? {}, origin, config)

/** The same of the server that issues a token; nothing where nobody is asked. */
export function tokenWay(token: TokenPlan, config: ServerConfig): readonly Fact[] {
  if (token.kind !== 'authToken' && token.kind !== 'oauth') return []
  const elements = token.kind === 'authToken' ? config.authTokens : config.oAuthConfigs
  const server = elements.get(token.id)?.authServerRef?.value ?? ''
  return wayFacts(config.authorizationServers.get(server) ?? {}, endpointOf(token), config)
}

const wayFacts = (way: Way, url: string, config: ServerConfig): readonly Fact[] => [
  ...(/^https:/i.test(url) ? [tlsFact(way, config)] : []),
  ...proxyFacts(way, config),
]

function tlsFact({ sslCertsRef }: Way, config: ServerConfig): Fact {
  const id = sslIdOf(sslCertsRef, config.sslDefault)
  const ssl = config.ssl.get(id)
  const rules = sslCertsRef ? [] : [ruleById('config.ssl.default')]
  if (!ssl) return tls(`by ssl ${id}, which these files do not define`, rules)
  const { keyStoreRef, trustStoreRef, clientKeyAlias, verifyHostname } = ssl
  const alias = clientKeyAlias ? `key ${clientKeyAlias.value} of ` : ''
  const parts = [
    `by ssl ${id} (${placeText(ssl.at)})`,
    `trusting ${storeText((trustStoreRef ?? keyStoreRef)?.value, config)}`,
    `client certificate if asked for: ${alias}${storeText(keyStoreRef?.value, config)}`,
    ...(verifyHostname?.value === false ? ['host names are not verified'] : []),
  ]
  const stores = [keyStoreRef, trustStoreRef].map((ref) => config.keyStores.get(ref?.value ?? ''))
  const ring = stores.some((store) => store?.keyRing) ? [ruleById('config.key-ring')] : []
  return tls(parts.join('; '), [...rules, ...ring])
}

const tls = (text: string, rules: Fact['rules']): Fact => ({
  label: 'TLS',
  text,
  concern: 'sent',
  rules,
})

function storeText(id: string | undefined, { keyStores }: ServerConfig): string {
  const name = id ?? 'defaultKeyStore'
  const store = keyStores.get(name)
  return store ? `keyStore ${name} (${placeOfKeys(store)})` : `keyStore ${name}`
}

const placeOfKeys = ({ keyRing, location }: KeyStore): string =>
  keyRing
    ? `key ring ${keyRing.owner === undefined ? '' : `${keyRing.owner}/`}${keyRing.name}`
    : (location?.value ?? 'no location')

function proxyFacts({ proxyConfigRef }: Way, { proxies }: ServerConfig): readonly Fact[] {
  if (!proxyConfigRef) return []
  const { host, port } = proxies.get(proxyConfigRef.value) ?? {}
  const where = [host?.value ?? 'no host', ...(port ? [port.value] : [])].join(':')
  const text = `zosconnect_proxyConfig ${proxyConfigRef.value}, ${where}`
  return [
    {
      label: 'proxy',
      text,
      concern: 'sent',
      rules: [ruleById('proxy.http'), ruleById('config.proxy.names')],
    },
  ]
}
