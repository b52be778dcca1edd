import { plainResponse } from '../plain-http.ts'

const json = { 'Content-Type': 'application/json' }

/** An answer that says no and why; the caller sees to it that `error` holds no secret. */
export function refusal(
  status: number,
  error: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return plainResponse(status, { ...json, ...headers }, JSON.stringify({ error }))
}

/** The answer to a request beyond a rate; Retry-After counts whole seconds. */
export const tooManyRequests = (retryAfterMs: number): Response =>
  refusal(429, 'too many requests', { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) })

/** The answer to a request without the right user name and password. */
export const wrongCredentials = (challenge: 'basic' | 'none'): Response =>
  refusal(
    401,
    'credentials are missing or wrong',
    challenge === 'basic' ? { 'WWW-Authenticate': 'Basic realm="baqlab"' } : {},
  )

/** The answer to a user who was wrong too often, whatever the password is this time. */
export const lockedOut = (): Response => refusal(403, 'locked out')
