import type { Product } from './product.ts'
import { systemTtlMs } from './token.ts'

/** What a mount says of the times of its tokens, in milliseconds. */
export interface Tuning {
  readonly defaultTtlMs: number
  readonly maxTtlMs: number
  /** The type of the tokens that logins there give. */
  readonly tokenType?: string
}

/** The type of the tokens there, by what their role or user says. */
export function typeAt(
  { tokenType = 'default-service' }: Tuning,
  own: string,
): 'service' | 'batch' {
  const decided = tokenType.startsWith('default') && own !== 'default' ? own : tokenType
  return decided.endsWith('batch') ? 'batch' : 'service'
}

export const systemTuning: Tuning = { defaultTtlMs: systemTtlMs, maxTtlMs: systemTtlMs }

/** What a time is worked out from; 0 or nothing where that is not said. */
export interface TtlAsked {
  readonly incrementMs?: number
  readonly ttlMs?: number
  readonly periodMs?: number
  readonly maxTtlMs?: number
  readonly explicitMaxTtlMs?: number
  /** How long ago the token was issued. */
  readonly ageMs?: number
}

/** How long a token lives from now, and what Vault says of the time it was asked for. */
export interface Ttl {
  readonly ttlMs: number
  readonly warnings: readonly string[]
}

/**
 * A period is as long as it is asked for up to the maximum, and every other time ends with the maximum.
 * @see https://developer.hashicorp.com/vault/docs/concepts/tokens#token-time-to-live-periodic-tokens-and-explicit-max-ttls
 */
export function calculateTtl(asked: TtlAsked, tuning: Tuning, { shownTtl }: Product): Ttl {
  const { incrementMs = 0, periodMs = 0, explicitMaxTtlMs = 0, ageMs = 0 } = asked
  const limits = [tuning.maxTtlMs, asked.maxTtlMs ?? 0, explicitMaxTtlMs].filter((ms) => ms > 0)
  const maxTtlMs = Math.min(...limits)
  const warnings: string[] = []
  const capped = (what: string, ms: number, leftMs: number): number => {
    if (ms <= leftMs) return ms
    warnings.push(
      `${what} of "${shownTtl(ms)}" exceeded the effective max_ttl of "${shownTtl(leftMs)}"; ` +
        `${what} value is capped accordingly`,
    )
    return leftMs
  }
  const endMs = periodMs > 0 ? explicitMaxTtlMs || Infinity : maxTtlMs
  const ttlMs =
    periodMs > 0
      ? capped('period', periodMs, maxTtlMs)
      : incrementMs || asked.ttlMs || tuning.defaultTtlMs
  return { ttlMs: capped('TTL', ttlMs, endMs - ageMs), warnings }
}
