import { expect, test } from 'vitest'
import {
  lifetimeOf,
  readToken,
  type AnsweredLifetime,
  type LifetimePolicy,
} from '../../../emulator/token/index.ts'
import { noon } from '../../support/fixed-clock.ts'
import { jweText, jwsText, seconds } from '../../support/jwt-text.ts'
import { idsOf } from '../../support/requester.ts'

const minute = 60_000
const exp = seconds(noon + 10 * minute)

const policy: LifetimePolicy = {
  knowsLifetimes: true,
  cacheTokensWithJti: false,
  jtiBeatsLifetime: true,
  expBeatsLifetime: true,
  jwtWithoutExpKept: true,
  unusableFallsBack: false,
}
const before: Partial<LifetimePolicy> = { knowsLifetimes: false }
const configured: Partial<LifetimePolicy> = { tokenLifetimeMs: 5 * minute }
const withJti: Partial<LifetimePolicy> = { cacheTokensWithJti: true }

const answered: AnsweredLifetime = { ms: 2 * minute }
const unusable: AnsweredLifetime = { unusable: 'what stands there is no number' }

const opaque = 'hvs.opaque'
const plain = jwsText({ exp })
const jti = jwsText({ exp, jti: 'x' })
const endless = jwsText({})
const jtiOnly = jwsText({ jti: 'x' })

interface Given {
  readonly token: string
  readonly policy?: Partial<LifetimePolicy>
  readonly answered?: AnsweredLifetime
}

const decide = ({ token, policy: changed, answered: lifetime }: Given) =>
  lifetimeOf(readToken(token), lifetime, { ...policy, ...changed }, noon)

const receipt = 'cache.lifetime.from-receipt'

test.each<[string, Given, number, string, readonly string[]]>([
  ['cache.jwt-exp: a JWT with exp and no jti', { token: plain }, 10, 'exp', ['cache.jwt-exp']],
  [
    'cache.jwt-exp: the same before 3.0.86.0',
    { token: plain, policy: before },
    10,
    'exp',
    ['cache.jwt-exp'],
  ],
  [
    'cache.jti-kept: a JWT with jti and exp and cacheTokensWithJti',
    { token: jti, policy: withJti },
    10,
    'exp',
    ['cache.jti-kept'],
  ],
  [
    'cache.jti-kept: the same before 3.0.86.0',
    { token: jti, policy: { ...withJti, ...before } },
    10,
    'exp',
    ['cache.jti-kept'],
  ],
  [
    'cache.no-exp-lifetime: a JWT without exp and tokenLifetime',
    { token: endless, policy: configured },
    5,
    'config',
    ['cache.no-exp-lifetime', 'cache.lifetime.config', receipt],
  ],
  [
    'cache.no-exp-lifetime: a JWT without exp and a lifetime in the answer',
    { token: endless, answered },
    2,
    'response',
    ['cache.no-exp-lifetime', receipt],
  ],
  [
    'cache.exp-first: a JWT with exp and tokenLifetime',
    { token: plain, policy: configured },
    10,
    'exp',
    ['cache.jwt-exp', 'cache.exp-first'],
  ],
  [
    'cache.exp-first: a JWT with exp and a lifetime in the answer',
    { token: plain, answered },
    10,
    'exp',
    ['cache.jwt-exp', 'cache.exp-first'],
  ],
  [
    'cache.opaque: an opaque token and tokenLifetime (cache.lifetime.config)',
    { token: opaque, policy: configured },
    5,
    'config',
    ['cache.opaque', 'cache.lifetime.config', receipt],
  ],
  [
    'cache.opaque: an opaque token and a lifetime in the answer (cache.lifetime.from-receipt)',
    { token: opaque, answered },
    2,
    'response',
    ['cache.opaque', receipt],
  ],
  [
    'cache.lifetime.response: an opaque token with both lifetimes',
    { token: opaque, policy: configured, answered },
    2,
    'response',
    ['cache.opaque', 'cache.lifetime.response', receipt],
  ],
  [
    'cache.jwe: a JWE and tokenLifetime',
    { token: jweText, policy: configured },
    5,
    'config',
    ['cache.jwe', 'cache.lifetime.config', receipt],
  ],
  [
    'cache.jwe: a JWE and a lifetime in the answer',
    { token: jweText, answered },
    2,
    'response',
    ['cache.jwe', receipt],
  ],
  [
    'cache.lifetime.unusable: a JWT with exp does not need the unusable lifetime',
    { token: plain, answered: unusable },
    10,
    'exp',
    ['cache.jwt-exp'],
  ],
  [
    'cache.no-exp-lifetime: a JWT with jti, without exp, with switch and lifetime',
    { token: jtiOnly, policy: { ...withJti, ...configured } },
    5,
    'config',
    ['cache.no-exp-lifetime', 'cache.lifetime.config', receipt],
  ],
])('%s is kept', (_, given, minutes, from, rules) => {
  const lifetime = decide(given)
  expect(lifetime).toMatchObject({ kind: 'until', expiresAt: noon + minutes * minute, from })
  expect(idsOf(lifetime)).toEqual(rules)
})

