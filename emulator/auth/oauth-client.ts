import type { AuthData, JwtBuilder } from '../config/model.ts'
import { rule, type Rule } from '../rule.ts'
import { builderRules } from './build-jwt.ts'
import { fieldValue } from './credentials.ts'
import { missing, type Fields } from './grant.ts'
import type { Unprepared } from './method.ts'
import type { RequestInfo } from './request-info.ts'

const oauth2 = 'RFC 6749'

export const clientBasic = rule('oauth.client-basic', {
  status: 'documented',
  source: 'How to configure OAuth 2.0 with basic authentication',
  says: 'client ID and secret of basicAuthRef go in the Authorization header as basic authentication',
})

export const clientBasicRaw = rule('oauth.client-basic-raw', {
  status: 'assumed',
  source: `Assumed: most clients do not encode id and secret first, as ${oauth2}, section 2.3.1 wants it`,
  says: 'client ID and secret are not form-encoded before base64',
})

export const clientInForm = rule('oauth.client-form', {
  status: 'assumed',
  source: 'Assumed from idea ZCEE-I-445, which shows both forms',
  says: 'client ID and secret of the program go as the form fields client_id and client_secret',
  other: { oauthClientInForm: false },
})

export const clientServerWins = rule('oauth.client-server-wins', {
  status: 'assumed',
  source: 'Assumed: the rule is stated for authToken and taken to hold here',
  says: 'a client in server.xml overrides the client of the program',
})

export const clientAssertion = rule('oauth.client-assertion', {
  status: 'documented',
  source: 'How to configure OAuth 2.0 with JWT authentication',
  says: 'with a zosconnect_oAuthTokenConfig the server proves itself by a generated JWT whose sub is the client ID of server.xml; that of the program is ignored',
})

export const clientAssertionForm = rule('oauth.client-assertion-form', {
  status: 'assumed',
  source: 'Assumed from RFC 7523, section 2.2',
  says: 'the JWT goes as client_assertion with its client_assertion_type, and client_id only where it is asked for',
})

/** Client ID and secret as they go to the server. */
export type ClientPlan =
  | { readonly kind: 'server.xml'; readonly authData: AuthData }
  | { readonly kind: 'program' }
  | {
      readonly kind: 'assertion'
      readonly clientId: string
      readonly builder: JwtBuilder
      readonly inBody: boolean
    }

/** The client of one call, as it goes into the request. */
export interface ChosenClient {
  readonly kind: 'client'
  readonly from: 'server.xml' | 'program'
  readonly basic?: string
  readonly fields: Fields
  readonly identity: readonly string[]
  readonly assertion?: { readonly clientId: string; readonly builder: JwtBuilder }
  readonly rules: readonly Rule[]
}

/** Whose client ID and secret go to the authorization server, and in which form. */
export function chooseClient(
  element: string,
  client: ClientPlan,
  programClientInForm: boolean,
  info: RequestInfo,
): ChosenClient | Unprepared {
  if (client.kind === 'assertion') {
    const { clientId, builder, inBody } = client
    return {
      kind: 'client',
      from: 'server.xml',
      fields: inBody ? [['client_id', clientId]] : [],
      identity: [clientId, ''],
      assertion: { clientId, builder },
      rules: [clientAssertion, clientAssertionForm, ...builderRules(builder)],
    }
  }
  const [id, secret] =
    client.kind === 'server.xml'
      ? [client.authData.user?.value, client.authData.password?.value.reveal()]
      : [fieldValue(info, 'oauthClientId'), fieldValue(info, 'oauthClientSecret')]
  if (id === undefined || secret === undefined)
    return missing(element, 'a client ID and a client secret')
  const isServer = client.kind === 'server.xml'
  const inForm = !isServer && programClientInForm
  return {
    kind: 'client',
    from: client.kind,
    ...(!inForm && { basic: Buffer.from(`${id}:${secret}`).toString('base64') }),
    fields: inForm
      ? [
          ['client_id', id],
          ['client_secret', secret],
        ]
      : [],
    identity: [id, secret],
    rules: [
      ...(isServer ? [clientServerWins] : []),
      ...(inForm ? [clientInForm] : [clientBasic, clientBasicRaw]),
    ],
  }
}
