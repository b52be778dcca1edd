import type { ServerConfig } from '../emulator/config/index.ts'
import { error, suggestName, type Place, type Problem } from '../emulator/index.ts'
import { callsOf, type Expectation, type Scenario, type ScenarioCode } from './scenario/model.ts'

/** Names of a scenario that server.xml does not have: connections of requests, elements of tokens. */
export function checkNames(
  scenario: Scenario,
  config: ServerConfig,
): readonly Problem<ScenarioCode>[] {
  const requests = new Set(scenario.steps.flatMap(callsOf).map(({ request }) => request))
  const connections = [...requests]
    .filter(({ connection }) => !config.connections.has(connection))
    .map(({ connection, at }) =>
      unknown('zosconnect_endpointConnection', connection, config.connections.keys(), at),
    )
  const expectations = [...scenario.steps.flatMap(({ expect }) => expect), ...scenario.expect]
  const tokens = expectations
    .filter(isAboutToken)
    .filter(({ element }) => !config.authTokens.has(element))
  return [
    ...connections,
    ...tokens.map(({ element, at }) =>
      unknown('zosconnect_authToken', element, config.authTokens.keys(), at),
    ),
  ]
}

const isAboutToken = (each: Expectation): each is Extract<Expectation, { kind: 'token' }> =>
  each.kind === 'token'

const unknown = (what: string, id: string, known: Iterable<string>, at: Place) =>
  error<ScenarioCode>(
    'UNKNOWN-NAME',
    `server.xml has no ${what} "${id}"`,
    at,
    suggestName(id, known),
  )
