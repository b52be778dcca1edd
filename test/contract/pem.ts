import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { publicHalf, testKeys } from '../../harness/fakes/test-keys.ts'

/** The key that signs the JWTs of the cases. */
export const pem = createPublicKey({
  key: { ...publicHalf(testKeys.ES256) },
  format: 'jwk',
}).export({ type: 'spki', format: 'pem' })

const file = new URL('../../scenarios/generated/outbound-rsa.pem', import.meta.url)

/** A certificate that nobody shows. */
export const certificate = readFileSync(fileURLToPath(file), 'utf8')
