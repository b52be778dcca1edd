const features = `  <featureManager>
    <feature>zosconnect:zosConnect-2.0</feature>
    <feature>zosconnect:apiRequester-1.0</feature>
  </featureManager>`

/** The configuration of all small cases: one token, two tokens, and a lease of a Vault. */
export const smallXml = `<server>
${features}
  <zosconnect_endpointConnection id="fleet" host="https://fleet.example.com" port="443"
      authenticationConfigRef="login"/>
  <zosconnect_endpointConnection id="both" host="https://bank.example.com" port="443"
      authenticationConfigRef="grant,second"/>
  <zosconnect_endpointConnection id="vaultConn" host="https://vault.example.com" port="8200"
      authenticationConfigRef="lease"/>
  <zosconnect_endpointConnection id="mesh" host="https://mesh.example.com" port="443"/>
  <zosconnect_authorizationServer id="srv" tokenEndpoint="https://auth.example.com/login"/>
  <zosconnect_authorizationServer id="idp" tokenEndpoint="https://idp.example.com/token"/>
  <zosconnect_authorizationServer id="vaultSrv"
      tokenEndpoint="https://vault.example.com:8200/v1/auth/approle/login"/>
  <zosconnect_authToken id="login" authServerRef="srv">
    <tokenRequest credentialLocation="header" header="Authorization" requestMethod="POST"/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.token"
        tokenLifetimePath="$.expires_in"/>
  </zosconnect_authToken>
  <zosconnect_authToken id="second" authServerRef="srv" header="X-Token">
    <tokenRequest credentialLocation="header" header="Authorization" requestMethod="POST"/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.token"
        tokenLifetimePath="$.expires_in"/>
  </zosconnect_authToken>
  <zosconnect_oAuthConfig id="grant" grantType="client_credentials" authServerRef="idp"
      tokenRetryCheckLevel="1"/>
  <zosconnect_authToken id="lease" authServerRef="vaultSrv" header="X-Vault-Token"
      useBearerScheme="false">
    <tokenRequest credentialLocation="body" requestMethod="POST"
        requestBody='{"role_id":"\${userid}","secret_id":"\${password}"}'/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.auth.client_token"
        tokenLifetimePath="$.auth.lease_duration"/>
  </zosconnect_authToken>
</server>
`

/** BAQ-REQUEST-INFO of programs that the services know. */
export const infos = {
  u1: 'tokenUsername: U1, tokenPassword: P1',
  u2: 'tokenUsername: U2, tokenPassword: P2',
  client: 'oauthClientId: C1, oauthClientSecret: S1',
  role: 'tokenUsername: ims-role, tokenPassword: ims-secret',
} as const

/** Lets a read of the secret keep what it has read. */
export const secret = 'capture: { secret: $.data.data }'

/** What differs from one small scenario to another, as it is written there. */
export interface SmallParts {
  /** Who calls what, when, and for how long. */
  readonly flows: readonly (readonly [string, string, string])[]
  readonly token: string
  readonly grantToken: string
  readonly role: string
  readonly latencies: readonly string[]
  readonly faults: readonly string[]
  readonly protection: string
  readonly vaultProtection: string
  readonly apiProtection: string
  readonly policies: string
  readonly settings: string
  readonly level: string
  readonly servers: number
  readonly balance: string
  readonly timeout: string
  readonly assume: string
}

const plain: SmallParts = {
  flows: [],
  token: '{ kind: opaque, lifetime: 3s }',
  grantToken: '{ kind: opaque, lifetime: 3s }',
  role: 'tokenTtl: 3s',
  latencies: [],
  faults: [],
  protection: '',
  vaultProtection: '',
  apiProtection: '',
  policies: '',
  settings: '',
  level: '3.0.93.0',
  servers: 1,
  balance: 'round',
  timeout: '',
  assume: '',
}

/** Who calls what, for flows of a small scenario. */
export const callers = {
  cars: `call: readCars, as: { ${infos.u1} }`,
  pays: `calls: [{ call: readSecret, ${secret} }, pay], as: { ${infos.role} }`,
  both: `call: readBoth, as: { ${infos.u1}, ${infos.client} }`,
} as const

/** A small scenario of the flows given, as `who, when` and the rest of the flow. */
export function smallScenario(own: Partial<SmallParts>): string {
  const each = { ...plain, ...own }
  const jobs = Array.from({ length: each.servers }, (_, i) => `BAQ${i + 1}`)
  return `scenario: A small flow of calls
config: server.xml
${each.timeout}${each.assume}servers: [${jobs.join(', ')}]
services:
  auth:
    kind: jwt
    at: https://auth.example.com/login
    users: { U1: P1, U2: P2 }
    token: ${each.token}
    answer: { lifetimePath: $.expires_in }
${each.protection}
  idp:
    kind: oauth
    at: https://idp.example.com
    paths: { token: /token }
    clients: { C1: { secret: S1, grants: [client_credentials] } }
    token: ${each.grantToken}
  vault:
    kind: vault
    at: https://vault.example.com:8200
    approle: { ims: { roleId: ims-role, secretId: ims-secret, ${each.role} } }
    secrets: { secret/apimesh: { client_id: ims-app, user: U1, word: P1 } }
${each.vaultProtection}
  fleet:
    kind: api
    at: https://fleet.example.com
    require: { token: auth }
${each.apiProtection}
    routes: { GET /cars, GET /vans }
  mesh:
    kind: api
    at: https://mesh.example.com
    require: { headers: { x-client-id: ims-app } }
    routes: { POST /payments }
  bank:
    kind: api
    at: https://bank.example.com
    require: { token: [{ of: idp, header: Authorization }, { of: auth, header: X-Token }] }
    routes: { GET /accounts }
requests:
  readCars: { connection: fleet, path: /cars }
  readVans: { connection: fleet, path: /vans }
  readBoth: { connection: both, path: /accounts }
  readSecret: { connection: vaultConn, path: /v1/secret/data/apimesh }
  pay:
    connection: mesh
    method: POST
    path: /payments
    headers: { x-client-id: '\${secret.client_id}' }
compare:
  for: 9s
  traffic:
${each.flows.map((flow) => `    - { ${flow[0]}, ${flow[1]}${flow[2]} }`).join('\n')}
  latency: { ${each.latencies.join(', ')} }
  faults: [${each.faults.join(', ')}]
  variants:
    - { level: ${each.level}, balance: ${each.balance}${each.settings}${each.policies} }
`
}
