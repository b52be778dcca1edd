import { compare } from '../../harness/savings/compare.ts'
import type { Comparison, Variant } from '../../harness/savings/model.ts'
import { runVariant } from '../../harness/savings/run-variant.ts'
import { readScenarios, type Scenario } from '../../harness/scenario/index.ts'
import { virtualFiles } from './virtual-files.ts'

/** A server.xml with one API whose token comes from a login; attributes as they are given. */
export const loginXml = (attributes = ''): string => `<server>
  <featureManager>
    <feature>zosconnect:zosConnect-2.0</feature>
    <feature>zosconnect:apiRequester-1.0</feature>
  </featureManager>
  <zosconnect_endpointConnection id="fleet" host="https://fleet.example.com" port="443"
      authenticationConfigRef="login"/>
  <zosconnect_authorizationServer id="srv" tokenEndpoint="https://auth.example.com/login"/>
  <zosconnect_authToken id="login" authServerRef="srv" ${attributes}>
    <tokenRequest credentialLocation="header" header="Authorization" requestMethod="POST"/>
    <tokenResponse tokenLocation="body" responseFormat="JSON" tokenPath="$.token"
        tokenLifetimePath="$.expires_in"/>
  </zosconnect_authToken>
</server>
`

export interface LoginScenario {
  /** Of the service `auth`, as a flow map: what it issues and refuses. */
  readonly token?: string
  readonly more?: string
  /** Of the service `fleet`. */
  readonly api?: string
  /** The lines under `compare:`, indented by two. */
  readonly compare: string
  readonly servers?: string
}

/** A scenario of that configuration with users U1 to U3. */
export const loginScenario = ({
  token = '{ kind: opaque, lifetime: 15m }',
  more = '',
  api = '',
  compare: section,
  servers = '1',
}: LoginScenario): string => `scenario: Calls of an API whose token comes from a login
config: server.xml
servers: ${servers}
services:
  auth:
    kind: jwt
    at: https://auth.example.com/login
    users: { U1: P1, U2: P2, U3: P3 }
    token: ${token}
    answer: { lifetimePath: $.expires_in }
${more}
  fleet:
    kind: api
    at: https://fleet.example.com
    require: { token: auth }
${api}
    routes: { GET /cars, GET /vans }
requests:
  readCars: { connection: fleet, path: /cars }
  readVans: { connection: fleet, path: /vans }
compare:
${section}
`

/** The scenario of a text, beside the files given; throws where there is a Problem. */
export function scenarioOf(text: string, files: Readonly<Record<string, string>>): Scenario {
  const { readFile, env } = virtualFiles({ ...files, 'scenario.yaml': text })
  const { scenarios, problems } = readScenarios({
    file: 'scenario.yaml',
    readFile,
    env,
    mayBeIdle: true,
  })
  if (!scenarios[0]) throw new Error(JSON.stringify(problems, undefined, 1))
  return scenarios[0]
}

/** One variant of a scenario, with certain calls counted or with every call made. */
export async function variantOf(
  text: string,
  files: Readonly<Record<string, string>>,
  maySkip: boolean,
  index = 0,
): Promise<Variant> {
  const scenario = scenarioOf(text, files)
  const spec = scenario.compare!
  const { readFile } = virtualFiles({ ...files })
  const ran = await runVariant(scenario, spec, spec.variants[index]!, {
    readFile,
    seed: 1,
    bucketMs: 500,
    stopwatch: () => 0,
    maySkip,
  })
  if (!ran.variant) throw new Error(JSON.stringify(ran.problems, undefined, 1))
  return ran.variant
}

/** The whole comparison of a scenario text. */
export async function comparisonOf(
  text: string,
  files: Readonly<Record<string, string>>,
  seed = 1,
): Promise<Comparison> {
  const scenario = scenarioOf(text, files)
  const { readFile } = virtualFiles({ ...files })
  const command = 'baqlab compare scenario.yaml'
  const compared = await compare(scenario, scenario.compare!, {
    readFile,
    seed,
    command,
    stopwatch: () => 0,
  })
  if (!compared.comparison) throw new Error(JSON.stringify(compared.problems, undefined, 1))
  return compared.comparison
}
