import type { Problem } from '../../emulator/index.ts'
import { perform } from '../../harness/perform.ts'
import type { Observation } from '../../harness/observation.ts'
import { readScenarios } from '../../harness/scenario/index.ts'
import { createWorld, type World } from '../../harness/world.ts'
import { virtualFiles } from './virtual-files.ts'

export interface ScenarioWorld extends AsyncDisposable {
  readonly world: World
  /** Of the configuration and the keys. */
  readonly problems: readonly Problem[]
  /** Does every step, and gives what was seen of each. */
  steps(): Promise<readonly Observation[]>
}

/** The world of a scenario text beside other files; throws where there is a Problem. */
export async function scenarioWorld(
  text: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  transport: 'memory' | 'sockets' = 'memory',
): Promise<ScenarioWorld> {
  const { readFile, env } = virtualFiles({ ...files, 'scenario.yaml': text })
  const { scenarios, problems } = readScenarios({ file: 'scenario.yaml', readFile, env })
  const [scenario] = scenarios
  if (!scenario) throw new Error(JSON.stringify(problems))
  const { world, problems: more } = await createWorld(scenario, { readFile, transport })
  if (!world) throw new Error(JSON.stringify(more))
  return {
    world,
    problems: more,
    async steps() {
      const seen: Observation[] = []
      for (const step of scenario.steps) seen.push(await perform(world, step))
      return seen
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}
