import type { Clock } from '../emulator/index.ts'
import { createFake } from './fakes/create.ts'
import type { Fake } from './fakes/fake.ts'
import type { ProviderSide } from './provider-side.ts'
import type { Scenario } from './scenario/model.ts'
import type { Random } from './seed.ts'
import type { StandIns } from './stand-ins.ts'
import type { Watch } from './world.ts'

/** What the fakes of a world are made of. */
export interface FakesParts extends Watch {
  readonly scenario: Scenario
  readonly clocks: ReadonlyMap<string, Clock>
  readonly real: StandIns
  readonly random: (stream: string) => Random
  readonly provider: ProviderSide
}

/** The services of a scenario, by name; each finds those before it. */
export function makeFakes(parts: FakesParts): ReadonlyMap<string, Fake> {
  const { scenario, clocks, real, random, provider, onLockout } = parts
  const fakes = new Map<string, Fake>()
  for (const { name, options } of scenario.services) {
    const clock = clocks.get(name)!
    const context = {
      name,
      clock,
      random: random(`service ${name}`),
      standIn: real.of.get(name),
      ...(onLockout && { onLockout: (ms: number) => onLockout(name, ms) }),
    }
    fakes.set(
      name,
      createFake(options, context, (other) => fakes.get(other), provider.contextOf(name)),
    )
  }
  return fakes
}
