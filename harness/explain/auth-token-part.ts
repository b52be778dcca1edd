import {
  authToken,
  placeholders,
  type AuthTokenPlan,
  type RequestInfo,
  type RequestInfoField,
} from '../../emulator/index.ts'
import { rulesOf, timeText, type Fact, type Part } from './explanation.ts'
import { keptFacts, useFacts } from './kept-facts.ts'
import { bodyShape, urlShape } from './shape.ts'

/** What a zosconnect_authToken sends, reads and keeps. */
export function authTokenPart(plan: AuthTokenPlan): Part {
  const { request, response, lifetime, refreshRateMs } = plan
  return {
    key: `authToken ${plan.id}`,
    title: `token of authToken ${plan.id}`,
    at: plan.at,
    facts: [
      {
        label: 'request',
        text: `${request.method} ${urlShape(request.endpoint)}`,
        concern: 'sent',
        rules: rulesOf(request.rules, 'request.method'),
      },
      credentials(plan),
      ...headers(plan),
      ...body(plan),
      {
        label: 'waits',
        text: `${timeText(request.connectTimeoutMs)} to connect, ${timeText(request.receiveTimeoutMs)} for the answer`,
        concern: 'sent',
        rules: [],
      },
      { label: 'answer', text: answer(response), concern: 'sent', rules: [] },
      ...keptFacts(lifetime, response.lifetimePath !== undefined),
      ...useFacts(lifetime, refreshRateMs),
      entries(plan),
      ...withoutEffect(plan),
      ...fixedUser(plan),
    ],
  }
}

/** The longest that one token request can take. */
export const tokenTimeMs = ({ request }: AuthTokenPlan): number =>
  request.connectTimeoutMs + request.receiveTimeoutMs

const sampleOf = (changed?: RequestInfoField): RequestInfo => {
  const parms = 'a=1'
  return {
    fields: {
      tokenUsername: { value: changed === 'tokenUsername' ? 'user2' : 'user' },
      tokenPassword: { value: changed === 'tokenPassword' ? 'password2' : 'password' },
      tokenCustomParms: { value: changed === 'tokenCustomParms' ? 'a=2' : parms },
      tokenCustomHeaders: { value: changed === 'tokenCustomHeaders' ? 'a=2' : parms },
    },
  }
}

/** A call with a value for every place-holder, so that the request can be made ready. */
function probe({ request }: AuthTokenPlan, changed?: RequestInfoField): RequestInfo {
  const info = sampleOf(changed)
  const own = placeholders(request.body ?? '').filter(
    (name) => name !== 'userid' && name !== 'password' && /^[^=,\\]+$/.test(name),
  )
  const value = [`probe=${changed === 'tokenCustomParms' ? 2 : 1}`, ...own.map((n) => `${n}=1`)]
  return { fields: { ...info.fields, tokenCustomParms: { value: value.join(',') } } }
}

function credentials(plan: AuthTokenPlan): Fact {
  const { credentials: where, body: text } = plan.request
  const prepared = authToken.prepare(plan, probe(plan), {})
  const needed = where.in === 'header' || placeholders(text ?? '').some(isCredential)
  const whose = plan.authData
    ? `of server.xml (zosconnect_authData ${plan.authData.id}); those of the program do not count`
    : 'of the program (BAQ-TOKEN-USERNAME, BAQ-TOKEN-PASSWORD)'
  return {
    label: 'credentials',
    text: needed ? `${whose}, ${placeText(plan)}` : 'none are sent',
    concern: 'sent',
    rules: [
      ...(needed
        ? rulesOf(
            prepared.rules,
            'credentials.server-wins',
            'credentials.pair',
            'credentials.program',
          )
        : []),
      ...rulesOf(plan.request.rules, 'request.header-', 'request.credentials-in-body'),
    ],
    ...(prepared.kind === 'prepared' && { hidden: prepared.key }),
  }
}

const isCredential = (name: string): boolean => name === 'userid' || name === 'password'

