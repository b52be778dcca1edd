import { Secret } from '../../emulator/index.ts'
import {
  cacheKey,
  lifetimeOf,
  TokenCache,
  type AnsweredLifetime,
  type Lifetime,
  type LifetimePolicy,
  type Token,
} from '../../emulator/token/index.ts'
import { ruleById, timeText, type Fact } from './explanation.ts'

const hour = 3_600_000
const value = new Secret('sample')

/** One token of each kind that the rules tell apart. */
const samples: readonly { readonly label: string; readonly token: Token }[] = [
  { label: 'JWT with exp', token: { kind: 'jws', value, hasJti: false, expiresAt: hour } },
  { label: 'JWT with jti', token: { kind: 'jws', value, hasJti: true, expiresAt: hour } },
  { label: 'JWT, no exp', token: { kind: 'jws', value, hasJti: false } },
  { label: 'opaque token', token: { kind: 'opaque', value } },
  { label: 'encrypted JWT', token: { kind: 'jwe', value } },
]

/** How long each kind of token is kept, asked of the rules themselves with a sample of each. */
export const keptFacts = (policy: LifetimePolicy, readsLifetime: boolean): readonly Fact[] =>
  samples.map(({ label, token }) => {
    const silent = lifetimeOf(token, undefined, policy, 0)
    const plain = describe(silent, policy)
    if (!readsLifetime) return { label, text: plain, concern: 'kept', rules: silent.rules }
    const told: AnsweredLifetime = { ms: 2 * hour }
    const answered = lifetimeOf(token, told, policy, 0)
    const text = describe(answered, policy)
    const both = text === plain ? text : `${text}; if it has none, ${plain}`
    const rules = [...new Set([...answered.rules, ...(text === plain ? [] : silent.rules)])]
    return { label, text: both, concern: 'kept', rules }
  })

function describe(lifetime: Lifetime, { tokenLifetimeMs }: LifetimePolicy): string {
  if (lifetime.kind === 'none') return 'not kept, a new one for every call'
  switch (lifetime.from) {
    case 'exp':
      return 'kept until its exp'
    case 'response':
      return 'kept for the lifetime in the answer'
    case 'config':
      return `kept for tokenLifetime, ${timeText(tokenLifetimeMs ?? 0)}`
  }
}

/** How long before its end a kept token is used, and what tokenRefreshRate adds. */
export function useFacts(policy: LifetimePolicy, refreshRateMs: number | undefined): Fact[] {
  const key = cacheKey([])
  const cache = new TokenCache({ sweepIntervalMs: Infinity })
  const [{ token }] = samples as readonly [(typeof samples)[number]]
  cache.store(key, token, lifetimeOf(token, undefined, policy, 0), 0)
  const first = cache.lookup(key, 0)
  const refreshed = cache.lookup(
    key,
    refreshRateMs ?? 0,
    refreshRateMs === undefined ? {} : { refreshRateMs },
  )
  const facts: Fact[] = []
  if (refreshRateMs !== undefined)
    facts.push({
      label: 'refreshed',
      text: `after tokenRefreshRate, ${timeText(refreshRateMs)}, a call tries to get a new one; if that fails the old one serves on until its end`,
      concern: 'kept',
      rules: [
        ...(refreshed.kind === 'refresh' ? refreshed.rules : [ruleById('cache.refresh-rate')]),
        ruleById('cache.refresh-fallback'),
      ],
    })
  const gone = cache.lookup(key, first.holdsUntil)
  const leftMs = hour - first.holdsUntil + 1
  if (first.kind === 'hit')
    facts.unshift({
      label: 'used',
      text: `a kept token serves until ${timeText(leftMs)} before its end`,
      concern: 'kept',
      rules: [...first.rules, ...gone.rules],
    })
  return facts
}
