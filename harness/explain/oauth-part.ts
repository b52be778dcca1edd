import {
  oauthLifetime,
  Secret,
  type AnsweredLifetime,
  type OAuthPlan,
  type Rule,
  type RuleId,
  type Token,
} from '../../emulator/index.ts'
import { ruleById, timeText, type Fact, type Part } from './explanation.ts'
import { urlShape } from './shape.ts'

/** What a zosconnect_oAuthConfig sends and keeps. */
export function oauthPart(plan: OAuthPlan): Part {
  return {
    key: `oAuthConfig ${plan.id}`,
    title: `OAuth token of oAuthConfig ${plan.id}`,
    at: plan.at,
    facts: [
      {
        label: 'request',
        text: `POST ${urlShape(plan.endpoint)}, grant ${plan.grant.type}${isExtension(plan) ? ' (extension)' : ''}`,
        concern: 'sent',
        rules: [ruleById('oauth.request'), ...grantRules[plan.grant.type].map(ruleById)],
      },
      { label: 'client', text: clientText(plan), concern: 'sent', rules: clientRules(plan) },
      ...userFacts(plan),
      ...optionalFacts(plan),
      {
        label: 'waits',
        text: `${timeText(plan.connectTimeoutMs)} to connect, ${timeText(plan.receiveTimeoutMs)} for the answer`,
        concern: 'sent',
        rules: [],
      },
      {
        label: 'answer',
        text: 'token at access_token, lifetime at expires_in',
        concern: 'sent',
        rules: [ruleById('oauth.access-token'), ruleById('oauth.expires-in')],
      },
      ...samples.map(([label, token, answered]) => keptFact(plan, label, token, answered)),
      usedFact(plan),
      sharedFact(plan),
    ],
  }
}

const grantRules = {
  client_credentials: ['oauth.client-credentials', 'oauth.client-credentials-spelling'],
  password: ['oauth.password'],
  'jwt-bearer': ['oauth.jwt-bearer'],
} as const

const clientRuleIds = {
  'server.xml': ['oauth.client-basic', 'oauth.client-server-wins'],
  form: ['oauth.client-form'],
  basic: ['oauth.client-basic'],
  assertion: ['oauth.client-assertion', 'oauth.client-assertion-form'],
} as const

function clientRules({ client, programClientInForm }: OAuthPlan): readonly Rule[] {
  if (client.kind !== 'program') return clientRuleIds[client.kind].map(ruleById)
  return clientRuleIds[programClientInForm ? 'form' : 'basic'].map(ruleById)
}

/** Whose tokens are kept apart, and who shares one. */
function sharedFact({ grant, client }: OAuthPlan): Fact {
  const owners = {
    client_credentials: [],
    password: ['user name', 'password'],
    'jwt-bearer': ['end user'],
  }[grant.type]
  const clients = client.kind === 'program' ? ['client ID', 'client secret'] : []
  const parts = [...clients, ...owners, 'scope', 'resource', 'audience']
  return {
    label: 'shared',
    text: `one token for each ${parts.join(', ')} and set of custom parameters; every connection that names this element shares it, every server keeps its own`,
    concern: 'kept',
    rules: [ruleById('cache.key'), ruleById('oauth.key-parts')],
  }
}

const isExtension = ({ grant }: OAuthPlan): boolean => grant.type === 'jwt-bearer'

function clientText({ client, programClientInForm }: OAuthPlan): string {
  switch (client.kind) {
    case 'server.xml':
      return `of server.xml (zosconnect_authData ${client.authData.id}), as a Basic header; that of the program does not count`
    case 'program':
      return `of the program (BAQ-OAUTH-CLIENTID, BAQ-OAUTH-CLIENT-SECRET), ${programClientInForm ? 'as form fields' : 'as a Basic header'}`
    case 'assertion':
      return `${client.clientId}, proved by a JWT of jwtBuilder ${client.builder.id}`
  }
}

function userFacts({ grant }: OAuthPlan): Fact[] {
  const fact = (text: string, id: RuleId): Fact[] => [
    { label: 'user', text, concern: 'sent', rules: [ruleById(id)] },
  ]
  switch (grant.type) {
    case 'client_credentials':
      return []
    case 'password':
      return fact('of the program (BAQ-OAUTH-USERNAME, BAQ-OAUTH-PASSWORD)', 'oauth.password')
    case 'jwt-bearer':
      return fact(
        `in an assertion of jwtBuilder ${grant.builder.id}; one token for each user`,
        'oauth.jwt-bearer-subject',
      )
  }
}

function optionalFacts({ defaults }: OAuthPlan): Fact[] {
  const set = Object.entries(defaults).map(([name, value]) => `${name} ${value}`)
  if (set.length === 0) return []
  const text = `${set.join(', ')}, unless the program supplies its own`
  return [{ label: 'also', text, concern: 'sent', rules: [ruleById('oauth.optional-fields')] }]
}

const hour = 3_600_000
const value = new Secret('sample')
const jws: Token = { kind: 'jws', value, hasJti: false, expiresAt: hour }
const opaque: Token = { kind: 'opaque', value }

/** Tokens and answers that the rules tell apart. */
const samples: readonly (readonly [string, Token, AnsweredLifetime])[] = [
  ['JWT, expires_in', jws, { ms: hour }],
  ['JWT without it', jws, undefined],
  ['opaque, expires_in', opaque, { ms: hour }],
  ['opaque without it', opaque, undefined],
]

function keptFact(
  { lifetime }: OAuthPlan,
  label: string,
  token: Token,
  answered: AnsweredLifetime,
): Fact {
  const kept = oauthLifetime(token, answered, lifetime, 0)
  const text =
    kept.kind === 'none'
      ? 'not kept, a new one for every call'
      : kept.from === 'exp'
        ? 'kept until its exp'
        : 'kept for expires_in'
  return { label, text, concern: 'kept', rules: kept.rules }
}

function usedFact({ leastLeft }: OAuthPlan): Fact {
  const before = leastLeft.ms <= 1 ? 'its very end' : `${timeText(leastLeft.ms)} before its end`
  return {
    label: 'used',
    text: `a kept token serves until ${before}`,
    concern: 'kept',
    rules: [leastLeft.rule],
  }
}
