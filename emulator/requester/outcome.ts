import type { Assumptions } from '../assumed.ts'
import type { Unmade } from '../auth/method.ts'
import type { HttpResponse, SendFailure } from '../http.ts'
import { rule, type Rule } from '../rule.ts'

const copybook = 'Copybook BAQRINFO'

export const success = rule('outcome.success', {
  status: 'documented',
  source: `${copybook}: BAQ-SUCCESS`,
  says: 'an answer of the API with a status from 200 to 299 gives return code 0, its status code and its body',
})

export const errorInApi = rule('outcome.error-in-api', {
  status: 'documented',
  source: `${copybook} and IBM's sample BAQAUTHO: BAQ-ERROR-IN-API`,
  says: 'any other answer of the API gives return code 1, its status code and its body as the message',
})

export const messageCut = rule('outcome.message-cut', {
  status: 'assumed',
  source: `Assumed from ${copybook}, where BAQ-STATUS-MESSAGE is PIC X(1024)`,
  says: 'a message longer than 1024 characters is cut',
})

export const redirectNotFollowed = rule('outcome.redirect', {
  status: 'assumed',
  source: 'Assumed: nothing is said of redirects',
  says: 'a redirect is not followed: from a token server it is a failure, from the API an error of the API',
})

export const unprepared = rule('outcome.t1', {
  status: 'assumed',
  source: 'Assumed: the code for a call that cannot be made ready is not documented',
  says: 'a call whose token request cannot be made ready ends with return code 2 and status code 500',
  other: { tokenFailureStatus: 503 },
})

export const tokenServerDown = rule('outcome.t2', {
  status: 'assumed',
  source: 'Assumed from the endpoint connection messages; the id BAQR1006E is counted, not seen',
  says: 'a token server that cannot be reached gives return code 2, status code 500 and BAQR1006E with the cause',
  other: { tokenFailureStatus: 503 },
})

export const tokenRefused = rule('outcome.t3', {
  status: 'assumed',
  source: 'Assumed from the endpoint connection messages; the id BAQR1006E is counted, not seen',
  says: 'an error answer of a token server gives return code 2, status code 500 and BAQR1006E with its status and 200 characters of its body',
  other: { tokenFailureStatus: 503 },
})

export const tokenRefusedSilently = rule('outcome.t4', {
  status: 'assumed',
  source: 'Assumed from the endpoint connection messages; the id BAQR1007E is counted, not seen',
  says: 'an error answer of a token server with an empty body gives return code 2, status code 500 and BAQR1007E with its status',
  other: { tokenFailureStatus: 503 },
})

export const tokenMissing = rule('outcome.t5', {
  status: 'assumed',
  source: 'Assumed: no message for a missing token was seen',
  says: 'a successful answer without a token at its place gives return code 2, status code 500 and BAQR1006E with what was missing',
  other: { tokenFailureStatus: 503 },
})

export const apiUnreachable = rule('outcome.a2', {
  status: 'assumed',
  source: 'Assumed: the failure is neither the answer of an API nor one of the stub',
  says: 'an API that cannot be reached gives return code 2 and status code 500',
  other: { apiUnreachableStatus: 503 },
})

export const apiTimeout = rule('outcome.a3', {
  status: 'assumed',
  source: 'Assumed: the status code after receiveTimeout is not documented',
  says: 'an API that does not answer within receiveTimeout gives return code 2 and status code 504',
  other: { apiTimeoutStatus: 500 },
})

export const stubTimeout = rule('outcome.stub-timeout', {
  status: 'assumed',
  source: `Assumed from ${copybook}: BAQ-ERROR-NO-RESPONSE; its exact trigger is not documented`,
  says: 'a program whose BAQTIMEOUT passes gets return code 4 while the server goes on; nothing is sent again',
  other: { stubTimeoutStatus: 504 },
})

