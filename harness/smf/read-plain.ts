import type { Assumptions, Plan, Rule } from '../../emulator/index.ts'
import {
  canBe,
  historiesOf,
  noEffects,
  renewedAfter401,
  type Effects,
  type Reading,
  type Seen,
} from './seen.ts'
import type { SmfCall } from './smf-call.ts'
import { describeProduct, isoTime, type Told } from './told.ts'

/** Reads a call that asked for its tokens first, or for none, and was sent once. */
export function readPlain(
  call: SmfCall,
  plan: Plan,
  seen: readonly Seen[],
  assume: Assumptions,
): Reading {
  const product = describeProduct(call, historiesOf(seen))
  if (!call.token) {
    const barred = seen.find((each) => !canBe(each, 'hit'))
    if (barred) return { kind: 'differs', emulated: askedFor(barred), product }
    return readAnswer(call, plan, seen, [], { assume, product, effects: noEffects })
  }
  const asking = seen.filter((each) => canBe(each, 'miss', 'refresh'))
  if (asking.length === 0) return { kind: 'differs', emulated: notAskedFor(seen[0]), product }
  // Whoever cannot have been found in the cache was asked for; else anybody may have been.
  const surely = asking.filter((each) => !canBe(each, 'hit'))
  const asked = surely.length > 0 ? surely : asking
  const effects = call.sentAt === undefined ? noEffects : effectsOf(asked, assume)
  return readAnswer(call, plan, seen, asked, { assume, product, effects })
}

interface Known {
  readonly assume: Assumptions
  readonly product: Told
  readonly effects: Effects
}

/** The answer of the API: a 401 went to the program though the rules may send the request again. */
function readAnswer(
  { sentAt, apiStatus }: SmfCall,
  plan: Plan,
  seen: readonly Seen[],
  asked: readonly Seen[],
  { assume, product, effects }: Known,
): Reading {
  const found = seen.filter((each) => !asked.includes(each))
  const rules = [
    ...asked.flatMap((each) => rulesOf(each, false)),
    ...found.flatMap((each) => rulesOf(each, true)),
  ]
  const fits = { kind: 'fits', effects, isTokenError: sentAt === undefined } as const
  if (apiStatus !== 401) return { ...fits, rules }
  // The record has no headers: what needs one to be tried again is taken as it was seen.
  const retry = renewedAfter401(plan, seen, [], (each) => found.includes(each), assume)
  if (retry.renewed.length === 0) return { ...fits, rules: [...rules, ...retry.rules] }
  const text = 'the request is sent once more: the API answered 401 to a token out of the cache'
  return { kind: 'differs', emulated: { text, rules: retry.rules }, product }
}

/** A token that was to be refreshed may still be the old one. */
function effectsOf(asked: readonly Seen[], { refreshFallsBack }: Assumptions): Effects {
  const [old, fresh] = [true, false].map((is) =>
    asked.filter((each) => (refreshFallsBack && canBe(each, 'refresh')) === is),
  )
  return { ...noEffects, stored: historiesOf(fresh!), storedOrOld: historiesOf(old!) }
}

const rulesOf = ({ possible }: Seen, isHit: boolean): readonly Rule[] =>
  possible.find(({ decision }) => (decision.kind === 'hit') === isHit)?.decision.rules ?? []

const askedFor = ({ history, possible }: Seen): Told => ({
  text: `${history.plan.id}: a token is asked for`,
  rules: possible.at(-1)?.decision.rules ?? [],
})

function notAskedFor(token: Seen | undefined): Told {
  const decision = token?.possible.at(-1)?.decision
  if (!token || decision?.kind !== 'hit')
    return { text: 'no token is asked for: the connection needs none from a server', rules: [] }
  const { obtainedAt, expiresAt } = decision.entry
  const kept = `the cached one of ${isoTime(obtainedAt)}, kept until ${isoTime(expiresAt)}, is sent`
  return { text: `${token.history.plan.id}: no token is asked for, ${kept}`, rules: decision.rules }
}
