import type { SigningKey, SigningKeys } from '../emulator/index.ts'
import { keyPair, type SigningAlg } from './fakes/test-keys.ts'

/**
 * Signs for every jwtBuilder with baqlab's test key of its algorithm: a key ring of the mainframe
 * cannot be read here. The key's `kid` is the alias the builder names, else `baqlab-test`.
 */
export const testSigningKeys: SigningKeys = async ({ signatureAlgorithm, keyAlias }) => {
  const algorithm = signatureAlgorithm.value
  if (!isTestAlgorithm(algorithm)) return undefined
  const key = (await keyPair(algorithm).making()) as SigningKey['key']
  return { key, kid: keyAlias?.value ?? 'baqlab-test' }
}

const isTestAlgorithm = (name: string): name is SigningAlg => name === 'RS256' || name === 'ES256'
