import {
  apiOutcome,
  tokenOutcome,
  type Assumptions,
  type Plan,
  type Rule,
} from '../../emulator/index.ts'
import type { SmfCall } from './smf-call.ts'
import type { Told } from './told.ts'

/** The status the program gets by the rules, beside the one it was handed. */
export type StatusVerdict =
  | { readonly differs: false; readonly rules: readonly Rule[] }
  | { readonly differs: true; readonly emulated: Told; readonly product: Told }

/** Compares what the program was handed with what the rules hand it after the same answers. */
export function statusOf(
  call: SmfCall,
  plan: Plan,
  assume: Assumptions,
  isTokenError: boolean,
): StatusVerdict {
  const { statusCode, rules } = isTokenError
    ? tokenOutcome({ kind: 'refused', detail: 'not told' }, undefined, assume)
    : apiOutcome(apiResult(call, plan), assume)
  if (call.status === undefined || call.status === statusCode) return { differs: false, rules }
  const cause = isTokenError ? 'no token could be had' : causeOf(call)
  return {
    differs: true,
    emulated: { text: `the program gets ${statusCode}: ${cause}`, rules },
    product: { text: `the program got ${call.status}`, rules: [] },
  }
}

type ApiResult = Parameters<typeof apiOutcome>[0]

/** What came back from the API, as far as a record tells: without a status it was silent, or not there. */
function apiResult({ apiStatus, sentAt, receivedAt, exitAt }: SmfCall, plan: Plan): ApiResult {
  if (apiStatus !== undefined)
    return { kind: 'response', status: apiStatus, headers: [], body: new Uint8Array() }
  const waitedMs = (receivedAt ?? exitAt ?? sentAt!) - sentAt!
  const kind = waitedMs >= plan.receiveTimeoutMs ? 'receive-timeout' : 'refused'
  return { kind, detail: 'not told' }
}

const causeOf = ({ apiStatus }: SmfCall): string =>
  apiStatus === undefined ? 'the API did not answer' : `the API answered ${apiStatus}`
