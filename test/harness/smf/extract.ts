/** The columns of the extracts of these tests, in order. */
export const names = [
  'SMF123_SERVER_JOBNAME',
  'SMF123S2_ENDPOINT_REFERENCE',
  'SMF123S2_TIME_ZC_ENTRY',
  'SMF123S2_TIME_TOKEN_GET_START',
  'SMF123S2_TIME_TOKEN_GET_FINISH',
  'SMF123S2_TIME_ENDPOINT_SENT',
  'SMF123S2_TIME_ENDPOINT_RECEIVED',
  'SMF123S2_TIME_ZC_EXIT',
  'SMF123S2_HTTP_RESP_CODE',
  'SMF123S2_REQ_STATUS_CODE',
  'SMF123S2_REQ_RETRIED',
  'SMF123S2_USER_NAME_ASSERTED',
]

export interface RowParts {
  /** Milliseconds after noon at which the call enters. */
  readonly at?: number
  readonly server?: string
  readonly connection?: string
  readonly user?: string
  /** A time stamp in the place of `at`. */
  readonly entry?: string
  /** Whether a token was asked for: after 0 ms for 10 ms, or as it is said. */
  readonly token?: boolean | { readonly startMs: number; readonly finishMs: number }
  readonly finish?: string
  readonly sent?: string
  readonly received?: string
  readonly http?: string
  readonly status?: string
  readonly retried?: string
}

const noon = Date.UTC(2026, 0, 5, 12)

/** One record: a call of 40 ms that asks the API after 20 and hears from it after 30. */
export function rowOf(parts: RowParts): readonly string[] {
  const { at = 0, server = 'BAQSTRT1', connection = 'conn', user = 'ADA', token = true } = parts
  const time = (ms: number) => new Date(noon + at + ms).toISOString()
  const asked = token === true ? { startMs: 0, finishMs: 10 } : token
  const sent = parts.sent ?? time(20)
  return [
    server,
    connection,
    parts.entry ?? time(0),
    asked ? time(asked.startMs) : '',
    parts.finish ?? (asked ? time(asked.finishMs) : ''),
    sent,
    parts.received ?? (sent === '' ? '' : time(30)),
    time(40),
    parts.http ?? '200',
    parts.status ?? '200',
    parts.retried ?? '0',
    user,
  ]
}

/** An extract of some records. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `${[names, ...rows].map((row) => row.join(',')).join('\n')}\n`
