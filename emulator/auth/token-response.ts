import { headerValue, type HttpResponse } from '../http.ts'
import { rule, type Rule } from '../rule.ts'
import { jsonPathRule, readJsonPath, valueAt } from '../token/json-path.ts'
import type { AnsweredLifetime } from '../token/lifetime.ts'
import { readToken } from '../token/token.ts'
import type { TokenAnswer } from './method.ts'

const page = 'Calling an authentication server (zosConnect-2.0)'

export const tokenInHeader = rule('response.header', {
  status: 'documented',
  source: `${page}: Figure 1, step 3`,
  says: 'with tokenLocation="header" the token is the value of the response header named',
})

export const bearerRemoved = rule('response.header-bearer', {
  status: 'assumed',
  source: 'Assumed: otherwise Bearer would be sent twice',
  says: 'a leading Bearer is removed, and of repeated headers the first counts',
})

export const tokenAsText = rule('response.text', {
  status: 'assumed',
  source: 'Assumed: the page names the format Text and not how the body is read',
  says: 'with responseFormat="Text" the token is the whole body without blanks and line ends around it',
})

export const tokenAsJwt = rule('response.jwt', {
  status: 'assumed',
  source: 'Assumed: the page names the format JWT and not how the body is read',
  says: 'with responseFormat="JWT" the body is read as text and must look like a JWT of three or five parts',
})

export const tokenInJson = rule('response.json', {
  status: 'documented',
  source: 'z/OS Connect EE endpoint connection messages: BAQR1002E',
  says: 'with responseFormat="JSON" the token stands at tokenPath of the JSON body',
})

export const lifetimePath = rule('response.lifetime-path', {
  status: 'documented',
  since: '3.0.86.0',
  source: `${page}: Access token caching`,
  says: 'tokenLifetimePath names the place of the lifetime in the JSON body',
})

export const lifetimeAnywhere = rule('response.lifetime-beside-header', {
  status: 'assumed',
  since: '3.0.86.0',
  source: `Assumed from "${page}", which asks only that the answer contains a JSON body`,
  says: 'a lifetime is read from a JSON body also where the token comes in a header',
})

export const lifetimeUnit = rule('response.lifetime-unit', {
  status: 'assumed',
  since: '3.0.86.0',
  source: 'Assumed: every known server gives seconds; the page names no unit',
  says: 'the lifetime in an answer is a number of seconds',
  other: { lifetimeUnitMs: 60_000 },
})

export const anySuccess = rule('response.success', {
  status: 'assumed',
  source: 'Assumed: which status codes count as success is not listed',
  says: 'a token request has succeeded with any status from 200 to 299, whatever the content type',
  other: { only200IsSuccess: true },
})

/** Whether a token request that was answered with this status has succeeded. */
export const isSuccess = (
  status: number,
  { only200IsSuccess }: { readonly only200IsSuccess: boolean },
): boolean => (only200IsSuccess ? status === 200 : status >= 200 && status <= 299)

/** Where an answer carries the token and its lifetime. */
export interface TokenResponsePlan {
  readonly token:
    | { readonly in: 'header'; readonly name: string }
    | { readonly in: 'text' | 'jwt' }
    | { readonly in: 'json'; readonly path: string }
  readonly lifetimePath?: string
  readonly lifetimeUnitMs: number
}

/** The token and lifetime in an answer, or what was missing. The answer's status was a success. */
export function readTokenResponse(plan: TokenResponsePlan, response: HttpResponse): TokenAnswer {
  const body = readBody(response)
  const found = findToken(plan.token, response, body)
  if ('missing' in found) return { kind: 'no-token', missing: found.missing, rules: found.rules }
  const lifetime = findLifetime(plan, body)
  const rules = [...found.rules, ...lifetimeRules(plan)]
  return { kind: 'token', token: readToken(found.text), lifetime, rules }
}

interface Body {
  readonly text: string
  /** Parsed when first asked for. */
  readonly json: () => unknown
}

function readBody({ body }: HttpResponse): Body {
  const text = Buffer.from(body).toString()
  return { text, json: () => parseJson(text) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Found =
  | { readonly text: string; readonly rules: readonly Rule[] }
  | { readonly missing: string; readonly rules: readonly Rule[] }

function findToken(
  place: TokenResponsePlan['token'],
  { headers }: HttpResponse,
  body: Body,
): Found {
  switch (place.in) {
    case 'header':
      return inHeader(headerValue(headers, place.name), place.name)
    case 'json':
      return inJson(body.json(), place.path)
    default:
      return inText(body.text.trim(), place.in)
  }
}

function inHeader(value: string | undefined, name: string): Found {
  const text = value?.replace(/^bearer(?: +|$)/i, '').trim()
  if (!text) return { missing: `no header ${name}`, rules: [tokenInHeader] }
  const hadScheme = text.length < (value ?? '').trim().length
  return { text, rules: hadScheme ? [tokenInHeader, bearerRemoved] : [tokenInHeader] }
}

function inText(text: string, format: 'text' | 'jwt'): Found {
  const rules = [format === 'jwt' ? tokenAsJwt : tokenAsText]
  if (text === '') return { missing: 'the body is empty', rules }
  if (format === 'jwt' && readToken(text).kind === 'opaque')
    return { missing: 'the body is not a JWT', rules }
  return { text, rules }
}

function inJson(json: unknown, path: string): Found {
  const rules = [tokenInJson, jsonPathRule]
  if (json === undefined) return { missing: 'the body is not JSON', rules }
  const value = atPath(json, path)
  if (typeof value !== 'string' || value === '') return { missing: `no text at ${path}`, rules }
  return { text: value, rules }
}

/** What stands at a path of server.xml; nothing stands where the text is no path. */
function atPath(json: unknown, text: string): unknown {
  const path = readJsonPath(text)
  return path && valueAt(json, path)
}

function findLifetime(plan: TokenResponsePlan, body: Body): AnsweredLifetime {
  if (plan.lifetimePath === undefined) return undefined
  const value = atPath(body.json(), plan.lifetimePath)
  if (value === undefined) return undefined
  const seconds = typeof value === 'string' ? Number(value) : value
  const ms = typeof seconds === 'number' ? seconds * plan.lifetimeUnitMs : NaN
  if (!Number.isFinite(ms) || ms <= 0)
    return { unusable: `what stands at ${plan.lifetimePath} is no positive number` }
  return { ms }
}

function lifetimeRules({ lifetimePath: path, token }: TokenResponsePlan): readonly Rule[] {
  if (path === undefined) return []
  const rules = [lifetimePath, lifetimeUnit]
  return token.in === 'header' ? [...rules, lifetimeAnywhere] : rules
}
