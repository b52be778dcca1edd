import { createLocalJWKSet } from 'jose'
import { publicHalf, testKeys } from '../../harness/fakes/test-keys.ts'

/** The public test keys, under the alias `signer`. */
export const signerKeys = createLocalJWKSet({
  keys: (['RS256', 'ES256'] as const).map((alg) => ({
    ...publicHalf(testKeys[alg]),
    alg,
    kid: 'signer',
  })),
})
