import { plainResponse } from '../../plain-http.ts'

/** The errors of RFC 6749 §5.2, and of RFC 8707 §2. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'

/** Why a request is refused; the description is ours and never holds what the request brought. */
export interface OAuthError {
  readonly error: OAuthErrorCode
  readonly description: string
  /** 400 where absent. */
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** What nobody may keep: tokens, and what is said about them. */
export const unkept = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-store',
  Pragma: 'no-cache',
}

/** A refusal, with 400 unless it says otherwise. */
export const oauthError = (
  error: OAuthErrorCode,
  description: string,
  rest: Pick<OAuthError, 'status' | 'headers'> = {},
): OAuthError => ({ error, description, ...rest })

/** The answer that tells it, as RFC 6749 §5.2 has it. */
export const refused = ({ error, description, status = 400, headers }: OAuthError): Response =>
  plainResponse(
    status,
    { ...unkept, ...headers },
    JSON.stringify({ error, error_description: description }),
  )
