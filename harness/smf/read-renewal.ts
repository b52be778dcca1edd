import type { Assumptions, Plan, Rule } from '../../emulator/index.ts'
import { canBe, historiesOf, noEffects, renewedAfter401, type Reading, type Seen } from './seen.ts'
import type { SmfCall } from './smf-call.ts'
import { describeProduct, type Told } from './told.ts'

/** Whether a call was sent once more after a 401, or a token was asked for to do so. */
export function isRenewal({ retried, token, sentAt, apiStatus }: SmfCall): boolean {
  if (retried) return true
  return token !== undefined && sentAt !== undefined && token.startAt > sentAt && apiStatus === 401
}

/** Any 401 may be one that an OAuth token is renewed after: the record has no headers. */
const invalidToken = [['WWW-Authenticate', 'invalid_token']] as const

/** Reads a call whose token the API rejected and that the product did not leave at that. */
export function readRenewal(
  call: SmfCall,
  plan: Plan,
  seen: readonly Seen[],
  assume: Assumptions,
): Reading {
  const product = describeProduct(call, historiesOf(seen))
  const fromCache = (each: Seen) => canBe(each, 'hit', 'refresh')
  const { renewed, rules } = renewedAfter401(plan, seen, invalidToken, fromCache, assume)
  if (renewed.length === 0) {
    const text = 'the request is not sent again: no token of the call came out of the cache'
    return { kind: 'differs', emulated: { text, rules }, product }
  }
  if (!call.token) return foundAnother(renewed, rules, product)
  const isTokenError = !call.retried
  const missed = seen.filter((each) => !canBe(each, 'hit') && !renewed.includes(each))
  const stored = isTokenError ? [] : historiesOf([...renewed, ...missed])
  const effects = { ...noEffects, rejected: historiesOf(renewed), stored }
  return { kind: 'fits', rules, isTokenError, effects }
}

/** Sent once more without a token request: another call must have fetched a token meanwhile. */
function foundAnother(renewed: readonly Seen[], rules: readonly Rule[], product: Told): Reading {
  const hits = ({ possible }: Seen) =>
    new Set(possible.flatMap(({ decision, since }) => (decision.kind === 'hit' ? since : [])))
  if (renewed.every((each) => hits(each).size > 1))
    return { kind: 'fits', rules, effects: noEffects, isTokenError: false }
  const text = 'a new token is asked for: no other call had fetched one meanwhile'
  return { kind: 'differs', emulated: { text, rules }, product }
}
