import { rules as allRules, type Rule, type RuleId } from '../../emulator/index.ts'
import { formatMs } from '../time-text.ts'
import type { SmfCall } from './smf-call.ts'
import type { TokenHistory } from './token-history.ts'

/** What was done in a call, and by which rules it is or would be done. */
export interface Told {
  readonly text: string
  readonly rules: readonly Rule[]
}

const byId = new Map(allRules.map((each) => [each.id, each]))

const named = (...ids: readonly RuleId[]): readonly Rule[] => ids.map((id) => byId.get(id)!)

/** A moment to the millisecond. */
export const isoTime = (at: number): string => new Date(Math.floor(at)).toISOString()

/** What the product did with the tokens of a call, and the rules that would give that. */
export function describeProduct(call: SmfCall, histories: readonly TokenHistory[]): Told {
  const { token, retried, sentAt, apiStatus } = call
  const again = retried ? ', and the request was sent once more after a 401' : ''
  if (token) {
    const last = newest(histories, token.startAt)
    const age = last === undefined ? '' : `, ${formatMs(token.startAt - last)} after the last one`
    const failed = sentAt === undefined ? ', without success' : ''
    const text = `a token was asked for at ${isoTime(token.startAt)}${age}${failed}${again}`
    if (retried) return { text, rules: named('retry.auth-token', 'cache.rejected') }
    return { text, rules: named('cache.less-than-a-second', 'cache.empty', 'cache.cleared') }
  }
  if (retried) return { text: `no token was asked for${again}`, rules: named('cache.rejected') }
  const last = newest(histories, call.entryAt)
  const age = last === undefined ? '' : `: the one sent was ${formatMs(call.entryAt - last)} old`
  const rejected = apiStatus === 401 ? ', and the 401 went to the program' : ''
  const rules = apiStatus === 401 ? named('retry.fresh-token') : named('cache.hit')
  return { text: `no token was asked for${age}${rejected}`, rules }
}

function newest(histories: readonly TokenHistory[], at: number): number | undefined {
  const moments = histories.flatMap((each) => each.obtainedBefore(at) ?? [])
  return moments.length > 0 ? Math.max(...moments) : undefined
}
