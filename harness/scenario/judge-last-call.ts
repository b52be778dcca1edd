import {
  returnCodes,
  tokenResult,
  type Exchanged,
  type Outcome,
  type TraceEvent,
} from '../../emulator/index.ts'
import { outcomeName } from '../call-record.ts'
import type { Observation } from '../observation.ts'
import { boundText, isWithin, quoted } from './match.ts'
import { bounded, matched, type Of, type Verdict } from './verdict.ts'

type LastCallExpectation = Of<
  | 'returnCode'
  | 'statusCode'
  | 'statusMessage'
  | 'statusMessageLength'
  | 'body'
  | 'apiStatus'
  | 'token'
>

/** Judges what the program got from its last call, and how the call came by its token. */
export function judgeLastCall(
  wanted: LastCallExpectation,
  { calls }: Observation,
): Verdict | undefined {
  const last = calls.at(-1)
  if (!last) return { code: 'NO-CALL', message: 'no call was made' }
  const { outcome, trace } = last
  switch (wanted.kind) {
    case 'returnCode': {
      if (outcome.returnCode === wanted.code) return undefined
      const message = `the program got ${outcomeText(outcome)}, expected ${wanted.code} (${returnCodes[wanted.code]})`
      return { code: 'RETURN-CODE', message }
    }
    case 'statusCode':
      if (isWithin(outcome.statusCode, wanted.bound)) return undefined
      return {
        code: 'STATUS-CODE',
        message: `the program got ${outcomeText(outcome)}, expected status code ${boundText(wanted.bound)}`,
      }
    case 'statusMessage':
      return matched('STATUS-MESSAGE', 'the message was', outcome.statusMessage, wanted.matcher)
    case 'statusMessageLength': {
      const { length } = outcome.statusMessage
      return bounded('STATUS-MESSAGE', 'the message had the length', length, wanted.bound)
    }
    case 'body': {
      const text = outcome.body && Buffer.from(outcome.body).toString('utf8')
      return matched('BODY', 'the response body was', text, wanted.matcher)
    }
    case 'apiStatus': {
      const exchange = trace.findLast((event) => isApiRequest(event))
      const { result } = exchange ?? {}
      const status = result?.kind === 'response' ? result.status : result?.kind
      if (status === wanted.status) return undefined
      const answered =
        status === undefined ? 'the API was not called' : `the API answered ${status}`
      return { code: 'API-STATUS', message: `${answered}, expected ${wanted.status}` }
    }
    case 'token': {
      const result = tokenResult(trace, wanted.element)
      if (result === wanted.is) return undefined
      const was = result ?? 'never asked for'
      return {
        code: 'TOKEN',
        message: `the token of ${wanted.element} was ${was}, expected ${wanted.is}`,
      }
    }
  }
}

const isApiRequest = (event: TraceEvent): event is Exchanged => event.kind === 'api-request'

const outcomeText = (outcome: Outcome): string =>
  `${outcomeName(outcome)} (${returnCodes[outcome.returnCode]}${outcome.statusMessage === '' ? '' : `: ${quoted(outcome.statusMessage)}`})`
