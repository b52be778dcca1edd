import type { ReadFile, ServerConfig, JwtBuilder } from '../../emulator/config/index.ts'
import type { PlanContext, Problem, SigningKey } from '../../emulator/index.ts'
import type { Scenario, ScenarioCode, Step } from '../scenario/model.ts'
import { KeyStores } from './key-stores.ts'
import { buildersUsed, connectionsUsed } from './needed.ts'
import { signingKeyOf } from './signing.ts'

export interface OpenKeysParts {
  readonly scenario: Scenario
  /** The first configuration, and those in force at each step. */
  readonly config: ServerConfig
  readonly configs: ReadonlyMap<Step, ServerConfig>
  readonly readFile: ReadFile
  readonly context: PlanContext
}

/** The keys of a world, and what is wrong with them. */
export interface OpenKeys {
  readonly signing: ReadonlyMap<JwtBuilder, SigningKey>
  readonly problems: readonly Problem<ScenarioCode>[]
}

/** Opens the key stores that the calls of a scenario need, and no others. */
export async function openKeys(parts: OpenKeysParts): Promise<OpenKeys> {
  const { scenario, config, configs, readFile, context } = parts
  const signing = new Map<JwtBuilder, SigningKey>()
  const problems: Problem<ScenarioCode>[] = []
  for (const each of new Set([config, ...configs.values()])) {
    const stores = new KeyStores({ config: each, sources: scenario.keystores, readFile })
    const connections = connectionsUsed(scenario, each, configs)
    const used = buildersUsed(each, connections, context)
    for (const builder of used) {
      const key = await signingKeyOf(builder, { stores, now: scenario.start, problems })
      if (key) signing.set(builder, key)
    }
    problems.push(...stores.problems)
  }
  return { signing, problems }
}
