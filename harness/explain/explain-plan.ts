import {
  assumed,
  decideRetry,
  levelText,
  planConnection,
  planContext,
  type Assumptions,
  type Extension,
  type HttpResponse,
  type Level,
  type Plan,
  type ReadConfigOptions,
  type Refusal,
  type SentToken,
  type ServerConfig,
} from '../../emulator/index.ts'
import { endpointOf, explainToken, longestTokenMs } from './explain-token.ts'
import { apisPart } from './apis-part.ts'
import { requestWay, tokenWay } from './way.ts'
import { ruleById, timeText, type Explanation, type Fact, type Part } from './explanation.ts'

/** What is explained: a configuration, and the readings a scenario has chosen. */
export type Installation = Omit<ReadConfigOptions, 'level'> & {
  readonly extensions?: readonly Extension[]
}

type Readings = Pick<Installation, 'assume' | 'extensions'>

/** What a server at a fix level does for calls through one connection, from its plan alone. */
export function explainConnection(
  config: ServerConfig,
  connection: string,
  level: Level,
  readings: Readings = {},
): Explanation {
  const { assume = {}, extensions = [] } = readings
  const plan = planConnection(config, connection, planContext(level, { assume, extensions }))
  if (plan.kind === 'plan') return explainPlan(plan, config, readings)
  const at = config.connections.get(connection)?.at
  return {
    connection,
    level: levelText(level),
    ...(at && { at }),
    parts: [refusedPart(plan), ...apisPart(connection, config)],
  }
}

/** The facts of a plan, in the order in which a call meets them. */
export const explainPlan = (
  plan: Plan,
  config: ServerConfig,
  { assume = {}, extensions = [] }: Readings = {},
): Explanation => ({
  connection: plan.connection,
  origin: plan.origin,
  at: plan.at,
  level: levelText(plan.level),
  parts: [
    ...plan.tokens.map((token) => withWay(explainToken(token), tokenWay(token, config))),
    withWay(requestPart(plan), requestWay(plan, config)),
    callPart(plan, { ...assumed, ...assume }, readingFacts(assume, extensions)),
    ...apisPart(plan.connection, config),
  ],
})

/** How a request gets to its server, before how long it waits there. */
function withWay(part: Part, way: readonly Fact[]): Part {
  const at = part.facts.findIndex(({ label }) => label === 'waits')
  return { ...part, facts: part.facts.toSpliced(at, 0, ...way) }
}

/** What a scenario has decided otherwise than baqlab does by itself. */
function readingFacts(
  assume: Partial<Assumptions>,
  extensions: readonly Extension[],
): readonly Fact[] {
  const switches = Object.entries(assume).map(([name, value]) => `${name}: ${String(value)}`)
  const fact = (label: string, text: string): Fact => ({
    label,
    text,
    concern: 'remark',
    rules: [],
  })
  return [
    ...(switches.length > 0
      ? [fact('assume', `${switches.join(', ')}, as the scenario says`)]
      : []),
    ...(extensions.length > 0
      ? [fact('extensions', `${extensions.join(', ')}: the product does not have this`)]
      : []),
  ]
}

const refusedPart = ({ message, at, rules }: Refusal): Part => ({
  key: 'refused',
  title: 'refused',
  ...(at && { at }),
  facts: [
    {
      label: 'refused',
      text: `every call ends before any request is sent: ${message}`,
      concern: 'sent',
      rules,
    },
  ],
})

function requestPart(plan: Plan): Part {
  const tokens = plan.tokens.map(({ id, attach }): Fact => ({
    label: `token ${id}`,
    text: `${attach.header}: ${attach.scheme === 'none' ? '' : `${attach.scheme} `}(${attach.scheme === 'Basic' ? 'user:password' : 'token'})${attach.scheme === 'none' ? ', without Bearer' : ''}`,
    concern: 'sent',
    rules: attach.rules,
  }))
  const none: Fact = { label: 'token', text: 'none', concern: 'sent', rules: [] }
  return {
    key: 'request',
    title: 'the API request',
    facts: [
      { label: 'sent to', text: plan.origin, concern: 'sent', rules: [] },
      ...(tokens.length > 0 ? tokens : [none]),
      {
        label: 'waits',
        text: `${timeText(plan.connectTimeoutMs)} to connect, ${timeText(plan.receiveTimeoutMs)} for the answer`,
        concern: 'sent',
        rules: [],
      },
    ],
  }
}

