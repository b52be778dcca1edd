import type { ServerConfig } from '../../emulator/config/index.ts'
import { note, type Problem } from '../../emulator/index.ts'
import type { TokenConsumer } from '../../emulator/inbound/index.ts'
import type { ScenarioCode } from '../scenario/model.ts'
import type { KeyStores } from './key-stores.ts'

/** The id of the key store whose certificates a consumer of JWTs trusts; undefined where none is named. */
export function trustStoreOf(
  config: ServerConfig,
  { sslRef, trustStoreRef }: TokenConsumer,
): string | undefined {
  const ssl = config.ssl.get(sslRef?.value ?? 'defaultSSLConfig')
  return trustStoreRef?.value ?? (ssl?.trustStoreRef ?? ssl?.keyStoreRef)?.value
}

/** Says of which trust stores there is no file, so that a test key of baqlab checks signatures in their place. */
export async function noteTestKeys(
  config: ServerConfig,
  stores: KeyStores,
): Promise<readonly Problem<ScenarioCode>[]> {
  const { openidConnectClients, mpJwts } = config.provider
  const problems: Problem<ScenarioCode>[] = []
  for (const consumer of [...openidConnectClients, ...mpJwts]) {
    const id = trustStoreOf(config, consumer)
    if (!usesCertificate(consumer) || (id === undefined && !consumer.keyName)) continue
    const store = await stores.open(id ?? '')
    if (store.kind === 'elsewhere') problems.push(testKeyNote(consumer, id))
  }
  return problems
}

const usesCertificate = ({ jwksUri, signatureAlgorithm: { value } }: TokenConsumer): boolean =>
  !jwksUri && /^[RE]S/.test(value)

function testKeyNote({ kind, id, at, trustStoreRef, keyName }: TokenConsumer, store?: string) {
  const what = store === undefined ? 'its trust store' : `the key store "${store}"`
  const message = `${kind} "${id}" checks signatures with a test key of baqlab, in the place of ${what}`
  const tries = 'name a PEM or PKCS12 file under keystores in the scenario'
  return note('TEST-KEY' as const, message, (trustStoreRef ?? keyName)?.at ?? at, tries)
}
