import { headerValue, withHeader, type Header, type HttpRequest } from '../http.ts'
import { rule, type Rule } from '../rule.ts'
import type { RequestMethod } from '../config/model.ts'
import type { ChosenCredentials } from './credentials.ts'
import { bothOf } from './credentials.ts'
import type { Credentials, Unprepared } from './method.ts'
import { routed, type Route } from './route.ts'
import { breaksJson, onePass, placeholderMissing, placeholders, substitute } from './substitute.ts'

const page = 'Calling an authentication server (zosConnect-2.0)'

export const basicHeader = rule('request.header-basic', {
  status: 'documented',
  source: `${page}: User credentials`,
  says: 'with credentialLocation="header" and one header name the credentials go as HTTP basic authentication',
})

export const basicAnyName = rule('request.header-basic-any-name', {
  status: 'assumed',
  source:
    'Assumed: the mechanism is named basic authentication, only the name of the header is a setting',
  says: 'a header of another name than Authorization also carries Basic and base64 of the UTF-8 user:password',
})

export const headerPair = rule('request.header-pair', {
  status: 'documented',
  since: '3.0.70.0',
  source: `${page}: Table 1, note 3`,
  says: 'of two header names the first carries the user name and the second the password',
})

export const headerPairRaw = rule('request.header-pair-raw', {
  status: 'assumed',
  since: '3.0.70.0',
  source: 'Assumed: no encoding is described for the pair of headers',
  says: 'the two headers carry the values as they are',
})

export const inBody = rule('request.credentials-in-body', {
  status: 'documented',
  source: `${page}: Table 1`,
  says: 'with credentialLocation="body" the credentials go where requestBody has ${userid} and ${password}, and none are needed where it has neither',
})

export const missingCredentials = rule('credentials.missing', {
  status: 'assumed',
  source: 'Assumed: what happens without the credentials a header needs is not described',
  says: 'a header without user ID or password ends the call before any request is sent',
})

export const customHeaders = rule('request.custom-headers', {
  status: 'documented',
  since: '3.0.70.0',
  source: `${page}: Custom request body parameters and custom headers`,
  says: 'headers of BAQ-TOKEN-CUSTOM-HEADERS-PTR are added to the token request',
})

export const customHeaderWins = rule('request.custom-header-wins', {
  status: 'assumed',
  since: '3.0.70.0',
  source: 'Assumed: it is the only way to send another Content-Type',
  says: 'a custom header replaces one of the same name that the server sets; Host, Content-Length and hop-by-hop names are dropped',
})

export const unsendableHeader = rule('request.header-unsendable', {
  status: 'assumed',
  source: 'Assumed: nothing is said of values that would break the header section',
  says: 'a header whose name or value HTTP does not allow ends the call before any request is sent',
})

/** Everything of a token request that is known before a call. */
export interface TokenRequestPlan {
  readonly method: RequestMethod
  readonly endpoint: string
  readonly connectTimeoutMs: number
  readonly receiveTimeoutMs: number
  readonly route: Route
  readonly credentials:
    { readonly in: 'header'; readonly names: readonly string[] } | { readonly in: 'body' }
  /** Absent: no body is sent. */
  readonly body?: string
  readonly contentType: string
  readonly accept?: string
  /** Whether the fix level knows custom parameters and headers (3.0.70.0). */
  readonly takesCustom: boolean
  readonly rules: readonly Rule[]
}

/** What a program supplies beside its credentials. */
export interface CustomAreas {
  readonly parms: readonly (readonly [string, string])[]
  readonly headers: readonly Header[]
}

export interface BuiltRequest {
  readonly kind: 'built'
  readonly request: HttpRequest
  readonly rules: readonly Rule[]
  readonly warnings: readonly string[]
}

/** The token request of one call, or why there can be none. */
export function buildTokenRequest(
  plan: TokenRequestPlan,
  element: string,
  chosen: ChosenCredentials,
  custom: CustomAreas,
): BuiltRequest | Unprepared {
  const both = bothOf(chosen)
  if (plan.credentials.in === 'header' && !both) return withoutCredentials(element)
  const body = fillBody(plan, element, chosen, custom)
  if (body.kind === 'unprepared') return body
  const added = custom.headers.filter(([name]) => !isTransportHeader(name))
  const credentialHeaders = both ? headersFor(plan.credentials, both) : []
  const own: Header[] = [
    ...credentialHeaders,
    ...(body.text === undefined ? [] : [['Content-Type', plan.contentType] as const]),
    ...(plan.accept === undefined ? [] : [['Accept', plan.accept] as const]),
  ]
  const headers = added.reduce((all, [name, value]) => withHeader(all, name, value), own)
  const unsafe = headers.find(([name, value]) => !headerName.test(name) || /[\0\r\n]/.test(value))
  if (unsafe) return unsafeHeader(element, unsafe[0])
  return {
    kind: 'built',
    request: requestOf(plan, element, headers, body.text),
    rules: [...plan.rules, ...plan.route.rules, ...body.rules, ...customRules(custom, added, own)],
    warnings: [...body.warnings, ...droppedWarnings(custom.headers, added)],
  }
}