test.each<[string, Given, readonly string[]]>([
  ['cache.jti: a JWT with jti and exp', { token: jti }, ['cache.jti']],
  ['cache.jti: the same before 3.0.86.0', { token: jti, policy: before }, ['cache.jti']],
  ['cache.jti: a JWT with jti and without exp', { token: jtiOnly }, ['cache.jti']],
  [
    'cache.jti-beats-lifetime: a JWT with jti and exp and tokenLifetime',
    { token: jti, policy: configured },
    ['cache.jti', 'cache.jti-beats-lifetime'],
  ],
  [
    'cache.jti-beats-lifetime: a JWT with jti and a lifetime in the answer',
    { token: jtiOnly, answered },
    ['cache.jti', 'cache.jti-beats-lifetime'],
  ],
  ['cache.no-exp: a JWT without exp and lifetime', { token: endless }, ['cache.no-exp']],
  [
    'cache.no-exp: a JWT without exp before 3.0.86.0 whatever the lifetime',
    { token: endless, policy: { ...before, ...configured }, answered },
    ['cache.no-exp'],
  ],
  [
    'cache.no-exp: a JWT with jti and without exp, for all that cacheTokensWithJti says',
    { token: jtiOnly, policy: withJti },
    ['cache.no-exp'],
  ],
  [
    'cache.opaque-before: an opaque token before 3.0.86.0 whatever the lifetime',
    { token: opaque, policy: { ...before, ...configured }, answered },
    ['cache.opaque-before'],
  ],
  [
    'cache.opaque-before: a JWE before 3.0.86.0 whatever the lifetime',
    { token: jweText, policy: { ...before, ...configured }, answered },
    ['cache.opaque-before'],
  ],
  [
    'cache.no-lifetime: an opaque token without a lifetime',
    { token: opaque },
    ['cache.no-lifetime'],
  ],
  ['cache.no-lifetime: a JWE without a lifetime', { token: jweText }, ['cache.no-lifetime']],
  [
    'cache.lifetime.unusable: an opaque token, even with tokenLifetime',
    { token: opaque, policy: configured, answered: unusable },
    ['cache.lifetime.unusable'],
  ],
  [
    'cache.lifetime.unusable: a JWT without exp',
    { token: endless, policy: configured, answered: unusable },
    ['cache.lifetime.unusable'],
  ],
])('%s is not kept', (_, given, rules) => {
  const lifetime = decide(given)
  expect(lifetime.kind).toBe('none')
  expect(idsOf(lifetime)).toEqual(rules)
})

test('keeps a token with a jti for its lifetime where jtiBeatsLifetime is off', () => {
  const off = { ...configured, jtiBeatsLifetime: false }
  expect(decide({ token: jti, policy: off })).toMatchObject({ from: 'config' })
  expect(decide({ token: jtiOnly, policy: off })).toMatchObject({ from: 'config' })
  expect(decide({ token: jti, policy: { jtiBeatsLifetime: false } }).kind).toBe('none')
})

test('keeps a JWT with exp for its lifetime where expBeatsLifetime is off', () => {
  const off = { ...configured, expBeatsLifetime: false }
  expect(decide({ token: plain, policy: off })).toMatchObject({ from: 'config' })
  expect(decide({ token: plain, policy: { expBeatsLifetime: false } })).toMatchObject({
    from: 'exp',
  })
})
