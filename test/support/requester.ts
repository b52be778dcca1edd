import type { AuthTokenPlan } from '../../emulator/auth/auth-token.ts'
import type { RequestInfo, RequestInfoField } from '../../emulator/auth/request-info.ts'
import {
  createRequester,
  newestKnownLevel,
  planConnection,
  planContext,
  readLevel,
  requestInfoFields,
  type Assumptions,
  type Call,
  type CallResult,
  type Clock,
  type Extension,
  type FailureKind,
  type Header,
  type HttpRequest,
  type HttpResponse,
  type Level,
  type Plan,
  type Refusal,
  type Requester,
  type Saf,
  type SendFailure,
  type SigningKeys,
  type TraceEvent,
} from '../../emulator/index.ts'
import { fixedClock, type FixedClock } from './fixed-clock.ts'
import { readText, serverXml } from './server-xml.ts'

/** One scripted answer; the last one of a list is given again and again. */
export type Answer =
  | HttpResponse
  | SendFailure
  | ((request: HttpRequest) => HttpResponse | SendFailure | Promise<HttpResponse | SendFailure>)

export interface RequesterParts {
  /** The elements of server.xml; `loginXml` makes them. */
  readonly xml?: readonly string[]
  readonly level?: string
  readonly assume?: Partial<Assumptions>
  readonly extensions?: readonly Extension[]
  readonly saf?: Saf
  /** The keys of jwtBuilders; without them only sharedKey signs. */
  readonly keys?: SigningKeys
  /** What the token servers answer in order; `token-1`, `token-2` … unless the test says more. */
  readonly token?: readonly Answer[]
  /** What the API answers in order; 200 unless the test says more. */
  readonly api?: readonly Answer[]
  readonly clock?: Clock
}

/** The elements of one connection `conn` with one authToken `login`; attributes given go into their element. */
export function loginXml(parts: {
  readonly token?: string
  readonly request?: string
  readonly response?: string
  readonly server?: string
  readonly connection?: string
  readonly more?: readonly string[]
}): readonly string[] {
  const {
    token = 'tokenLifetime="1h"',
    request = 'credentialLocation="header" requestMethod="POST"',
    response = 'tokenLocation="body" responseFormat="JSON" tokenPath="$.token"',
    server = '',
    connection = 'authenticationConfigRef="login"',
    more = [],
  } = parts
  return [
    `<zosconnect_endpointConnection id="conn" host="https://api.example.com" ${connection}/>`,
    `<zosconnect_authToken id="login" authServerRef="srv" ${token}>`,
    `<tokenRequest ${request}/>`,
    `<tokenResponse ${response}/>`,
    '</zosconnect_authToken>',
    `<zosconnect_authorizationServer id="srv" tokenEndpoint="https://auth.example.com/login" ${server}/>`,
    ...more,
  ]
}

/** The elements of one connection `conn` with one oAuthConfig `oauth`; attributes given go into their element. */
export function oauthXml(parts: {
  readonly oauth?: string
  readonly server?: string
  readonly connection?: string
  readonly more?: readonly string[]
}): readonly string[] {
  const {
    oauth = 'grantType="client_credentials"',
    server = '',
    connection = 'authenticationConfigRef="oauth"',
    more = [],
  } = parts
  return [
    `<zosconnect_endpointConnection id="conn" host="https://api.example.com" ${connection}/>`,
    `<zosconnect_oAuthConfig id="oauth" authServerRef="as" ${oauth}/>`,
    `<zosconnect_authorizationServer id="as" tokenEndpoint="https://as.example.com/token" ${server}/>`,
    ...more,
  ]
}

/** The elements of one connection `conn` with one authTokenLocal `local` and its jwtBuilder. */
export function localXml(parts: {
  readonly local?: string
  readonly claims?: string
  readonly builder?: string
  readonly connection?: string
  readonly more?: readonly string[]
}): readonly string[] {
  const {
    local = '',
    claims = '',
    builder = sharedSigning,
    connection = 'authenticationConfigRef="local"',
    more = [],
  } = parts
  return [
    `<zosconnect_endpointConnection id="conn" host="https://api.example.com" ${connection}/>`,
    `<zosconnect_authTokenLocal id="local" tokenGeneratorRef="jwt" ${local}>${claims}</zosconnect_authTokenLocal>`,
    `<jwtBuilder id="jwt" ${builder}/>`,
    ...more,
  ]
}

/** What signs with a key that every server has. */
export const sharedSigning = 'signatureAlgorithm="HS256" sharedKey="shared-key"'

/** The elements of one connection `conn` with basic authentication. */
export const basicXml = (data = 'user="ada" password="hunter2"'): readonly string[] => [
  '<zosconnect_endpointConnection id="conn" host="https://api.example.com" authenticationConfigRef="data"/>',
  `<zosconnect_authData id="data" ${data}/>`,
]

/** Client ID and secret of server.xml for the server of `oauthXml`. */
export const serverClient = {
  server: 'basicAuthRef="client"',
  more: ['<zosconnect_authData id="client" user="app" password="s3cret"/>'],
}

export interface StartedRequester {
  readonly requester: Requester
  /** Every request that was sent, token server and API, in order. */
  readonly requests: readonly HttpRequest[]
  readonly tokenRequests: () => readonly HttpRequest[]
  readonly apiRequests: () => readonly HttpRequest[]
  /** The plan of the connection `conn`. */
  readonly plan: () => Plan | Refusal
  /** A call with the fields a program sets; `api.example.com/orders` is asked with GET. */
  readonly call: (fields?: Fields, overrides?: Partial<Call>) => Promise<CallResult>
}

