import { expect, test } from 'vitest'
import { perform } from '../../harness/perform.ts'
import { readScenarios } from '../../harness/scenario/index.ts'
import type { Scenario } from '../../harness/scenario/model.ts'
import { createWorld } from '../../harness/world.ts'
import { serverXml } from '../support/server-xml.ts'
import { virtualFiles } from '../support/virtual-files.ts'

const rounds = process.env['SOAK'] ? 10_000 : 1000

const environment = virtualFiles({
  'server.xml': serverXml(`
    <zosconnect_endpointConnection id="api" host="https://api.example.com" authenticationConfigRef="login"/>
    <zosconnect_authorizationServer id="auth" tokenEndpoint="https://auth.example.com/login"/>
    <zosconnect_authToken id="login" authServerRef="auth">
      <tokenRequest credentialLocation="header" requestMethod="POST"/>
      <tokenResponse tokenLocation="body" responseFormat="Text"/>
    </zosconnect_authToken>`),
  'scenario.yaml': `
scenario: Forty callers meet faults by ordinal
config: server.xml
services:
  auth:
    kind: jwt
    at: https://auth.example.com/login
    users: { ims: s3cr3t }
    token: { kind: opaque }
    answer: { in: body, format: Text }
  api:
    kind: api
    at: https://api.example.com
    routes: { GET /accounts: { status: 200 } }
requests:
  read: { connection: api, method: GET, path: /accounts }
steps:
  - fault: { at: auth.login, calls: 2..3, status: 503 }
  - fault: { at: auth.login, call: 17, do: reset }
  - fault: { at: api, call: 5, status: 401 }
  - parallel:
      call: read
      times: 40
      as: { tokenUsername: ims, tokenPassword: s3cr3t }
`,
})

test(`each of 40 parallel calls ends exactly as scripted, in ${rounds} rounds`, async () => {
  const scenario = readOne()
  for (let seed = 0; seed < rounds; seed++) {
    const { logins, apiCalls, outcomes } = await round(scenario, seed)
    expect(logins).toEqual(scripted(40, { 2: 503, 3: 503, 17: 'reset' }))
    expect(apiCalls).toEqual(scripted(37, { 5: 401 }))
    expect(outcomes).toEqual({ '0/200': 36, '1/401': 1, '2/500': 3 })
  }
})

function readOne(): Scenario {
  const { readFile, env } = environment
  const { scenarios, problems } = readScenarios({ file: 'scenario.yaml', readFile, env })
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  return scenarios[0]!
}

async function round(scenario: Scenario, seed: number) {
  const { world } = await createWorld(scenario, { readFile: environment.readFile, seed })
  await using started = world!
  for (const step of scenario.steps) await perform(started, step)
  const ended = (name: string) =>
    started.journal
      .since(0)
      .filter(({ service }) => service === name)
      .map(({ outcome }) => (outcome?.kind === 'response' ? outcome.status : outcome?.kind))
  return {
    logins: ended('auth'),
    apiCalls: ended('api'),
    outcomes: Object.fromEntries(started.meters.all.outcomes),
  }
}

const scripted = (count: number, faults: Readonly<Record<number, number | string>>) =>
  Array.from({ length: count }, (_, i) => faults[i + 1] ?? 200)
