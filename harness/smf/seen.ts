import {
  decideRetry,
  type Header,
  type Plan,
  type Rule,
  type SentToken,
} from '../../emulator/index.ts'
import type { SmfCall } from './smf-call.ts'
import type { Told } from './told.ts'
import type { Possible, TokenHistory } from './token-history.ts'

/** A token of a call, with every look-up that may have taken place. */
export interface Seen {
  readonly history: TokenHistory
  readonly possible: readonly Possible[]
}

/** What a call did to the tokens of its server, as its record tells. */
export interface Effects {
  /** Whose token the API rejected. */
  readonly rejected: readonly TokenHistory[]
  /** Whose token came. */
  readonly stored: readonly TokenHistory[]
  /** Whose token may have come; or none did and the old one serves on. */
  readonly storedOrOld: readonly TokenHistory[]
  /** Of whom nothing is known any more. */
  readonly forgotten: readonly TokenHistory[]
}

export const noEffects: Effects = { rejected: [], stored: [], storedOrOld: [], forgotten: [] }

/** How a record reads by the rules: as what they do, or as what they would not do. */
export type Reading =
  | {
      readonly kind: 'fits'
      readonly rules: readonly Rule[]
      readonly effects: Effects
      /** Whether the call ended because no token could be had. */
      readonly isTokenError: boolean
    }
  | { readonly kind: 'differs'; readonly emulated: Told; readonly product: Told }

/** Whether the cache may have answered so. */
export const canBe = (
  { possible }: Seen,
  ...kinds: readonly Possible['decision']['kind'][]
): boolean => possible.some(({ decision }) => kinds.includes(decision.kind))

/** Until when the look-ups of a call were done; it can be judged from then on. */
export const lookedUpBy = (call: SmfCall): number => {
  const { token, sentAt, receivedAt, exitAt, entryAt, retried } = call
  return token?.startAt ?? (retried ? (receivedAt ?? exitAt) : undefined) ?? sentAt ?? entryAt
}

/** The histories of some tokens. */
export const historiesOf = (seen: readonly Seen[]): readonly TokenHistory[] =>
  seen.map(({ history }) => history)

/** Which tokens the rules renew after a 401 whose headers are these, and by which rules. */
export function renewedAfter401(
  plan: Plan,
  seen: readonly Seen[],
  headers: readonly Header[],
  isFromCache: (token: Seen) => boolean,
  assume: { readonly retryFreshToken: boolean },
): { readonly renewed: readonly Seen[]; readonly rules: readonly Rule[] } {
  const sent = plan.tokens.map((token): SentToken => {
    const of = seen.find(({ history }) => history.plan.id === token.id)
    return of
      ? { kind: 'fetched', plan: token, fromCache: isFromCache(of) }
      : { kind: 'made', plan: token }
  })
  const answer = { kind: 'response', status: 401, headers, body: new Uint8Array() } as const
  const { renew, rules } = decideRetry(answer, sent, assume)
  const isRenewed = ({ history }: Seen) => renew.some((each) => each.plan.id === history.plan.id)
  return { renewed: seen.filter(isRenewed), rules }
}