function requestOf(
  plan: TokenRequestPlan,
  element: string,
  headers: readonly Header[],
  body: string | undefined,
): HttpRequest {
  return {
    method: plan.method,
    url: plan.endpoint,
    headers: headers.map(([name, value]) => [name, asWireText(value)]),
    connectTimeoutMs: plan.connectTimeoutMs,
    receiveTimeoutMs: plan.receiveTimeoutMs,
    purpose: { kind: 'token', element },
    ...routed(plan.route),
    ...(body !== undefined && { body: Buffer.from(body) }),
  }
}

/** UTF-8 as the Latin-1 text that stands for its bytes: header values travel as bytes. */
const asWireText = (value: string): string => Buffer.from(value).toString('latin1')

function headersFor(
  plan: TokenRequestPlan['credentials'],
  { user, password }: Credentials,
): readonly Header[] {
  if (plan.in === 'body') return []
  const [first, second] = plan.names
  if (second !== undefined)
    return [
      [first!, user],
      [second, password.reveal()],
    ]
  const pair = Buffer.from(`${user}:${password.reveal()}`).toString('base64')
  return [[first!, `Basic ${pair}`]]
}

type FilledBody =
  | {
      readonly kind: 'filled'
      readonly text: string | undefined
      readonly rules: readonly Rule[]
      readonly warnings: readonly string[]
    }
  | Unprepared

function fillBody(
  plan: TokenRequestPlan,
  element: string,
  { user, password }: ChosenCredentials,
  { parms }: CustomAreas,
): FilledBody {
  if (plan.body === undefined) return { kind: 'filled', text: undefined, rules: [], warnings: [] }
  const values = new Map(plan.takesCustom ? parms : [])
  values.delete('userid')
  values.delete('password')
  if (user !== undefined) values.set('userid', user)
  if (password !== undefined) values.set('password', password.reveal())
  const filled = substitute(plan.body, (name) => values.get(name))
  if ('missing' in filled)
    return {
      kind: 'unprepared',
      message: `${element}: requestBody has \${${filled.missing}} and nobody supplies a value for it`,
      rules: [placeholderMissing],
    }
  const used = placeholders(plan.body)
  const breaking = used.filter((name) => breaksJson(values.get(name)!))
  return {
    kind: 'filled',
    text: filled.text,
    rules: used.length > 0 ? [onePass] : [],
    warnings: breaking.map((name) => `the value of \${${name}} holds characters that break JSON`),
  }
}

const transportHeaders = new Set([
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const isTransportHeader = (name: string): boolean => transportHeaders.has(name.toLowerCase())

function customRules(
  custom: CustomAreas,
  added: readonly Header[],
  own: readonly Header[],
): readonly Rule[] {
  if (custom.headers.length === 0) return []
  const replaces = added.some(([name]) => headerValue(own, name) !== undefined)
  const drops = added.length < custom.headers.length
  return replaces || drops ? [customHeaders, customHeaderWins] : [customHeaders]
}

const droppedWarnings = (all: readonly Header[], added: readonly Header[]): readonly string[] =>
  all
    .filter((header) => !added.includes(header))
    .map(([name]) => `the custom header ${name} is dropped: the server sets it itself`)

/** A token of RFC 9110, section 5.6.2. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

const withoutCredentials = (element: string): Unprepared => ({
  kind: 'unprepared',
  message: `${element}: the token request needs a user name and a password, and neither server.xml nor the program supplies both`,
  rules: [missingCredentials],
})

const unsafeHeader = (element: string, name: string): Unprepared => ({
  kind: 'unprepared',
  message: `${element}: ${JSON.stringify(name)} cannot be sent as a header: its name or its value holds characters that HTTP does not allow`,
  rules: [unsendableHeader],
})