const callPart = (plan: Plan, assume: Assumptions, readings: readonly Fact[]): Part => ({
  key: 'call',
  title: 'the call as a whole',
  facts: [
    retryFact(plan, assume),
    longestFact(plan, assume),
    ...vaultNote(plan, assume),
    ...readings,
  ],
})

/** An answer of the API with nothing but a status and perhaps a WWW-Authenticate. */
const answered = (status: number, challenge = ''): HttpResponse => ({
  kind: 'response',
  status,
  headers: challenge === '' ? [] : [['WWW-Authenticate', challenge]],
  body: new Uint8Array(),
})

const unauthorized = answered(401)
const invalidToken = answered(401, 'Bearer error="invalid_token"')

/** The tokens of a plan as a call would have sent them. */
const sent = ({ tokens }: Plan, fromCache: boolean): readonly SentToken[] =>
  tokens.map((plan) =>
    plan.kind === 'authToken' || plan.kind === 'oauth'
      ? { kind: 'fetched', plan, fromCache }
      : { kind: 'made', plan },
  )

/** What follows a 401, asked of the rule with tokens out of the cache and with fresh ones. */
function retryFact(plan: Plan, assume: Assumptions): Fact {
  const bare = decideRetry(unauthorized, sent(plan, true), assume)
  const told = decideRetry(invalidToken, sent(plan, true), assume)
  const fresh = decideRetry(invalidToken, sent(plan, false), assume)
  const rules = [...new Set([...told.rules, ...fresh.rules])]
  const when = conditionOf(told.renew, bare.renew)
  const text =
    told.renew.length === 0
      ? 'the program gets the 401'
      : fresh.renew.length === 0
        ? `once more with a new token, if the old one came out of the cache${when}`
        : `once more with a new token${when}`
  return { label: 'on 401', text, concern: 'retried', rules }
}

/** Which tokens a 401 renews only where it speaks of invalid_token. */
function conditionOf(told: readonly SentToken[], bare: readonly SentToken[]): string {
  const known = new Set(bare.map(({ plan }) => plan.id))
  const waiting = told.filter(({ plan }) => !known.has(plan.id)).map(({ plan }) => plan.id)
  if (waiting.length === 0) return ''
  if (bare.length === 0) return ', if WWW-Authenticate contains invalid_token'
  return `; that of ${waiting.join(' and ')} is renewed only if WWW-Authenticate contains invalid_token, any other after every 401`
}

function longestFact(plan: Plan, assume: Assumptions): Fact {
  const { tokens } = plan
  const retries = decideRetry(invalidToken, sent(plan, true), assume).renew.length > 0
  const renewsFresh = decideRetry(invalidToken, sent(plan, false), assume).renew.length > 0
  const tokenMs = tokens.reduce((sum, each) => {
    const twice = retries && (renewsFresh || 'refreshRateMs' in each)
    return sum + longestTokenMs(each) * (twice ? 2 : 1)
  }, 0)
  const apiMs = (plan.connectTimeoutMs + plan.receiveTimeoutMs) * (retries ? 2 : 1)
  const shares = [
    ...(tokens.length > 0 ? [`tokens ${timeText(tokenMs)}`] : []),
    `API ${timeText(apiMs)}${retries ? ', asked again after a 401' : ''}`,
  ]
  return {
    label: 'longest',
    text: `one call can take ${timeText(tokenMs + apiMs)} (${shares.join(', ')}); a program whose BAQTIMEOUT is shorter gives up first`,
    concern: 'retried',
    rules: [ruleById('outcome.stub-timeout')],
  }
}

function vaultNote(plan: Plan, assume: Assumptions): Fact[] {
  const isVault = plan.tokens.some((each) => /\/v1\/auth\/.+\/login(\/|$)/.test(endpointOf(each)))
  if (!isVault) return []
  const { renew, rules } = decideRetry(answered(403), sent(plan, true), assume)
  if (renew.length > 0) return []
  const text =
    'Vault answers 403 to a dead token, so there is no second request: after a revocation programs see 403 until the lifetime of the token ends'
  return [{ label: 'note', text, concern: 'remark', rules }]
}
