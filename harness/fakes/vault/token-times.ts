import { refuse, type Answer } from './answer.ts'
import { readDuration } from './duration.ts'
import type { Creation, TokenFields } from './token-create.ts'
import { calculateTtl, type Ttl } from './ttl.ts'

/** The times a new token is asked to have, in milliseconds; 0 where one is not said. */
export type Times = Readonly<Record<'ttl' | 'period' | 'explicit_max_ttl', number>>

/** The times that a request gives, or why it may not give them. */
export function timesOf(fields: TokenFields, { isSudo }: Creation): Times | Answer {
  const times: Partial<Record<keyof Times, number>> = {}
  const ttl = fields.ttl ? 'ttl' : 'lease'
  for (const name of ['explicit_max_ttl', 'period', ttl] as const) {
    const ms = readDuration(fields[name] ?? '')
    if (typeof ms === 'string') return refuse(400, ms)
    if (ms < 0) return refuse(400, `${name} must be positive`)
    if (name === 'period' && ms > 0 && !isSudo)
      return refuse(400, 'root or sudo privileges required to create periodic token')
    times[name === 'lease' ? 'ttl' : name] = Math.trunc(ms / 1000) * 1000
  }
  return times as Times
}

interface Asked {
  readonly times: Times
  readonly type: 'service' | 'batch'
  readonly policies: readonly string[]
  readonly path: string
}

/**
 * How long a new token lives at first. Of its own times and its role's the lesser holds, and the
 * maximum of the mount holds for no root token that is told nothing but its end.
 */
export function firstTtl(
  { times, type, policies, path }: Asked,
  { role, tokens, context }: Creation,
): Ttl {
  const warnings: string[] = []
  const ofRole = type === 'batch' ? undefined : role?.options
  const lesser = (what: string, own: number, roles = 0): number => {
    if (own === 0 || roles === 0) return own || roles
    const ms = Math.min(own, roles)
    warnings.push(
      `${what} specified both during creation call and in role; ` +
        `using the lesser value of ${ms / 1000} seconds`,
    )
    return ms
  }
  const endMs = lesser('Explicit max TTL', times.explicit_max_ttl, ofRole?.explicitMaxTtlMs)
  const periodMs = lesser('Period', times.period, ofRole?.periodMs)
  if (policies.includes('root') && times.ttl === 0 && periodMs === 0)
    return { ttlMs: endMs, warnings }
  const asked = { ttlMs: times.ttl, periodMs, explicitMaxTtlMs: endMs }
  const { ttlMs, warnings: more } = calculateTtl(asked, tokens.tuningOf(path), context.product)
  return { ttlMs, warnings: [...warnings, ...more] }
}
