import { expect, test } from 'vitest'
import type { RunEvent, ScenarioResult } from '../../harness/runner/event.ts'
import { run } from '../../harness/runner/run.ts'
import { pretendedVaults, type Pretence } from '../support/real-vault.ts'
import { serverXml } from '../support/server-xml.ts'
import { virtualFiles } from '../support/virtual-files.ts'

const xml = serverXml(`
  <zosconnect_endpointConnection id="vaultConn" host="https://vault.example.com" port="8200" authenticationConfigRef="vaultLogin"/>
  <zosconnect_authorizationServer id="vaultSrv" tokenEndpoint="https://vault.example.com:8200/v1/auth/approle/login"/>
  <zosconnect_authToken id="vaultLogin" authServerRef="vaultSrv" header="X-Vault-Token" useBearerScheme="false">
    <tokenRequest credentialLocation="body" requestMethod="POST" requestBody='{"role_id":"\${userid}","secret_id":"\${password}"}'/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.auth.client_token" tokenLifetimePath="$.auth.lease_duration"/>
  </zosconnect_authToken>`)

const scenario = (steps: string, more = ''): string => `
scenario: It runs on a real Vault
config: server.xml
services:
  vault:
    kind: vault
    at: https://vault.example.com:8200
    approle: { ims: { roleId: ims-role, secretId: ims-secret, tokenTtl: 15m } }
    secrets: { secret/apimesh: { client_id: ims-app } }
    ${more}
requests:
  read: { connection: vaultConn, path: /v1/secret/data/apimesh }
steps:${steps}`

const call = (expectation: string): string => `
  - call: read
    as: { tokenUsername: ims-role, tokenPassword: ims-secret }
    expect: ${expectation}`

interface Played {
  readonly result: ScenarioResult
  readonly arrived: readonly string[]
}

async function play(
  steps: string,
  { more, transport, ...pretence }: Pretence & { more?: string; transport?: 'sockets' } = {},
): Promise<Played> {
  await using vaults = await pretendedVaults(pretence)
  const environment = virtualFiles({ 'server.xml': xml, 'a.yaml': scenario(steps, more) })
  const events: RunEvent[] = []
  const options = { environment, files: ['a.yaml'], vaults, ...(transport && { transport }) }
  for await (const event of run(options)) events.push(event)
  const finished = events.find((each) => each.kind === 'scenario-finished')
  return { result: finished!.result, arrived: vaults.arrived }
}

const codes = ({ failures, problems }: ScenarioResult): readonly string[] =>
  [...failures, ...problems].filter(({ severity }) => severity === 'error').map(({ code }) => code)

const twice =
  call('{ calls: { vault.login: 1, vault.read:200: 1 } }') + call('{ calls: { vault.login: 0 } }')

test.for(['memory', 'sockets'] as const)(
  'hands requests on with their paths as they are, over %s',
  async (transport) => {
    const { result, arrived } = await play(twice, transport === 'sockets' ? { transport } : {})
    expect(codes(result)).toEqual([])
    expect(arrived).toEqual([
      'POST /v1/auth/approle/login',
      'GET /v1/secret/data/apimesh',
      'GET /v1/secret/data/apimesh',
    ])
    expect(result.vault).toEqual({
      kind: 'binary',
      product: 'Vault',
      version: '1.2.3',
      audited: { 'vault.login': 1, 'vault.read': 2 },
    })
  },
)

test.for([
  ['status: 429', '{ returnCode: BAQ-ERROR-IN-ZCEE, calls: { vault.login:429: 1 } }'],
  ['status: 503', '{ returnCode: BAQ-ERROR-IN-ZCEE, calls: { vault.login:503: 1 } }'],
  ['do: reset', '{ returnCode: BAQ-ERROR-IN-ZCEE, calls: { vault.login:reset: 1 } }'],
] as const)(
  'answers in place of a real Vault where a fault says so: %s',
  async ([fault, expectation]) => {
    const steps = `
  - fault: { at: vault.login, call: 1, ${fault} }${call(expectation)}${call('{ returnCode: 0 }')}`
    const { result, arrived } = await play(steps)
    expect(codes(result)).toEqual([])
    expect(arrived).toEqual(['POST /v1/auth/approle/login', 'GET /v1/secret/data/apimesh'])
  },
)

test.for(['misplaced', 'expired', 'huge', 'tampered'])(
  'spoils a real token as a fault says: %s',
  async (token) => {
    const outcome =
      token === 'misplaced' ? 'BAQ-ERROR-IN-ZCEE' : token === 'huge' ? '0' : 'BAQ-ERROR-IN-API'
    const steps = `
  - fault: { at: vault.login, call: 1, do: token-${token} }${call(`{ returnCode: ${outcome} }`)}`
    const { result } = await play(steps)
    expect(codes(result)).toEqual([])
  },
)

