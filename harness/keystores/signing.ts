import { createPrivateKey } from 'node:crypto'
import type { JwtBuilder } from '../../emulator/config/index.ts'
import { error, note, type Problem, type SigningKey } from '../../emulator/index.ts'
import { builderTestKey, pairAlgorithms, type PairAlgorithm } from '../fakes/test-keys.ts'
import type { ScenarioCode } from '../scenario/model.ts'
import { chooseEntry, tellExpired } from './choose-entry.ts'
import type { KeyEntry } from './entry.ts'
import type { KeyStores } from './key-stores.ts'

/** What choosing a key needs besides its jwtBuilder. */
export interface Signing {
  readonly stores: KeyStores
  /** When the world begins: certificates must be valid then. */
  readonly now: number
  readonly problems: Problem<ScenarioCode>[]
}

/**
 * The key a jwtBuilder signs with: of its key store where this machine has it, else baqlab's test
 * key of its algorithm, which a note says. Undefined where a Problem says why there is none.
 */
export async function signingKeyOf(
  builder: JwtBuilder,
  signing: Signing,
): Promise<SigningKey | undefined> {
  const { signatureAlgorithm, keyStoreRef, keyAlias, sharedKey, jwkEnabled } = builder
  const algorithm = signatureAlgorithm.value
  if (!isPairAlgorithm(algorithm)) {
    if (!sharedKey) signing.problems.push(noSharedKey(builder))
    return undefined
  }
  if (jwkEnabled.value) {
    signing.problems.push(testKeyNote(builder, 'a key pair that the server makes itself'))
    return testSigningKey(algorithm, `${builder.id}-baqlab-test`)
  }
  const store = keyStoreRef && (await signing.stores.open(keyStoreRef.value))
  if (!store || store.kind === 'elsewhere') {
    const what = keyStoreRef ? `the key store "${keyStoreRef.value}"` : 'the default key store'
    signing.problems.push(testKeyNote(builder, what))
    return testSigningKey(algorithm, keyAlias?.value ?? 'baqlab-test')
  }
  if (store.kind === 'broken') return undefined
  const at = keyAlias?.at ?? keyStoreRef.at
  const entry = chooseEntry(store, keyAlias?.value, at, signing.problems)
  if (!entry) return undefined
  const why = whyUnsuitable(entry, algorithm)
  if (why !== undefined) {
    signing.problems.push(unsuitable(builder, entry, why))
    return undefined
  }
  tellExpired(entry, { file: store.file, now: signing.now, at }, signing.problems)
  const kid = keyAlias?.value ?? entry.alias
  return { key: entry.key, ...(kid !== undefined && { kid }) }
}

const isPairAlgorithm = (name: string): name is PairAlgorithm =>
  pairAlgorithms.some((each) => each === name)

/** baqlab's own key for an algorithm, which protects nothing. */
export const testSigningKey = (algorithm: PairAlgorithm, kid: string): SigningKey => ({
  key: createPrivateKey({ key: { ...builderTestKey(algorithm) }, format: 'jwk' }),
  kid,
})

const curves: Readonly<Record<string, string>> = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
}

const plainCurve: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}

/** RFC 7518, sections 3.3 and 3.4: RSA keys of 2048 bits at least, and one curve for each ES. */
function whyUnsuitable({ key }: KeyEntry, algorithm: PairAlgorithm): string | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  const curve = curves[algorithm]
  if (curve === undefined) {
    if (type !== 'rsa') return `it is no RSA key`
    const bits = details?.modulusLength ?? 0
    return bits < 2048 ? `it has ${bits} bits, fewer than 2048` : undefined
  }
  if (type !== 'ec') return `it is no key of the curve ${plainCurve[curve]}`
  const own = details?.namedCurve ?? ''
  return own === curve ? undefined : `its curve is ${plainCurve[own] ?? own}`
}

const unsuitable = (
  { id, signatureAlgorithm: { value, at } }: JwtBuilder,
  { alias }: KeyEntry,
  why: string,
): Problem<ScenarioCode> => {
  const name = alias === undefined ? 'the key' : `the key "${alias}"`
  const said = `${name} of the jwtBuilder "${id}" does not sign with ${value}: ${why}`
  return error('KEY-UNSUITABLE', said, at, 'name a key that fits, or another signatureAlgorithm')
}

const noSharedKey = ({ id, signatureAlgorithm: { value, at } }: JwtBuilder) =>
  error(
    'KEY-UNSUITABLE' as const,
    `the jwtBuilder "${id}" signs with ${value} and has no sharedKey`,
    at,
    'write sharedKey="…"',
  )

const testKeyNote = ({ id, keyStoreRef, jwkEnabled, at }: JwtBuilder, what: string) =>
  note(
    'TEST-KEY' as const,
    `the jwtBuilder "${id}" signs with a test key of baqlab, in the place of ${what}`,
    jwkEnabled.value ? jwkEnabled.at : (keyStoreRef?.at ?? at),
    ...(jwkEnabled.value ? [] : ['name a PEM or PKCS12 file under keystores in the scenario']),
  )
