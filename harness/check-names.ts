import type { ServerConfig } from '../emulator/config/index.ts'
import { error, suggestName, type Place, type Problem } from '../emulator/index.ts'
import {
  callsOf,
  type Expectation,
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
  const ofSteps = scenario.steps.flatMap((step) => [
    ...unknownConnections(step, configs.get(step) ?? config),
    ...unknownElements(step.expect, [configs.get(step) ?? config]),
  ])
  const problems = [...ofSteps, ...unknownElements(scenario.expect, [config, ...configs.values()])]
  // A request that many steps make is told once.
  return problems.filter(({ at, message }, i) => {
    const first = problems.findIndex((each) => each.at === at && each.message === message)
    return first === i
  })
}

const unknownConnections = (step: Step, { connections }: ServerConfig) =>
  callsOf(step)
    .map(({ request }) => request)
    .filter(({ connection }) => !connections.has(connection))
    .map(({ connection, at }) =>
      unknown('zosconnect_endpointConnection', connection, connections.keys(), at),
    )

const unknownElements = (expectations: readonly Expectation[], configs: readonly ServerConfig[]) =>
  expectations
    .filter(isAboutToken)
    .filter(({ element }) => !configs.some(({ authTokens }) => authTokens.has(element)))
    .map(({ element, at }) =>
      unknown('zosconnect_authToken', element, configs[0]!.authTokens.keys(), at),
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