test('revokes a token at the real Vault', async () => {
  const steps = `${call('{ liveTokens: { vault: 1 } }')}
  - revoke: vault.issued[1]
    expect: { affected: 1, liveTokens: { vault: 0 } }${call('{ statusCode: 403, retries: 0 }')}`
  expect(codes((await play(steps)).result)).toEqual([])
})

test('advance moves the clock of z/OS Connect alone, and a new login is as good as any', async () => {
  const steps = `${call('{ calls: { vault.login: 1 } }')}
  - advance: 15m${call('{ calls: { vault.login: 1 } }')}`
  expect(codes((await play(steps)).result)).toEqual([])
})

test('a token that would have died by then is a Problem that says what to write', async () => {
  const more = 'mounts: { secret: kv-v2 }'
  const steps = `
  - call: read
    as: { tokenUsername: ims-role, tokenPassword: ims-secret }
    capture: { id: $.request_id }
  - advance: 14m58s${call('{ calls: { vault.login: 0 } }')}
  - advance: 1s
  - revoke: vault
    expect: { liveTokens: { vault: 0 } }`
  expect(codes((await play(steps, { more })).result)).toEqual([])
  const expiring = `${call('{ calls: { vault.login: 1 } }')}
  - advance: 16m
    expect: { liveTokens: { vault: 0 } }`
  const { result } = await play(expiring)
  expect(result.status).toBe('problem')
  expect(codes(result)).toEqual(['VAULT-CLOCK'])
  expect(result.problems.at(-1)?.tries.join(' ')).toMatch(/revoke: vault.*"wait"/)
})

test('a real Vault that answers otherwise is a failure that shows both answers', async () => {
  const made: Pretence['made'] = (options) => ({ ...options, secrets: {} })
  const { result } = await play(call('{ returnCode: BAQ-ERROR-IN-API }'), { made })
  expect(result.failures).toMatchObject([
    {
      code: 'VAULT-DIFFERS',
      message:
        'Vault 1.2.3 answers GET /v1/secret/data/apimesh with 404, and the embedded Vault would answer 200',
    },
  ])
})

test('a scenario about the other product is skipped, and says why', async () => {
  const { result, arrived } = await play(twice, { more: 'product: openbao' })
  expect(result).toMatchObject({
    status: 'skipped',
    because: 'it is about OpenBao, and this is Vault 1.2.3',
  })
  expect(arrived).toEqual([])
})

test('a scenario about the product of the real Vault runs there', async () => {
  const { result } = await play(twice, { more: 'product: vault' })
  expect(result.status).toBe('passed')
})

test('a real Vault that is gone is a failure of its own', async () => {
  const { result } = await play(call('{ returnCode: BAQ-ERROR-IN-API }'), { endsAfter: 1 })
  expect(codes(result)).toEqual(['VAULT-GONE'])
})

test('a server that baqlab has not prepared is compared with nothing', async () => {
  const made: Pretence['made'] = (options) => ({ ...options, secrets: {} })
  const { result } = await play(call('{ statusCode: 404 }'), { made, isMade: false })
  expect(codes(result)).toEqual([])
})

test('an audit log that has fewer requests fails the scenario and shows which', async () => {
  const unheard = (request: string) => request.startsWith('POST')
  const { result } = await play(call('{ returnCode: 0 }'), { unheard })
  expect(result.failures).toMatchObject([
    {
      code: 'VAULT-AUDIT',
      message: 'vault.login: 1 requests were handed on to Vault 1.2.3, and its audit log has 0',
    },
  ])
})

test.for([
  ['a password that breaks its JSON', '', 'wr"ng', 'JSON input'],
  ['a sealed server', 'sealed: true', 'ims-secret', 'Vault is sealed'],
] as const)(
  'what a server refuses before its audit log hears of it is no difference: %s',
  async ([, more, tokenPassword, why]) => {
    const steps = `
  - call: read
    as: { tokenUsername: ims-role, tokenPassword: '${tokenPassword}' }
    expect: { statusMessage: { contains: ${why} }, calls: { vault.login: 1 } }`
    const { result } = await play(steps, { more, unheard: () => true })
    expect(codes(result)).toEqual([])
    expect(result.vault).toMatchObject({ audited: {} })
  },
)

test.for([
  ['traffic: { call: read, every: 1s, times: 2 }', ''],
  ['skew: { vault: 30s }', ''],
  ['wait: 1ms', 'limits: { leases: 3 }'],
] as const)(
  'what a real Vault cannot do is a Problem before anything is sent: %s',
  async ([step, more]) => {
    const steps = `${call('{ returnCode: 0 }')}
  - ${step}`
    const { result, arrived } = await play(steps, { more })
    expect([codes(result), arrived]).toEqual([['NEEDS-EMBEDDED'], []])
  },
)
