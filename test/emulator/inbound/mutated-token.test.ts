import { createPublicKey, verify, type JsonWebKey } from 'node:crypto'
import * as fc from 'fast-check'
import type { JWTPayload } from 'jose'
import { expect, it } from 'vitest'
import { publicHalf, testKeys } from '../../../harness/fakes/test-keys.ts'
import { ask, now, seconds, signed } from '../../support/inbound.ts'

const at = { file: 's.yaml', line: 1, col: 1 }
const mapping = {
  rules: ['teller', 'clerk'].map((role) => ({
    target: { kind: 'api', pattern: 'accounts' } as const,
    claim: 'roles',
    role,
    user: role === 'teller' ? 'TECH' : 'ANNA',
    at,
  })),
}

const key = createPublicKey({ key: publicHalf(testKeys.RS256) as JsonWebKey, format: 'jwk' })

/** Whom a token may act as, written apart from the emulator with node's own crypto; nobody where it is not good. */
function reference(token: string): string | undefined {
  const parts = token.split('.')
  if (parts.length !== 3 || parts.some((part) => !/^[A-Za-z0-9_-]*$/.test(part))) return undefined
  const [header, payload, signature] = parts.map((part) => Buffer.from(part, 'base64url'))
  const holds = verify('sha256', Buffer.from(`${parts[0]}.${parts[1]}`), key, signature!)
  if (!holds || JSON.parse(header!.toString()).alg !== 'RS256') return undefined
  const { iss, aud, exp, iat = 0, nbf = 0, sub, roles = [] } = JSON.parse(payload!.toString())
  const isGood =
    iss === 'https://idp' &&
    [aud].flat().includes('api') &&
    exp * 1000 > now - 300_000 &&
    iat * 1000 <= now + 300_000 &&
    iat <= exp &&
    nbf * 1000 <= now + 300_000
  if (!isGood || typeof sub !== 'string') return undefined
  const held: readonly string[] = typeof roles === 'string' ? roles.split(' ') : roles
  return held.includes('teller') ? 'TECH' : held.includes('clerk') ? 'ANNA' : undefined
}

const runs = { numRuns: process.env['SOAK'] ? 100_000 : 1000, seed: 20_261_121 }
const role = fc.constantFrom('teller', 'clerk', 'guest', 'Teller', 'tell')

const claims = fc.record(
  {
    iss: fc.constantFrom('https://idp', 'https://idp', 'https://idp', 'https://evil'),
    aud: fc.constantFrom<string | string[]>('api', 'api', ['x', 'api'], 'other'),
    exp: fc.integer({ min: seconds - 400, max: seconds + 4000 }),
    iat: fc.integer({ min: seconds - 4000, max: seconds + 330 }),
    sub: fc.constantFrom('jane', 'joe'),
    roles: fc.oneof(
      fc.array(role, { maxLength: 3 }),
      fc.array(role).map((all) => all.join(' ')),
    ),
  },
  { requiredKeys: ['iss', 'exp', 'sub'] },
)

const mutation = fc.record({
  at: fc.nat(2000),
  remove: fc.nat(3),
  insert: fc.oneof(
    fc.constantFrom('.', '..', '=', ' ', 'A', '\u0000', 'é'),
    fc.string({ maxLength: 4 }),
  ),
})

it('decides about any token, good or mutated, and never grants what the reference does not', async () => {
  let granted = 0
  const property = fc.asyncProperty(
    claims,
    fc.array(mutation, { maxLength: 2 }),
    async (wished, changes) => {
      let token = await signed({
        ...wished,
        ...(wished.aud === undefined && { aud: 'api' }),
      } as JWTPayload)
      for (const change of changes) {
        const start = change.at % (token.length + 1)
        token = token.slice(0, start) + change.insert + token.slice(start + change.remove)
      }
      const result = await ask({ token, mapping })
      const seen = result.kind === 'granted' ? result.user : undefined
      if (seen !== undefined) granted++
      expect(['granted', 'refused']).toContain(result.kind)
      if (changes.length === 0) expect(seen).toBe(reference(token))
      else if (seen !== undefined) expect(seen).toBe(reference(token))
    },
  )
  await fc.assert(property, runs)
  expect(granted).toBeGreaterThan(runs.numRuns / 20)
}, 3_600_000)
