import type { JWTPayload } from 'jose'
import { rule } from '../rule.ts'
import type { TokenConsumer } from './decision.ts'

export const usedOnce = rule('inbound.replay', {
  status: 'documented',
  source: 'jti time not honored once JWT is used in z/OS Connect EE; Open Liberty: tokenReuse',
  says: 'where tokenReuse is false a second token with the same iss and jti is refused; one without jti may come again',
})

/** So many tokens are remembered before those that are over are forgotten. */
const keptAnyway = 10_000

/** The tokens a server has accepted and would not accept again. */
export class UsedTokens {
  readonly #until = new Map<string, number>()
  #sweepAt = keptAnyway

  /** Remembers a token that was accepted; false where it was there before. */
  use(claims: JWTPayload, consumer: TokenConsumer, now: number): boolean {
    const { jti, iss, exp = Infinity } = claims
    if (consumer.tokenReuse.value || jti === undefined) return true
    const key = JSON.stringify([iss, jti])
    if (this.#until.has(key)) return false
    if (this.#until.size >= this.#sweepAt) this.#forget(now)
    this.#until.set(key, exp * 1000 + consumer.clockSkewMs.value)
    return true
  }

  /** Beyond its end a token is refused as expired. */
  #forget(now: number): void {
    for (const [key, until] of this.#until) if (until <= now) this.#until.delete(key)
    this.#sweepAt = Math.max(keptAnyway, 2 * this.#until.size)
  }
}
