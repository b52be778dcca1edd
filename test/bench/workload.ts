/** The configuration of every measurement: Vault logins with opaque tokens, kept for their lease. */
const serverXml = `<server>
  <featureManager>
    <feature>zosconnect:zosConnect-2.0</feature>
    <feature>zosconnect:apiRequester-1.0</feature>
  </featureManager>
  <zosconnect_endpointConnection id="vaultConn" host="https://vault.example.com" port="8200"
      authenticationConfigRef="vaultLogin"/>
  <zosconnect_authorizationServer id="vaultSrv"
      tokenEndpoint="https://vault.example.com:8200/v1/auth/approle/login"/>
  <zosconnect_authToken id="vaultLogin" authServerRef="vaultSrv"
      header="X-Vault-Token" useBearerScheme="false">
    <tokenRequest credentialLocation="body" requestMethod="POST"
        requestBody='{"role_id":"\${userid}","secret_id":"\${password}"}'/>
    <tokenResponse tokenLocation="body" responseFormat="JSON"
        tokenPath="$.auth.client_token" tokenLifetimePath="$.auth.lease_duration"/>
  </zosconnect_authToken>
</server>
`

const servicesWith = (tokenTtl: string): string => `config: server.xml
level: 3.0.86.0
services:
  vault:
    kind: vault
    at: https://vault.example.com:8200
    approle: { ims: { roleId: ims-role, secretId: ims-secret, tokenTtl: ${tokenTtl} } }
    secrets: { secret/apimesh: { client_id: ims-app } }
requests:
  readSecret: { connection: vaultConn, method: GET, path: /v1/secret/data/apimesh }
`

const services = servicesWith('15m')

const asIms = 'as: { tokenUsername: ims-role, tokenPassword: ims-secret }'

/** One call, a login with it. */
const oneCall = `scenario: One call reads a secret
${services}steps:
  - call: readSecret
    ${asIms}
    expect: { statusCode: 200, calls: { vault.login: 1, vault.read: 1 } }
`

/** A token life of 24 hours: 1,000 calls, one each 86.4 seconds, one login for nearly all. */
const aDay = `scenario: A day of calls lives on one token
${servicesWith('24h')}steps:
  - traffic:
      call: readSecret
      ${asIms}
      every: 86400ms
      times: 1000
expect: { calls: { vault.read: 1000, vault.login: { between: [1, 2] } } }
`

/** `calls` calls a second apart, counted exactly. */
const flow = (calls: number): string => `scenario: Calls without end
${services}steps:
  - call: readSecret
    ${asIms}
    times: ${calls}
expect: { calls: { vault.read: ${calls} } }
`

/** The files of all measurements, path to text. */
export const workload = { 'server.xml': serverXml, 'one-call.yaml': oneCall, 'a-day.yaml': aDay }

/** How many calls one step of the memory measurement makes. */
export const callsOfStep = 10_000

/** The scenario of the memory measurement. */
export const flowText = flow(callsOfStep)
