import type { RequestInfo } from '../auth/request-info.ts'
import type { Header } from '../http.ts'

/** What the stub hands to the z/OS Connect server. */
export interface Call {
  /** The id of the endpoint connection. */
  readonly connection: string
  readonly method: string
  /** Path and query, with a leading slash. */
  readonly path: string
  readonly headers: readonly Header[]
  readonly body?: Uint8Array
  readonly requestInfo: RequestInfo
  /** The owner of the CICS task, the IMS transaction or the job. */
  readonly assertedUser?: string
  /** The user the stub has logged on to the server with. */
  readonly linkUser?: string
}
