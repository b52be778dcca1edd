import type { ServerConfig } from '../emulator/config/index.ts'
import { error, suggestName, type Problem } from '../emulator/index.ts'
import type { CompareSpec } from './scenario/compare-model.ts'
import type { CallSpec, RequestTemplate, Scenario, ScenarioCode, Step } from './scenario/model.ts'

/** A scenario whose requests all know their connection, and APIs or operations that no archive has. */
export interface ResolvedApis {
  readonly scenario: Scenario
  readonly configs: ReadonlyMap<Step, ServerConfig>
  readonly problems: readonly Problem<ScenarioCode>[]
}

/** Gives requests that are written as a copybook has them the connection that their archive names. */
export function resolveApis(
  scenario: Scenario,
  config: ServerConfig,
  configs: ReadonlyMap<Step, ServerConfig>,
): ResolvedApis {
  const problems = new Map<string, Problem<ScenarioCode>>()
  const resolve = (request: RequestTemplate, inForce: ServerConfig): RequestTemplate => {
    const resolved = resolveRequest(request, inForce)
    if ('request' in resolved) return resolved.request
    // A request that many steps make is told once.
    problems.set(`${resolved.problem.message}${request.at.line}`, resolved.problem)
    return request
  }
  const newConfigs = new Map<Step, ServerConfig>()
  const steps = scenario.steps.map((step) => {
    const inForce = configs.get(step) ?? config
    const own = withRequests(step, (request) => resolve(request, inForce))
    newConfigs.set(own, inForce)
    return own
  })
  const requests = new Map(
    [...scenario.requests].map(([name, each]) => [name, resolve(each, config)] as const),
  )
  const compare = scenario.compare && withFlows(scenario.compare, (each) => resolve(each, config))
  return {
    scenario: { ...scenario, steps, requests, ...(compare && { compare }) },
    configs: newConfigs,
    problems: [...problems.values()],
  }
}

type Resolve = (request: RequestTemplate) => RequestTemplate

const called =
  (resolve: Resolve) =>
  (call: CallSpec): CallSpec => ({ ...call, request: resolve(call.request) })

function withFlows(compare: CompareSpec, resolve: Resolve): CompareSpec {
  const flows = compare.flows.map((flow) => ({
    ...flow,
    parts: flow.parts.map((part) => ({ ...part, calls: part.calls.map(called(resolve)) })),
  }))
  return { ...compare, flows }
}

function withRequests(step: Step, resolve: Resolve): Step {
  switch (step.kind) {
    case 'call':
      return { ...step, call: called(resolve)(step.call) }
    case 'parallel':
      return { ...step, calls: step.calls.map(called(resolve)) }
    case 'traffic':
      return { ...step, traffic: { ...step.traffic, call: called(resolve)(step.traffic.call) } }
    default:
      return step
  }
}

/** One request with its connection, or why it has none. */
export function resolveRequest(
  request: RequestTemplate,
  { archives }: ServerConfig,
): { readonly request: RequestTemplate } | { readonly problem: Problem<ScenarioCode> } {
  const { api, method } = request
  if (!api) return { request }
  const archive = archives.get(api.name)
  if (!archive)
    return {
      problem: unknown(
        `no archive has the API "${api.name}"`,
        api,
        suggestName(api.name, archives.keys()),
      ),
    }
  const { operations, connectionRef, file } = archive
  const wanted = `${method} ${api.path.replace(/\?.*$/s, '')}`
  const known = operations.map((each) => `${each.method} ${each.path}`)
  if (!known.includes(wanted))
    return {
      problem: unknown(
        `the API "${api.name}" has no "${wanted}"`,
        api,
        suggestName(wanted, known.slice(0, 200)),
      ),
    }
  if (connectionRef === undefined)
    return {
      problem: unknown(
        `the archive "${file}" names no connection`,
        api,
        'write "connection:" instead of "api:"',
      ),
    }
  return { request: { ...request, connection: connectionRef } }
}

const unknown = (message: string, { at }: NonNullable<RequestTemplate['api']>, tries: string) =>
  error<ScenarioCode>('UNKNOWN-NAME', message, at, tries)
