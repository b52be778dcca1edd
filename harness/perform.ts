import {
  readCommand,
  suggestName,
  systemClock,
  type Clock,
  type OperatorReply,
} from '../emulator/index.ts'
import { sendRequest } from './client.ts'
import type { Observation } from './observation.ts'
import { beginStep, observe, originOf } from './observe.ts'
import { makeCall } from './program.ts'
import type { Step } from './scenario/model.ts'
import { leastDistanceMs, poissonArrivals, steadyArrivals } from './traffic.ts'
import type { World } from './world.ts'

/** Does one step in a world, on its clock, and says what changed. */
export async function perform(world: World, step: Step): Promise<Observation> {
  const since = beginStep(world)
  const done = await world.clock.drive(step.text, () => carryOut(world, step))
  return observe(world, since, done)
}

/** Everything since the world began. */
export const observeAll = (world: World): Observation => observe(world, originOf(world), {})

/** What some steps give back besides what the world's figures show. */
interface Done {
  readonly reply?: OperatorReply
  readonly affected?: number
}

async function carryOut(world: World, step: Step): Promise<Done> {
  const { clock } = world
  switch (step.kind) {
    case 'call':
      for (let i = 0; i < step.times; i++) await makeCall(world, step.call)
      return {}
    case 'request':
      await sendRequest(world, step.request)
      return {}
    case 'parallel':
      await together(
        world,
        step.calls.map((call) => () => makeCall(world, call)),
      )
      return {}
    case 'traffic':
      await flow(world, step)
      return {}
    case 'wait':
      if (hasRealServer(world)) await systemClock.sleep(step.ms)
      await clock.sleep(step.ms)
      return {}
    case 'advance':
      await clock.sleep(step.ms)
      return {}
    case 'at':
      await clock.sleep(momentOf(world, step.ms) - clock.now())
      return {}
    case 'fault':
      setFault(world, step)
      return {}
    case 'revoke':
      return { affected: await revoke(world, step) }
    case 'operator':
      return operate(world, step.command)
    case 'restart':
      world.servers.set(step.server, world.startServer(step.server))
      return {}
    case 'rotate':
      return { affected: world.fakes.get(step.service)?.rotate?.({ drop: step.drop }) ?? 0 }
    case 'skew':
      for (const [name, ms] of Object.entries(step.skewsMs)) world.clocks.get(name)!.skewMs = ms
      return {}
    case 'config':
      world.reload(step)
      return {}
  }
}

async function revoke({ fakes }: World, step: Extract<Step, { kind: 'revoke' }>): Promise<number> {
  const fake = fakes.get(step.service)
  return (fake?.real ? await fake.real.revoke(step.ordinal) : fake?.revoke(step.ordinal)) ?? 0
}

const hasRealServer = ({ fakes }: World): boolean => [...fakes.values()].some(({ real }) => real)

const momentOf = ({ scenario }: World, ms: number): number => scenario.start + ms

/** Starts activities at one moment and waits for all; the first crash ends the wait. */
async function together(world: World, bodies: readonly (() => Promise<unknown>)[]): Promise<void> {
  const running = bodies.map((body, i) => world.clock.run(`caller ${i + 1}`, body))
  await world.clock.wait(Promise.all(running), 'its callers')
}

async function flow(world: World, { traffic, at }: Extract<Step, { kind: 'traffic' }>) {
  const { clock, seed } = world
  const { everyMs, times = Infinity, forMs = Infinity, callers = Infinity } = traffic
  const arrivals =
    traffic.arrivals === 'steady'
      ? steadyArrivals(everyMs)
      : poissonArrivals(everyMs, seed, `traffic ${at.line}:${at.col}`)
  const begin = clock.now()
  const crew = new Crew(world, callers)
  let from = 0
  for (let made = 0; made < times; made++) {
    const next = arrivals.nextFrom(from)
    if (next >= forMs) break
    await clock.sleep(begin + next - clock.now())
    await crew.hire(() => makeCall(world, traffic.call))
    from = next + leastDistanceMs / 2
  }
  await crew.finish()
  if (forMs !== Infinity) await clock.sleep(begin + forMs - clock.now())
}

/** So many callers at most; a call that finds none free waits for one. */
class Crew {
  readonly #clock: Clock
  readonly #size: number
  readonly #waiting: (() => void)[] = []
  #busy = 0
  #crash: { readonly reason: unknown } | undefined

  constructor({ clock }: World, size: number) {
    this.#clock = clock
    this.#size = size
  }

  async hire(body: () => Promise<unknown>): Promise<void> {
    await this.#until(() => this.#busy < this.#size)
    this.#busy++
    void this.#clock.run('caller', () => this.#work(body))
  }

  async finish(): Promise<void> {
    await this.#until(() => this.#busy === 0)
  }

  async #work(body: () => Promise<unknown>): Promise<void> {
    try {
      await body()
    } catch (reason) {
      this.#crash ??= { reason }
    } finally {
      this.#busy--
      for (const go of this.#waiting.splice(0)) go()
    }
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!this.#crash && !holds()) {
      const freed = new Promise<void>((go) => this.#waiting.push(go))
      await this.#clock.wait(freed, 'a free caller')
    }
    if (this.#crash) throw this.#crash.reason
  }
}

/** Lets a fault strike from now on. */
export function setFault(
  { clock, faults }: Pick<World, 'clock' | 'faults'>,
  step: Pick<Extract<Step, { kind: 'fault' }>, 'fault' | 'text' | 'at'>,
): void {
  const { window, ...rest } = step.fault
  faults.set({
    ...rest,
    text: step.text,
    at: step.at,
    window: window.kind === 'for' ? { kind: 'until', at: clock.now() + window.ms } : window,
  })
}

function operate(world: World, text: string): Done {
  const command = readCommand(text)
  const jobs = [...world.servers.keys()]
  const server = command && world.servers.get(command.job)
  if (command && !server) {
    const tries = suggestName(command.job, jobs)
    return { affected: 0, reply: refuse(`there is no job "${command.job}": ${tries}`) }
  }
  const reply = (server ?? world.servers.get(jobs[0]!)!).operate(text)
  for (const rule of reply.rules) world.rules.add(rule)
  return { reply, affected: reply.cleared }
}

const refuse = (text: string): OperatorReply => ({ accepted: false, text, cleared: 0, rules: [] })
