import { rule } from '../rule.ts'
import type { Call } from './call.ts'
import type { CallResult } from './requester.ts'
import type { Exchanged } from './trace.ts'

const page = 'API requester data from SMF type 123 subtype 2 version 2 records'

export const smfStatusCodes = rule('smf.status-codes', {
  status: 'documented',
  source: `${page}: SMF123S2_HTTP_RESP_CODE, SMF123S2_REQ_STATUS_CODE`,
  says: 'a record has the status the API answered with and the one handed to the program, each in a field of its own',
})

export const smfRetried = rule('smf.retried', {
  status: 'documented',
  source: `${page}: SMF123S2_REQ_RETRIED`,
  says: 'a record says whether the request to the API was sent once more after a 401',
})

export const smfTokenTimes = rule('smf.token-times', {
  status: 'assumed',
  source: `Assumed: "${page}" has one pair of times for one or more tokens and does not speak of a retry; records of retried calls would settle it`,
  says: 'the token times go from the start of the first token request of a call to the end of the last, and are empty where none was made',
})

export const smfEndpointTimes = rule('smf.endpoint-times', {
  status: 'assumed',
  source: `Assumed: "${page}" has one pair of times for the API; records of retried calls would settle it`,
  says: 'the API times go from the first request that was sent to the last answer',
})

/** The fields of a record that baqlab writes and reads, as IBM names them, in the order in which it writes them. */
export const smfFields = [
  'SMF123_SERVER_JOBNAME',
  'SMF123S2_REQ_ID',
  'SMF123S2_REQ_APP_TYPE',
  'SMF123S2_API_REQ_NAME',
  'SMF123S2_ENDPOINT_REFERENCE',
  'SMF123S2_ENDPOINT_HOST',
  'SMF123S2_ENDPOINT_PORT',
  'SMF123S2_ENDPOINT_METHOD',
  'SMF123S2_ENDPOINT_FULL_PATH',
  'SMF123S2_USER_NAME',
  'SMF123S2_USER_NAME_ASSERTED',
  'SMF123S2_TIME_ZC_ENTRY',
  'SMF123S2_TIME_TOKEN_GET_START',
  'SMF123S2_TIME_TOKEN_GET_FINISH',
  'SMF123S2_TIME_ENDPOINT_SENT',
  'SMF123S2_TIME_ENDPOINT_RECEIVED',
  'SMF123S2_TIME_ZC_EXIT',
  'SMF123S2_HTTP_RESP_CODE',
  'SMF123S2_REQ_STATUS_CODE',
  'SMF123S2_REQ_RETRIED',
] as const

export type SmfField = (typeof smfFields)[number]

/** What z/OS Connect writes down of one call; a field without a value is empty. */
export type SmfRecord = Readonly<Record<SmfField, string>>

/** A call that a server has served, and what of it stands nowhere in its trace. */
export interface ServedCall {
  /** The job name of the server. */
  readonly job: string
  /** Unique within the server. */
  readonly id: number
  readonly program: 'cics' | 'ims' | 'batch'
  /** The name of the API requester. */
  readonly requester: string
  readonly call: Call
  /** Epoch milliseconds. */
  readonly enteredAt: number
  readonly result: CallResult
}

const applicationTypes = { cics: '1', ims: '2', batch: '3' } as const

/** The record of a served call; no query, no header and no body is in it. */
export function smfRecord(served: ServedCall): SmfRecord {
  const { call, result } = served
  const { trace, outcome } = result
  const asked = trace.filter((event): event is Exchanged => event.kind === 'token-request')
  const sent = trace.filter((event): event is Exchanged => event.kind === 'api-request')
  const answer = sent.at(-1)?.result
  const endpoint = sent[0] && new URL(sent[0].request.url)
  return {
    SMF123_SERVER_JOBNAME: served.job,
    SMF123S2_REQ_ID: String(served.id),
    SMF123S2_REQ_APP_TYPE: applicationTypes[served.program],
    SMF123S2_API_REQ_NAME: served.requester,
    SMF123S2_ENDPOINT_REFERENCE: call.connection,
    SMF123S2_ENDPOINT_HOST: endpoint?.hostname ?? '',
    SMF123S2_ENDPOINT_PORT: endpoint ? endpoint.port || defaultPorts[endpoint.protocol]! : '',
    SMF123S2_ENDPOINT_METHOD: call.method,
    SMF123S2_ENDPOINT_FULL_PATH: endpoint?.pathname ?? '',
    SMF123S2_USER_NAME: call.linkUser ?? '',
    SMF123S2_USER_NAME_ASSERTED: call.assertedUser ?? '',
    SMF123S2_TIME_ZC_ENTRY: smfTime(served.enteredAt),
    SMF123S2_TIME_TOKEN_GET_START: smfTime(asked[0]?.at),
    SMF123S2_TIME_TOKEN_GET_FINISH: smfTime(asked.at(-1)?.endedAt),
    SMF123S2_TIME_ENDPOINT_SENT: smfTime(sent[0]?.at),
    SMF123S2_TIME_ENDPOINT_RECEIVED: smfTime(sent.at(-1)?.endedAt),
    SMF123S2_TIME_ZC_EXIT: smfTime(trace.at(-1)?.at),
    SMF123S2_HTTP_RESP_CODE: answer?.kind === 'response' ? String(answer.status) : '',
    SMF123S2_REQ_STATUS_CODE: String(outcome.statusCode),
    SMF123S2_REQ_RETRIED: sent.length > 1 ? '1' : '0',
  }
}

const defaultPorts: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

/** A moment to the nanosecond, as `2026-01-05T00:00:00.000015625Z`; empty for none. */
function smfTime(at: number | undefined): string {
  if (at === undefined) return ''
  const whole = Math.floor(at)
  const nanoseconds = String(Math.round((at - whole) * 1e6)).padStart(6, '0')
  return new Date(whole).toISOString().replace('Z', `${nanoseconds}Z`)
}
