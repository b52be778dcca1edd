import type { OAuthPlan } from '../../emulator/index.ts'
import { testPassword, testUser, type Supplied, type TokenDraft } from './model.ts'

/** The authorization server of a zosconnect_oAuthConfig, and what it is asked with. */
export function oauthServer(plan: OAuthPlan): TokenDraft {
  const { client, grant, serverId, endpoint, defaults, attach } = plan
  const { origin, pathname } = new URL(endpoint)
  const above = pathname.slice(0, pathname.lastIndexOf('/'))
  const isPassword = grant.type === 'password'
  const audience = [defaults.audience, defaults.resource].filter((each) => each)
  return {
    server: {
      name: serverId,
      at: origin + above,
      endpoint: origin + pathname,
      options: {
        kind: 'oauth',
        paths: { token: pathname.slice(above.length) },
        clients: { [clientId(client)]: { ...proof(client), ...scopes(defaults.scope) } },
        ...(isPassword && { users: { [testUser]: testPassword } }),
        token: { kind: 'jws', lifetime: '1h', ...(audience.length > 0 && { audience }) },
      },
    },
    as: supplied(plan),
    passwordsOf: client.kind === 'server.xml' ? [client.authData.id] : [],
    attached: { header: attach.header, scheme: attach.scheme },
  }
}

const programsClient = 'client1'

function clientId(client: OAuthPlan['client']): string {
  switch (client.kind) {
    case 'server.xml':
      return client.authData.user?.value ?? programsClient
    case 'assertion':
      return client.clientId
    case 'program':
      return programsClient
  }
}

/** By what a client proves itself: its secret, or the test key that signs where no key store is given. */
const proof = ({ kind }: OAuthPlan['client']) =>
  kind === 'assertion' ? { keys: 'test' } : { secret: testPassword }

const scopes = (text: string | undefined) => (text ? { scopes: text.split(' ') } : {})

function supplied({ client, grant }: OAuthPlan): Supplied {
  return {
    ...(client.kind === 'program' && {
      oauthClientId: programsClient,
      oauthClientSecret: testPassword,
    }),
    ...(grant.type === 'password' && { oauthUsername: testUser, oauthPassword: testPassword }),
  }
}
