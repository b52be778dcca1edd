import type { JWK } from 'jose'
import type { ReadFile, ServerConfig } from '../emulator/config/index.ts'
import type { Send } from '../emulator/index.ts'
import type { TokenConsumer, TrustedKeys, TrustedKeySource } from '../emulator/inbound/index.ts'
import { publicHalf, testKeys } from './fakes/test-keys.ts'
import { KeyStores } from './keystores/key-stores.ts'
import { trustStoreOf } from './keystores/trust-store.ts'
import type { Scenario } from './scenario/model.ts'

export interface TrustedKeysParts {
  readonly config: () => ServerConfig
  readonly scenario: Scenario
  readonly readFile: ReadFile
  readonly send: Send
}

/** Where the provider side gets public keys: from JWKS by requests of its own, from certificates by key stores. */
export function trustedKeysOf({ config, scenario, readFile, send }: TrustedKeysParts): TrustedKeys {
  const sets = new Map<string, readonly JWK[]>()
  return async (consumer, kid) => {
    const { jwksUri } = consumer
    if (!jwksUri) return fromStore(consumer, { config: config(), scenario, readFile })
    const kept = sets.get(jwksUri.value)
    const hasKey = kept && (kid === undefined || kept.some((key) => key.kid === kid))
    if (hasKey) return { kind: 'set', keys: kept }
    const fetched = await fetchSet(jwksUri.value, send)
    if (fetched) sets.set(jwksUri.value, fetched)
    const keys = fetched ?? kept
    return keys ? { kind: 'set', keys } : { kind: 'none', why: 'the JWKS cannot be had' }
  }
}

async function fetchSet(url: string, send: Send): Promise<readonly JWK[] | undefined> {
  const answer = await send({
    method: 'GET',
    url,
    headers: [['Accept', 'application/json']],
    connectTimeoutMs: 30_000,
    receiveTimeoutMs: 60_000,
    purpose: { kind: 'api', connection: 'jwks' },
  })
  if (answer.kind !== 'response' || answer.status !== 200) return undefined
  try {
    const { keys } = JSON.parse(Buffer.from(answer.body).toString('utf8')) as { keys?: unknown }
    return Array.isArray(keys) ? keys.filter(isKey) : undefined
  } catch {
    return undefined
  }
}

const isKey = (value: unknown): value is JWK =>
  typeof value === 'object' && value !== null && 'kty' in value && value.kty !== 'oct'

/** The certificate of the alias; where no file stands for the key store, baqlab's own test key. */
async function fromStore(
  consumer: TokenConsumer,
  parts: {
    readonly config: ServerConfig
    readonly scenario: Scenario
    readonly readFile: ReadFile
  },
): Promise<TrustedKeySource> {
  const { config, scenario, readFile } = parts
  const { keyName, signatureAlgorithm } = consumer
  const id = trustStoreOf(config, consumer)
  if (id === undefined && keyName === undefined)
    return {
      kind: 'none',
      why: `${consumer.kind} ${consumer.id} has neither a JWKS nor a trust store`,
    }
  const stores = new KeyStores({ config, sources: scenario.keystores, readFile })
  const store = await stores.open(id ?? '')
  if (store.kind === 'broken') return { kind: 'none', why: `the key store ${id} cannot be read` }
  if (store.kind === 'elsewhere') {
    const alg = signatureAlgorithm.value.startsWith('ES') ? 'ES256' : 'RS256'
    return { kind: 'key', key: publicHalf(testKeys[alg]) }
  }
  const { entries, trusted } = store.content
  const own = entries.find(({ alias }) => alias === undefined || alias === keyName?.value)?.chain[0]
  const certificate = own ?? (trusted.length === 1 ? trusted[0] : undefined)
  if (!certificate)
    return { kind: 'none', why: `the key store ${id} has no certificate ${keyName?.value ?? ''}` }
  return { kind: 'key', key: certificate.publicKey.export({ format: 'jwk' }) as JWK }
}
