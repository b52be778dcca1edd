import { note, type Problem, type TlsUse } from '../../emulator/index.ts'
import type { Identity } from '../network/certificates.ts'
import { subjectLine, type ClientIdentity } from '../network/client-certificate.ts'
import type { ScenarioCode } from '../scenario/model.ts'
import { chooseEntry, tellExpired } from './choose-entry.ts'
import type { Signing } from './signing.ts'

/** What a request offers a server that asks who it is; undefined where a Problem says why nothing. */
export async function clientIdentityOf(
  { keyStore, alias, at }: TlsUse,
  { stores, now, problems }: Signing,
): Promise<ClientIdentity | undefined> {
  const store = await stores.open(keyStore)
  if (store.kind === 'broken') return undefined
  if (store.kind === 'elsewhere') {
    problems.push(standIn(keyStore, at))
    const name = `baqlab-test-${keyStore}`
    return { subject: `CN=${name}`, material: () => madeUp(name) }
  }
  const entry = chooseEntry(store, alias, at, problems)
  const [own] = entry?.chain ?? []
  if (!entry || !own) return undefined
  tellExpired(entry, { file: store.file, now, at }, problems)
  return {
    subject: subjectLine(own.subject),
    certificate: own,
    material: async () => ({
      key: entry.key.export({ format: 'pem', type: 'pkcs8' }).toString(),
      cert: entry.chain.map(String).join(''),
    }),
  }
}

async function madeUp(name: string): Promise<Identity> {
  const { createAuthority } = await import('../network/certificates.ts')
  return (await createAuthority()).issue(name)
}

const standIn = (keyStore: string, at: TlsUse['at']): Problem<ScenarioCode> =>
  note(
    'TEST-KEY',
    `a test certificate of baqlab, CN=baqlab-test-${keyStore}, is offered in the place of the key store "${keyStore}"`,
    at,
    'name a PEM or PKCS12 file under keystores in the scenario',
  )