function placeText({ request: { credentials: where } }: AuthTokenPlan): string {
  if (where.in === 'body') return 'in the body'
  const [first = '', second] = where.names
  return second === undefined
    ? `in the header ${first}: Basic`
    : `user ID in the header ${first}, password in ${second}`
}

function headers({ request }: AuthTokenPlan): Fact[] {
  const list = [
    ...(request.body === undefined ? [] : [`Content-Type: ${request.contentType}`]),
    ...(request.accept === undefined ? [] : [`Accept: ${request.accept}`]),
  ]
  const custom = request.takesCustom
    ? 'those in BAQ-TOKEN-CUSTOM-HEADERS-PTR'
    : 'none of the program'
  return [
    {
      label: 'headers',
      text: [...list, custom].join('; '),
      concern: 'sent',
      rules: rulesOf(request.rules, 'request.content-type', 'request.accept'),
    },
  ]
}

function body({ request }: AuthTokenPlan): Fact[] {
  const rules = rulesOf(request.rules, 'request.body', 'request.substitute')
  if (request.body === undefined) return [{ label: 'body', text: 'none', concern: 'sent', rules }]
  return [{ label: 'body', text: bodyShape(request.body), concern: 'sent', rules }]
}

function answer({ token, lifetimePath }: AuthTokenPlan['response']): string {
  const lifetime = lifetimePath === undefined ? '' : `, lifetime at ${lifetimePath}`
  switch (token.in) {
    case 'header':
      return `token in the header ${token.name}${lifetime}`
    case 'json':
      return `token at ${token.path}${lifetime}`
    case 'text':
    case 'jwt':
      return `the whole body is the token${lifetime}`
  }
}

const keyNames: readonly (readonly [RequestInfoField, string])[] = [
  ['tokenUsername', 'user ID'],
  ['tokenPassword', 'password'],
  ['tokenCustomParms', 'set of custom parameters'],
  ['tokenCustomHeaders', 'set of custom headers'],
]

/** Asks for the key of calls that differ in one thing each. */
function entries(plan: AuthTokenPlan): Fact {
  const usual = authToken.prepare(plan, probe(plan), {})
  if (usual.kind === 'unprepared')
    return {
      label: 'ends',
      text: `every call ends before the token request is sent: ${usual.message}`,
      concern: 'sent',
      rules: rulesOf(usual.rules, 'request.placeholder', 'credentials.missing'),
    }
  const key = (changed: RequestInfoField) => {
    const prepared = authToken.prepare(plan, probe(plan, changed), {})
    return prepared.kind === 'prepared' ? prepared.key : undefined
  }
  const parts = keyNames.filter(([field]) => key(field) !== usual.key).map(([, name]) => name)
  const each =
    parts.length === 0 ? 'one token for all calls' : `one token for each ${listed(parts)}`
  return {
    label: 'shared',
    text: `${each}; every connection that names this element shares it, every server keeps its own`,
    concern: 'kept',
    rules: rulesOf(usual.rules, 'cache.'),
  }
}

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

function withoutEffect({ lifetime, response }: AuthTokenPlan): Fact[] {
  if (lifetime.tokenLifetimeMs === undefined || response.lifetimePath === undefined) return []
  const text =
    'tokenLifetime has no effect on an answer in which tokenLifetimePath finds a lifetime'
  return [{ label: 'note', text, concern: 'remark', rules: [] }]
}

/** That no program's user ID is sent, and who logs in instead where the address says so. */
function fixedUser({ request }: AuthTokenPlan): Fact[] {
  const names = placeholders(request.body ?? '')
  const isSent = request.credentials.in === 'header' || names.includes('userid')
  if (isSent || !names.includes('password')) return []
  const user = /\/v1\/auth\/.+\/login\/([^/?]+)$/.exec(request.endpoint)?.[1]
  const instead = user === undefined ? '' : `: every program logs in as ${user}, as the URL says`
  const text = `the user ID of the program is not sent, for requestBody has no \${userid}${instead}`
  return [{ label: 'note', text, concern: 'remark', rules: [] }]
}
