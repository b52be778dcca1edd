import type { ServerConfig } from '../emulator/config/index.ts'
import { error, suggestName, type Place, type Problem } from '../emulator/index.ts'
import {
  callsOf,
  type Expectation,
  type RequestTemplate,
  type Scenario,
  type ScenarioCode,
  type Step,
} from './scenario/model.ts'

/** Names of a scenario that server.xml does not have: connections of requests, elements of tokens. */
export function checkNames(
  scenario: Scenario,
  config: ServerConfig,
  configs: ReadonlyMap<Step, ServerConfig>,
): readonly Problem<ScenarioCode>[] {
  const ofSteps = scenario.steps.flatMap((step) => {
    const inForce = configs.get(step) ?? config
    const requests = callsOf(step).map(({ request }) => request)
    return [...checkConnections(requests, inForce), ...checkElements(step.expect, [inForce])]
  })
  const problems = [...ofSteps, ...checkElements(scenario.expect, [config, ...configs.values()])]
  // A request that many steps make is told once.
  return problems.filter(({ at, message }, i) => {
    const first = problems.findIndex((each) => each.at === at && each.message === message)
    return first === i
  })
}

/** Elements of tokens that expectations name and no configuration has. */
export function checkElements(
  expectations: readonly Expectation[],
  configs: readonly ServerConfig[],
): readonly Problem<ScenarioCode>[] {
  const known = new Set(configs.flatMap(tokenElements))
  return expectations
    .filter(isAboutToken)
    .filter(({ element }) => !known.has(element))
    .map(({ element, at }) => unknown('zosconnect_authToken', element, known, at))
}

/** The elements whose tokens the cache may keep. */
const tokenElements = ({ authTokens, oAuthConfigs }: ServerConfig): readonly string[] => [
  ...authTokens.keys(),
  ...oAuthConfigs.keys(),
]

/** Connections that requests name and server.xml does not have. */
export const checkConnections = (
  requests: readonly RequestTemplate[],
  { connections }: ServerConfig,
): readonly Problem<ScenarioCode>[] =>
  requests
    .filter(({ connection }) => !connections.has(connection))
    .map(({ connection, at }) =>
      unknown('zosconnect_endpointConnection', connection, connections.keys(), at),
    )

const isAboutToken = (each: Expectation): each is Extract<Expectation, { kind: 'token' }> =>
  each.kind === 'token'

const unknown = (what: string, id: string, known: Iterable<string>, at: Place) =>
  error<ScenarioCode>(
    'UNKNOWN-NAME',
    `server.xml has no ${what} "${id}"`,
    at,
    suggestName(id, known),
  )
