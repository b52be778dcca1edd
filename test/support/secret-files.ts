import { serverXml } from './server-xml.ts'

/** Every secret of the files below, each in a place of its own. */
export const secrets = {
  programPassword: 'Pr0gramPassw0rd',
  customParm: 'Cust0m-Parm-Value',
  programHeader: 'Pr0gram-Header-Secret',
  authDataPassword: 'Auth-Data-Passw0rd',
  bodyLiteral: 'L1teral-In-Request-Body',
  vaultSecret: 'Vault-Kept-S3cret',
  secretId: 'secret-id-0f-the-role',
  rootToken: 'hvs.root-token-0f-vault',
  environment: 'From-The-Env1ronment',
}

/** A server.xml with secrets, and an unknown attribute beside each of them. */
export const secretServerXml = serverXml(`
    <zosconnect_endpointConnection id="vaultConn" host="https://vault.example.com" port="8200" authenticationConfigRef="vaultLogin"/>
    <zosconnect_endpointConnection id="otherConn" host="https://other.example.com" authenticationConfigRef="otherLogin"/>
    <zosconnect_authorizationServer id="vaultSrv" tokenEndpoint="https://vault.example.com:8200/v1/auth/approle/login"/>
    <zosconnect_authorizationServer id="otherSrv" tokenEndpoint="https://other.example.com/login" basicAuthRef="otherData"/>
    <zosconnect_authData id="otherData" user="ims" password="${secrets.authDataPassword}" colour="red"/>
    <zosconnect_authToken id="vaultLogin" authServerRef="vaultSrv" header="X-Vault-Token" useBearerScheme="false">
      <tokenRequest credentialLocation="body" requestMethod="POST" requestBody='{"role_id":"\${userid}","secret_id":"\${password}","note":"${secrets.bodyLiteral}"}' shade="dark"/>
      <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.auth.client_token"/>
    </zosconnect_authToken>
    <zosconnect_authToken id="otherLogin" authServerRef="otherSrv">
      <tokenRequest credentialLocation="header" requestMethod="POST"/>
      <tokenResponse tokenLocation="body" responseFormat="Text"/>
    </zosconnect_authToken>`)

/** A scenario with secrets; its steps, if it has some, follow. KEY is a variable of the environment. */
export const secretScenario = (steps: string): string => `
scenario: Everything secret is in here
config: server.xml
services:
  vault:
    kind: vault
    at: https://vault.example.com:8200
    rootToken: ${secrets.rootToken}
    approle: { ims: { roleId: ims-role, secretId: ${secrets.secretId} } }
    secrets: { secret/mesh: { client_secret: ${secrets.vaultSecret} } }
  other:
    kind: jwt
    at: https://other.example.com
    path: /login
    users: { ims: ${secrets.authDataPassword} }
    answer: { format: Text }
requests:
  read: { connection: vaultConn, method: GET, path: /v1/secret/data/mesh }
  other: { connection: otherConn, method: GET, path: "/login?key=\${env.KEY}" }
  show: { connection: otherConn, method: GET, path: "/login/\${secret.client_secret}" }
${steps}`

const forms = (secret: string): readonly string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
]

/** The names of the secrets that a text shows, and whether it shows a token. */
export const leaks = (text: string): readonly string[] => [
  ...Object.entries(secrets)
    .filter(([, secret]) => forms(secret).some((form) => text.includes(form)))
    .map(([name]) => name),
  ...(/hv[sb]\.[A-Za-z0-9]{5}|eyJ[\w-]+\.[\w-]+\./.test(text) ? ['a token'] : []),
]
