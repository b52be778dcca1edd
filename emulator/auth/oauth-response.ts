import type { HttpResponse } from '../http.ts'
import { rule } from '../rule.ts'
import type { AnsweredLifetime } from '../token/lifetime.ts'
import { readToken } from '../token/token.ts'
import type { TokenAnswer, Warning } from './method.ts'

export const accessToken = rule('oauth.access-token', {
  status: 'documented',
  source: 'RFC 6749, section 5.1; idea ZCEE-I-466: no other field is supported',
  says: 'the token is the text at access_token of the JSON body',
})

export const expiresIn = rule('oauth.expires-in', {
  status: 'assumed',
  source:
    'Assumed from RFC 6749, section 5.1; the moment of receipt is the only clock the server has',
  says: 'expires_in is a number of seconds from the receipt of the answer',
  other: { lifetimeFromRequest: true },
})

export const tokenType = rule('oauth.token-type', {
  status: 'assumed',
  source: 'Assumed from RFC 6749, section 7.1; an answer with token_type="mac" would settle it',
  says: 'token_type is compared with Bearer without regard to case; another one warns and the token is sent after Bearer all the same',
})

/** The access token and its lifetime in an answer of an authorization server. */
export function readOAuthResponse({ body }: HttpResponse): TokenAnswer {
  const rules = [accessToken, expiresIn]
  const json = parse(Buffer.from(body).toString())
  if (json === undefined) return { kind: 'no-token', missing: 'the body is not JSON', rules }
  const { access_token: text, expires_in: seconds, token_type: type } = json
  if (typeof text !== 'string' || text === '')
    return { kind: 'no-token', missing: 'no text at access_token', rules }
  const warning = oddType(type)
  return {
    kind: 'token',
    token: readToken(text),
    lifetime: lifetime(seconds),
    rules,
    ...(warning && { warnings: [warning] }),
  }
}

// The type is shown only where it looks like one: a server may have put a token into the wrong field.
function oddType(type: unknown): Warning | undefined {
  if (type === undefined) return undefined
  if (typeof type === 'string' && type.toLowerCase() === 'bearer') return undefined
  const isName = typeof type === 'string' && /^[A-Za-z_-]{1,16}$/.test(type)
  const shown = isName ? ` "${type}"` : ''
  const message = `the token_type${shown} of the answer is not Bearer, and the token is sent as that`
  return { message, rules: [tokenType] }
}

function lifetime(value: unknown): AnsweredLifetime {
  if (value === undefined || value === null) return undefined
  const seconds = typeof value === 'string' ? Number(value) : value
  if (typeof seconds !== 'number' || !Number.isFinite(seconds * 1000) || seconds <= 0)
    return { unusable: 'expires_in is no positive number' }
  return { ms: seconds * 1000 }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? { ...json } : undefined
  } catch {
    return undefined
  }
}
