import type { ProviderConfig } from '../../emulator/config/index.ts'
import {
  authorize,
  checkTransaction,
  rulesFor,
  type RoleMapping,
} from '../../emulator/inbound/index.ts'
import { noDefinitions, type SafDefinitions } from '../../emulator/saf/index.ts'
import type { ImsOptions, InboundOperation, InboundOptions } from '../fakes/options.ts'
import type { Scenario, Service } from '../scenario/model.ts'
import { ruleById } from './explanation.ts'
import type { Ability, ApiExplanation, Runner } from './report.ts'

/** For each API of a scenario: which roles lead to which SAF user, and what that user may do. */
export function explainRoles(
  scenario: Scenario,
  config: ProviderConfig,
): readonly ApiExplanation[] {
  const { services, roleMapping, saf = noDefinitions } = scenario
  return services.flatMap((service) => {
    const { options } = service
    if (options.kind !== 'inbound') return []
    const apis = Map.groupBy(options.operations, ({ api }) => api)
    return [...apis].map(([api, operations]) => {
      const parts = { config, saf, service, options, scenario, operations }
      return { api, service: service.name, runners: runnersOf(api, parts, roleMapping) }
    })
  })
}

interface ApiParts {
  readonly config: ProviderConfig
  readonly saf: SafDefinitions
  readonly service: Service
  readonly options: InboundOptions
  readonly scenario: Scenario
  readonly operations: readonly InboundOperation[]
}

function runnersOf(
  api: string,
  parts: ApiParts,
  mapping: RoleMapping | undefined,
): readonly Runner[] {
  const rules = mapping ? rulesFor(mapping, { api, url: addressOf(parts) }) : []
  if (!mapping || rules.length === 0)
    return [
      {
        kind: 'person',
        text: 'no role is mapped: a person runs as the SAF user of the registry or of a filter',
        rules: [ruleById('inbound.distributed'), ruleById('inbound.no-saf-user')],
        abilities: [],
      },
    ]
  const { otherwise } = mapping
  return [
    ...rules.map(({ role, claim, user, at }): Runner => {
      const text = `role "${role}" at ${[claim].flat().join(' > ')}: ${user}`
      const abilities = abilitiesOf(user, parts)
      return { kind: 'role', text, user, at, rules: [ruleById('inbound.role')], abilities }
    }),
    {
      kind: 'otherwise',
      text: `any other token: ${otherwise?.user ?? 'refused with 403'}`,
      ...(otherwise && { user: otherwise.user }),
      rules: [ruleById('inbound.role.otherwise')],
      abilities: otherwise ? abilitiesOf(otherwise.user, parts) : [],
    },
  ]
}

/** Where the first operation is: an application is told by the context root. */
function addressOf({ service: { binding }, operations: [first] }: ApiParts): string {
  const base = binding.kind === 'at' ? binding.origin + binding.path : 'https://localhost'
  return base + (first?.path ?? '/')
}

function abilitiesOf(
  user: string,
  { config, saf, options, scenario, operations }: ApiParts,
): readonly Ability[] {
  const ims = scenario.services.find(({ name }) => name === options.ims.service)?.options
  return operations.map(({ name, api, method, path, transaction }) => {
    const allowed = authorize({ config, saf, user, api })
    const step =
      allowed.kind === 'found' ? checkTransaction(saf, user, needs(transaction, ims)) : allowed
    const { text = '', rules = [] } = step.events.at(-1) ?? {}
    const operation = name === `${method} ${path}` ? name : `${name} (${method} ${path})`
    return { operation, transaction, allowed: step.kind === 'found', because: text, rules }
  })
}

const needs = (name: string, ims: Service['options'] | undefined) => ({
  name,
  db2: (ims?.kind === 'ims' ? (ims satisfies ImsOptions).transactions[name]?.db2 : undefined) ?? [],
})
