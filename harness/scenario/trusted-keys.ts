import { createPublicKey, type KeyObject } from 'node:crypto'
import type { JWK } from 'jose'
import type { ReadFile } from '../../emulator/config/index.ts'
import type { TrustedKey } from '../fakes/options.ts'
import {
  builderTestKey,
  pairAlgorithms,
  publicHalf,
  type PairAlgorithm,
} from '../fakes/test-keys.ts'
import { refuse, type Found } from './found.ts'
import { beside } from './include.ts'
import { itemsOf, nodeAt, textOf, type Tree } from './tree.ts'

/** baqlab's own test keys, which answer to any kid. */
const ownKeys: readonly TrustedKey[] = pairAlgorithms.map((alg) => ({
  alg,
  jwk: publicHalf(builderTestKey(alg)),
}))

/** The public keys that a value names: `test`, files, or `{ file, kid }`. */
export const trustedKeys = (
  tree: Tree | undefined,
  readFile: ReadFile,
  found: Found,
): readonly TrustedKey[] =>
  itemsOf(tree).flatMap((item) => {
    const node = nodeAt(item, ['file']) ?? item
    const name = textOf(node)
    const kid = textOf(nodeAt(item, ['kid']))
    const keys = name === 'test' ? ownKeys : keysOfFile(name, node, readFile, found)
    return kid === '' ? keys : keys.map((key) => ({ ...key, kid }))
  })

function keysOfFile(
  name: string,
  { at }: Tree,
  readFile: ReadFile,
  found: Found,
): readonly TrustedKey[] {
  if (name === '') return []
  const path = beside(at.file, name)
  const bytes = readFile(path)
  if (!bytes) {
    const help = 'write its path relative to this file, or test for the key of baqlab'
    refuse(found, 'FILE-MISSING', `there is no file "${path}"`, at, help)
    return []
  }
  const keys = readKeys(Buffer.from(bytes).toString('utf8'))
  if (keys.length === 0) {
    const help =
      'give a PEM, JWK or JWKS file with an RSA key, or one of the curves P-256, P-384 and P-521'
    refuse(found, 'BAD-VALUE', `"${path}" holds no public key`, at, help)
  }
  return keys
}

function readKeys(text: string): readonly TrustedKey[] {
  try {
    if (!text.trimStart().startsWith('{')) return trusted(createPublicKey(text))
    const parsed = JSON.parse(text) as JWK | { readonly keys: readonly JWK[] }
    const jwks = 'keys' in parsed && Array.isArray(parsed.keys) ? parsed.keys : [parsed as JWK]
    return jwks.flatMap((key: JWK) => trusted(createPublicKey({ key, format: 'jwk' }), key.kid))
  } catch {
    return []
  }
}

const byCurve: Readonly<Record<string, readonly PairAlgorithm[]>> = {
  'P-256': ['ES256'],
  'P-384': ['ES384'],
  'P-521': ['ES512'],
}

/** A key for the algorithms that fit it; what a file holds of a private key stays there. */
function trusted(key: KeyObject, kid?: string): readonly TrustedKey[] {
  const jwk = key.export({ format: 'jwk' }) as JWK
  const algs =
    jwk.kty === 'RSA' ? (['RS256', 'RS384', 'RS512'] as const) : (byCurve[jwk.crv ?? ''] ?? [])
  return algs.map((alg) => ({ alg, jwk, ...(kid !== undefined && { kid }) }))
}
