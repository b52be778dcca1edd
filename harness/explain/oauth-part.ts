import {
  oauthLifetime,
  Secret,
  type AnsweredLifetime,
  type OAuthPlan,
  type Token,
} from '../../emulator/index.ts'
import { timeText, type Fact, type Part } from './explanation.ts'
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
        rules: plan.rules,
      },
      { label: 'client', text: clientText(plan), concern: 'sent', rules: [] },
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
        rules: [],
      },
      ...samples.map(([label, token, answered]) => keptFact(plan, label, token, answered)),
      usedFact(plan),
    ],
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
  const fact = (text: string): Fact[] => [{ label: 'user', text, concern: 'sent', rules: [] }]
  switch (grant.type) {
    case 'client_credentials':
      return []
    case 'password':
      return fact('of the program (BAQ-OAUTH-USERNAME, BAQ-OAUTH-PASSWORD)')
    case 'jwt-bearer':
      return fact(`in an assertion of jwtBuilder ${grant.builder.id}; one token for each user`)
  }
}

function optionalFacts({ defaults }: OAuthPlan): Fact[] {
  const set = Object.entries(defaults).map(([name, value]) => `${name} ${value}`)
  if (set.length === 0) return []
  const text = `${set.join(', ')}, unless the program supplies its own`
  return [{ label: 'also', text, concern: 'sent', rules: [] }]
}

const hour = 3_600_000
const value = new Secret('sample')
const jws: Token = { kind: 'jws', value, hasJti: false, expiresAt: hour }
const opaque: Token = { kind: 'opaque', value }

/** Tokens and answers that the rules tell apart. */
const samples: readonly (readonly [string, Token, AnsweredLifetime])[] = [
  ['with expires_in', jws, { ms: hour }],
  ['JWT without', jws, undefined],
  ['opaque with it', opaque, { ms: hour }],
  ['opaque without', opaque, undefined],
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
  const before = leastLeft.ms === 0 ? 'its very end' : `${timeText(leastLeft.ms)} before its end`
  return {
    label: 'used',
    text: `a kept token serves until ${before}`,
    concern: 'kept',
    rules: [leastLeft.rule],
  }
}
