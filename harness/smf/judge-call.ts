import type { Assumptions, Plan, Refusal, Rule } from '../../emulator/index.ts'
import { statusOf } from './predicted-status.ts'
import { readPlain } from './read-plain.ts'
import { isRenewal, readRenewal } from './read-renewal.ts'
import { canBe, historiesOf, lookedUpBy, noEffects, type Effects, type Seen } from './seen.ts'
import type { SmfCall } from './smf-call.ts'
import { describeProduct, type Told } from './told.ts'
import type { TokenHistory } from './token-history.ts'

/** What the rules make of one call, beside what the product did. */
export type Judged = { readonly effects: Effects } & (
  | { readonly kind: 'same'; readonly rules: readonly Rule[] }
  | { readonly kind: 'undecided'; readonly because: Undecided }
  | { readonly kind: 'different'; readonly emulated: Told; readonly product: Told }
)

export type Undecided = 'before the first known fetch' | 'nothing was sent'

/** Compares one call with what the rules can have done, given what was known of its tokens. */
export function judgeCall(
  call: SmfCall,
  plan: Plan | Refusal,
  histories: readonly TokenHistory[],
  assume: Assumptions,
): Judged {
  if (plan.kind === 'refusal') return judgeRefused(call, plan)
  if (!call.token && call.sentAt === undefined)
    return { kind: 'undecided', because: 'nothing was sent', effects: noEffects }
  const [from, to] = [call.entryAt, lookedUpBy(call)]
  const seen = histories.map((history) => ({ history, possible: history.lookups(from, to) }))
  const reading = (isRenewal(call) ? readRenewal : readPlain)(call, plan, seen, assume)
  if (reading.kind === 'fits') {
    const { effects, rules, isTokenError } = reading
    const status = statusOf(call, plan, assume, isTokenError)
    if (!status.differs) return { kind: 'same', rules: [...rules, ...status.rules], effects }
    return { kind: 'different', emulated: status.emulated, product: status.product, effects }
  }
  const { emulated, product } = reading
  const effects = effectsAnyway(call, seen)
  return histories.every((each) => each.isKnown(from, to))
    ? { kind: 'different', emulated, product, effects }
    : { kind: 'undecided', because: 'before the first known fetch', effects }
}

/** An element with a configuration error lets nothing be sent. */
function judgeRefused(call: SmfCall, { message, rules }: Refusal): Judged {
  if (!call.token && call.sentAt === undefined) return { kind: 'same', rules, effects: noEffects }
  const emulated = { text: `nothing is sent: ${message}`, rules }
  return { kind: 'different', emulated, product: describeProduct(call, []), effects: noEffects }
}

/** The product goes on with the token it fetched, whatever the rules say of it. */
function effectsAnyway({ token, sentAt }: SmfCall, seen: readonly Seen[]): Effects {
  if (!token || sentAt === undefined) return noEffects
  const missing = seen.filter((each) => !canBe(each, 'hit'))
  if (missing.length > 0) return { ...noEffects, stored: historiesOf(missing) }
  // One token can only be the one that came; of several nobody knows which.
  return { ...noEffects, [seen.length === 1 ? 'stored' : 'forgotten']: historiesOf(seen) }
}
