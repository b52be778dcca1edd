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
import { placeText, ruleById } from './explanation.ts'
import { cited, wrap } from './wrap.ts'

/** For each API of a scenario: which roles lead to which SAF user, and what that user may do. */
export function explainRoles(scenario: Scenario, config: ProviderConfig): string {
  const { services, roleMapping, saf = noDefinitions } = scenario
  const blocks = services.flatMap((service) => {
    const { options } = service
    if (options.kind !== 'inbound') return []
    const apis = Map.groupBy(options.operations, ({ api }) => api)
    return [...apis].map(([api, operations]) => {
      const parts = { config, saf, service, options, scenario, operations }
      return [`API ${api}  ${service.name}`, ...usersOf(api, parts, roleMapping)].join('\n')
    })
  })
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`
}

interface ApiParts {
  readonly config: ProviderConfig
  readonly saf: SafDefinitions
  readonly service: Service
  readonly options: InboundOptions
  readonly scenario: Scenario
  readonly operations: readonly InboundOperation[]
}

function usersOf(api: string, parts: ApiParts, mapping: RoleMapping | undefined): string[] {
  const rules = mapping ? rulesFor(mapping, { api, url: addressOf(parts) }) : []
  if (!mapping || rules.length === 0) {
    const text = 'no role is mapped: a person runs as the SAF user of the registry or of a filter'
    return [
      wrap('  ', cited(text, [ruleById('inbound.distributed'), ruleById('inbound.no-saf-user')])),
    ]
  }
  const { otherwise } = mapping
  return [
    ...rules.flatMap(({ role, claim, user, at }, i) => [
      wrap(
        `  ${i + 1}  `,
        cited(`role "${role}" at ${[claim].flat().join(' > ')}: ${user}, ${placeText(at)}`, [
          ruleById('inbound.role'),
        ]),
      ),
      ...abilities(user, parts),
    ]),
    wrap(
      '  -  ',
      cited(`any other token: ${otherwise?.user ?? 'refused with 403'}`, [
        ruleById('inbound.role.otherwise'),
      ]),
    ),
    ...(otherwise ? abilities(otherwise.user, parts) : []),
  ]
}

/** Where the first operation is: an application is told by the context root. */
function addressOf({ service: { binding }, operations: [first] }: ApiParts): string {
  const base = binding.kind === 'at' ? binding.origin + binding.path : 'https://localhost'
  return base + (first?.path ?? '/')
}

function abilities(
  user: string,
  { config, saf, options, scenario, operations }: ApiParts,
): string[] {
  const ims = scenario.services.find(({ name }) => name === options.ims.service)?.options
  return operations.map(({ name, api, method, path, transaction }) => {
    const allowed = authorize({ config, saf, user, api })
    const step =
      allowed.kind === 'found' ? checkTransaction(saf, user, needs(transaction, ims)) : allowed
    const last = step.events.at(-1)
    const title = name === `${method} ${path}` ? name : `${name} (${method} ${path})`
    const word = step.kind === 'found' ? 'may' : 'may not'
    return wrap(
      `       ${word.padEnd(8)} `,
      cited(`${title}, ${transaction}: ${last?.text ?? ''}`, last?.rules ?? []),
    )
  })
}

const needs = (name: string, ims: Service['options'] | undefined) => ({
  name,
  db2: (ims?.kind === 'ims' ? (ims satisfies ImsOptions).transactions[name]?.db2 : undefined) ?? [],
})
