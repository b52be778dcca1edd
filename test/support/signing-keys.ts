import type { SigningKeys } from '../../emulator/index.ts'
import type { PairAlgorithm } from '../../harness/fakes/test-keys.ts'
import { testSigningKey } from '../../harness/keystores/signing.ts'

/** Signs for every jwtBuilder with baqlab's test key of its algorithm. */
export const testSigningKeys: SigningKeys = async ({ signatureAlgorithm, keyAlias }) =>
  testSigningKey(signatureAlgorithm.value as PairAlgorithm, keyAlias?.value ?? 'baqlab-test')
