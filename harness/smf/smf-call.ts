/** One call as a record of SMF 123 subtype 2 tells it. Times are epoch milliseconds. */
export interface SmfCall {
  /** Where it stands in the extract. */
  readonly line: number
  /** The fields that tell servers apart, joined; empty where there is one server alone. */
  readonly server: string
  /** The fields that stand for the credentials, joined. */
  readonly key: string
  /** The id of the zosconnect_endpointConnection. */
  readonly connection: string
  readonly entryAt: number
  readonly exitAt?: number
  /** Absent where no token was asked for. */
  readonly token?: { readonly startAt: number; readonly finishAt: number }
  /** Absent where nothing was sent to the API. */
  readonly sentAt?: number
  readonly receivedAt?: number
  readonly retried: boolean
  /** What the API answered; absent where it did not. */
  readonly apiStatus?: number
  /** What the program was handed. */
  readonly status?: number
}