/** The 88-level names of BAQ-RETURN-CODE, by value. */
export const returnCodes = [
  'BAQ-SUCCESS',
  'BAQ-ERROR-IN-API',
  'BAQ-ERROR-IN-ZCEE',
  'BAQ-ERROR-IN-STUB',
  'BAQ-ERROR-NO-RESPONSE',
] as const

export type ReturnCode = 0 | 1 | 2 | 3 | 4

/** What the z/OS program finds in BAQ-RESPONSE-INFO and its response area. */
export interface Outcome {
  readonly returnCode: ReturnCode
  readonly statusCode: number
  /** At most 1024 characters, the size of BAQ-STATUS-MESSAGE. */
  readonly statusMessage: string
  /** The response of the API; only with return code 0. */
  readonly body?: Uint8Array
  readonly rules: readonly Rule[]
}

/** The size of BAQ-STATUS-MESSAGE in characters. */
const messageSize = 1024

/** An outcome that is no success; a longer message is cut. */
export function failed(
  returnCode: 1 | 2 | 3 | 4,
  statusCode: number,
  message: string,
  ...rules: readonly Rule[]
): Outcome {
  const statusMessage = message.slice(0, messageSize)
  const cut = statusMessage.length < message.length ? [messageCut] : []
  return { returnCode, statusCode, statusMessage, rules: [...rules, ...cut] }
}

/** What the program gets when the API has answered, or could not. */
export function apiOutcome(result: HttpResponse | SendFailure, assume: Assumptions): Outcome {
  if (result.kind === 'receive-timeout')
    return failed(
      2,
      assume.apiTimeoutStatus,
      `the API did not answer: ${result.detail}`,
      apiTimeout,
    )
  if (result.kind !== 'response')
    return failed(
      2,
      assume.apiUnreachableStatus,
      `the API could not be reached: ${result.detail}`,
      apiUnreachable,
    )
  const { status, body } = result
  if (status >= 200 && status < 300)
    return { returnCode: 0, statusCode: status, statusMessage: '', body, rules: [success] }
  const isRedirect = status >= 300 && status < 400
  const rules = isRedirect ? [errorInApi, redirectNotFollowed] : [errorInApi]
  return failed(1, status, Buffer.from(body).toString('utf8'), ...rules)
}

/** What the program gets when no token request could be made. */
export const unpreparedOutcome = (
  message: string,
  rules: readonly Rule[],
  assume: Assumptions,
): Outcome => failed(2, assume.tokenFailureStatus, message, unprepared, ...rules)

/** What the program gets when a JWT could not be made, or may not be. */
export const unmadeOutcome = ({ because, message, rules }: Unmade, assume: Assumptions): Outcome =>
  failed(
    2,
    because === 'key' ? assume.tokenFailureStatus : assume.notPermittedStatus,
    message,
    ...rules,
  )

/** What the program gets when a token server gave no token; `missing` where its answer was a success. */
export function tokenOutcome(
  result: HttpResponse | SendFailure,
  missing: string | undefined,
  assume: Assumptions,
): Outcome {
  const fail = (message: string, ...rules: readonly Rule[]) =>
    failed(2, assume.tokenFailureStatus, message, ...rules)
  if (result.kind !== 'response')
    return fail(
      `BAQR1006E: no access to the authentication server: ${result.detail}`,
      tokenServerDown,
    )
  const { status, body } = result
  if (missing !== undefined)
    return fail(`BAQR1006E: the authentication server gave no token: ${missing}`, tokenMissing)
  const redirect = status >= 300 && status < 400 ? [redirectNotFollowed] : []
  if (body.length === 0)
    return fail(
      `BAQR1007E: the authentication server answered ${status} without a body`,
      tokenRefusedSilently,
      ...redirect,
    )
  const start = Buffer.from(body).toString('utf8').slice(0, 200)
  return fail(
    `BAQR1006E: the authentication server answered ${status}: ${start}`,
    tokenRefused,
    ...redirect,
  )
}