/** Fields as text, or with a -LEN of their own. */
export type Fields = Readonly<
  Partial<Record<RequestInfoField, string | { readonly value: string; readonly length: number }>>
>

/** What a program supplies where a test does not care. */
export const someone: Fields = { tokenUsername: 'ada', tokenPassword: 'lovelace' }

/** BAQ-REQUEST-INFO of the fields that are given. */
export function requestInfo(fields: Fields, compLevel?: number): RequestInfo {
  const names = Object.keys(requestInfoFields) as RequestInfoField[]
  const entries = names.flatMap((name) => {
    const field = fields[name]
    if (field === undefined) return []
    return [[name, typeof field === 'string' ? { value: field } : field] as const]
  })
  return { fields: Object.fromEntries(entries), ...(compLevel !== undefined && { compLevel }) }
}

/** The plan of the one authToken of a connection. */
export function authTokenOf(plan: Plan | Refusal): AuthTokenPlan {
  if (plan.kind === 'refusal') throw new Error(plan.message)
  const [token] = plan.tokens
  if (token?.kind !== 'authToken') throw new Error('the plan has no authToken')
  return token
}

/** A server with an empty cache behind scripted servers, and a record of what it sent. */
export function startRequester(parts: RequesterParts & { readonly clock: Clock }): StartedRequester
export function startRequester(
  parts?: RequesterParts,
): StartedRequester & { readonly clock: FixedClock }
export function startRequester(parts: RequesterParts = {}): StartedRequester & {
  readonly clock: Clock
} {
  const { xml = loginXml({}), assume = {}, clock = fixedClock(), extensions, saf, keys } = parts
  const given = { ...(extensions && { extensions }), ...(saf && { saf }) }
  const level = levelOf(parts.level)
  const { config } = readText(serverXml(...xml), { level, assume })
  if (!config) throw new Error('the server.xml of this test cannot be read')
  const requests: HttpRequest[] = []
  const numbered = () => json({ token: `token-${tokenRequests().length}` })
  const scripts = { token: parts.token ?? [numbered], api: parts.api ?? [ok] }
  const tokenRequests = () => requests.filter(({ purpose }) => purpose.kind === 'token')
  const apiRequests = () => requests.filter(({ purpose }) => purpose.kind === 'api')
  const requester = createRequester({
    config,
    level,
    clock,
    assume,
    ...given,
    ...(keys && { keys }),
    async send(request) {
      requests.push(request)
      const { kind } = request.purpose
      const sent = requests.filter(({ purpose }) => purpose.kind === kind).length
      const answer = scripts[kind][Math.min(sent, scripts[kind].length) - 1]!
      return typeof answer === 'function' ? answer(request) : answer
    },
  })
  return {
    requester,
    requests,
    tokenRequests,
    apiRequests,
    clock,
    plan: () => planConnection(config, 'conn', planContext(level, { assume, ...given })),
    call: (fields = someone, overrides = {}) =>
      requester.call({
        connection: 'conn',
        method: 'GET',
        path: '/orders',
        headers: [],
        requestInfo: requestInfo(fields),
        ...overrides,
      }),
  }
}

const levelOf = (text: string | undefined): Level =>
  text === undefined ? newestKnownLevel : readLevel(text)!

/** An answer with a status, a text as its body and headers. */
export const answer = (
  status: number,
  body = '',
  headers: readonly Header[] = [],
): HttpResponse => ({ kind: 'response', status, headers, body: new TextEncoder().encode(body) })

/** An answer of 200 with JSON. */
export const json = (value: unknown): HttpResponse => answer(200, JSON.stringify(value))

export const ok = answer(200, 'fine')
export const unauthorized = answer(401, 'who are you?')

/** The network failing in one way. */
export const failure = (kind: FailureKind, detail = `it is ${kind}`): SendFailure => ({
  kind,
  detail,
})

/** The body of a request as text; undefined where it has none. */
export const bodyOf = (request: HttpRequest | undefined): string | undefined =>
  request?.body && new TextDecoder().decode(request.body)

/** The event of one kind that came last. */
export const lastOf = <K extends TraceEvent['kind']>(
  trace: readonly TraceEvent[],
  kind: K,
): Extract<TraceEvent, { kind: K }> =>
  trace.findLast((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind)!

/** The ids of the rules that a decision rests on. */
export const idsOf = ({ rules }: { readonly rules: readonly { readonly id: string }[] }) =>
  rules.map(({ id }) => id)

/** The kinds of events of a call, in order, short enough to read. */
export const kindsOf = (trace: readonly TraceEvent[]): readonly string[] =>
  trace.map((event) => (event.kind === 'lookup' ? `lookup ${event.result}` : event.kind))

/** The form fields of a request in their order. */
export const formOf = (
  request: HttpRequest | undefined,
): readonly (readonly [string, string])[] => [...new URLSearchParams(bodyOf(request) ?? '')]

/** The value of a header; undefined where the request has none. */
export const headerOf = (request: HttpRequest | undefined, name: string): string | undefined =>
  request?.headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1]

/** An answer of an authorization server. */
export const issued = (more: object = {}, token = 'oauth-token'): HttpResponse =>
  json({ access_token: token, token_type: 'Bearer', expires_in: 60, ...more })

/** The ids of all rules that a trace speaks of. */
export const allIdsOf = (trace: readonly TraceEvent[]): readonly string[] => trace.flatMap(idsOf)
