import {
  error,
  levelText,
  planConnection,
  planContext,
  type Place,
  type Problem,
} from '../../emulator/index.ts'
import type { Observation } from '../observation.ts'
import { observeAll, perform } from '../perform.ts'
import type { Bases } from '../scenario/expect.ts'
import { judge } from '../scenario/expect.ts'
import { callsOf, type Expectation, type Scenario, type Step } from '../scenario/model.ts'
import { TemplateError } from '../template.ts'
import { createWorld, type World, type WorldOptions } from '../world.ts'
import { adviceFor } from './advice.ts'
import type { ScenarioId, Status, TimelineLine, VaultUsed } from './event.ts'
import type { Failure } from './findings.ts'
import { timelineOf } from './timeline.ts'
import {
  compareAudit,
  lookAtServers,
  realDifferences,
  unfitFor,
  vaultUsed,
} from './real-servers.ts'
import { secretsOf } from './world-secrets.ts'

/** How a scenario ended, before secrets are masked. */
export interface ScenarioEnd {
  readonly status: Status
  /** Why it was skipped. */
  readonly because?: string
  readonly problems: readonly Problem[]
  readonly failures: readonly Failure[]
  /** What happened; told when it is asked for, as of a passing scenario it rarely is. */
  readonly timeline: () => readonly TimelineLine[]
  readonly held: number
  readonly counts: ReadonlyMap<string, number>
  readonly assumed: readonly string[]
  readonly elapsedMs: number
  /** Absent where the scenario has no vault. */
  readonly vault?: VaultUsed
  /** What must not be printed and only the run has brought forth. */
  readonly secrets: () => readonly string[]
}

/** What tells a scenario and its row apart from all others of a run. */
export const idOf = ({ name, file, at, row, level }: Scenario): ScenarioId => ({
  name,
  file,
  line: at.line,
  level: levelText(level),
  ...(row && { row: row.name }),
})

/** Runs one scenario in a world of its own; never throws, a crash of ours is a failure. */
export async function runScenario(
  scenario: Scenario,
  options: WorldOptions,
  bases: Bases,
): Promise<ScenarioEnd> {
  const unfit = unfitFor(scenario, options.vaults?.server)
  if (unfit !== undefined) return { ...stopped([]), status: 'skipped', because: unfit }
  const created = await createWorld(scenario, options)
  if (!created.world) return stopped(created.problems)
  await using world = created.world
  const unexpected = unexpectedProblems(world, created.problems)
  if (unexpected.length > 0) return stopped(created.problems)
  const run = new ScenarioRun(world, bases)
  await run.whole(created.problems)
  return run.end(created.problems, await vaultUsed(world))
}

const stopped = (problems: readonly Problem[]): ScenarioEnd => ({
  status: 'problem',
  problems,
  failures: [],
  timeline: () => [],
  held: 0,
  counts: new Map(),
  assumed: [],
  elapsedMs: 0,
  secrets: () => [],
})

/** Errors that make a connection unusable which the scenario calls through and did not say it expects. */
function unexpectedProblems(world: World, problems: readonly Problem[]): readonly Problem[] {
  const { scenario, configs, assume } = world
  if (scenario.expectedProblems) return []
  const context = planContext(scenario.level, { assume, extensions: scenario.extensions })
  const refused = scenario.steps.some((step) => {
    const used = new Set(callsOf(step).map(({ request }) => request.connection))
    return [...used].some(
      (id) => planConnection(configs.get(step)!, id, context).kind === 'refusal',
    )
  })
  const errors = problems.filter(({ severity }) => severity === 'error')
  return refused ? errors : errors.filter(({ code }) => isKeyCode(code))
}

/** Keys are looked for only where a call signs with them or offers them. */
const isKeyCode = (code: string): boolean => /^(KEY|KEYSTORE)-/.test(code)

class ScenarioRun {
  readonly #world: World
  readonly #bases: Bases
  readonly #failures: Failure[] = []
  readonly #problems: Problem[] = []
  readonly #steps: (() => readonly TimelineLine[])[] = []
  #held = 0

  constructor(world: World, bases: Bases) {
    this.#world = world
    this.#bases = bases
  }

  async whole(problems: readonly Problem[]): Promise<void> {
    const { scenario } = this.#world
    this.#judgeProblems(problems)
    for (const [i, step] of scenario.steps.entries()) {
      await this.#step(step, i + 1)
      if (this.#failures.length + this.#problems.length > 0) return
    }
    await lookAtServers(this.#world, scenario.expect)
    this.#tellReal(scenario.at)
    this.#judge(scenario.expect, observeAll(this.#world))
    this.#nothingInSilence()
    for (const failure of await compareAudit(this.#world)) this.#fail(failure)
  }

  end(problems: readonly Problem[], vault: VaultUsed | undefined): ScenarioEnd {
    const { journal, clock, scenario, rules } = this.#world
    const assumed = [...rules].filter(({ status }) => status === 'assumed').map(({ id }) => id)
    return {
      status: this.#status,
      problems: [...problems, ...this.#problems],
      ...(vault && { vault }),
      failures: this.#failures,
      timeline: () => this.#timeline(),
      held: this.#held,
      counts: journal.counts(),
      assumed: assumed.toSorted(),
      elapsedMs: clock.now() - scenario.start,
      secrets: () => secretsOf(this.#world, journal.since(0)),
    }
  }

  get #status(): Status {
    if (this.#problems.length > 0) return 'problem'
    return this.#failures.length > 0 ? 'failed' : 'passed'
  }

  async #step(step: Step, number: number): Promise<void> {
    const world = this.#world
    const beganAt = world.clock.now()
    const seen = await this.#attempt(step)
    const calls = seen?.calls ?? observeAll(world).calls.slice(-1)
    this.#steps.push(() => timelineOf(world, number, step, calls, beganAt))
    await lookAtServers(world, step.expect)
    this.#tellReal(step.at)
    if (!seen || this.#problems.length > 0) return
    this.#judge(step.expect, seen)
    this.#unexpectedRequests(seen, step)
    this.#refusedCommand(seen, step)
    for (const crash of world.crashes) this.#crashed(crash, step)
  }

  #timeline(): readonly TimelineLine[] {
    return this.#steps.flatMap((tell) => tell())
  }

  async #attempt(step: Step): Promise<Observation | undefined> {
    try {
      return await perform(this.#world, step)
    } catch (thrown) {
      if (thrown instanceof TemplateError)
        this.#fail({ code: 'CAPTURE', message: thrown.message, at: step.at })
      else this.#crashed(thrown, step)
      return undefined
    }
  }

  /** What a real server did otherwise than was to be expected: a Problem where it is for its clock. */
  #tellReal(at: Place): void {
    for (const { code, message, tries } of realDifferences(this.#world))
      if (code === 'VAULT-CLOCK') this.#problems.push(error(code, message, at, ...tries))
      else this.#fail({ code, message, at, tries })
  }

  #judge(expectations: readonly Expectation[], seen: Observation): void {
    for (const expectation of expectations) {
      const verdict = judge(expectation, seen, this.#bases)
      if (!verdict) {
        this.#held++
        continue
      }
      const { code, message, part, instead } = verdict
      const parts = 'parts' in expectation ? expectation.parts : {}
      const at = (part === undefined ? undefined : parts[part]) ?? expectation.at
      this.#fail({
        code,
        message,
        at,
        tries: [...adviceFor(code, seen.rules), ...(instead === undefined ? [] : [instead])],
      })
    }
  }

  #judgeProblems(problems: readonly Problem[]): void {
    const { expectedProblems } = this.#world.scenario
    if (!expectedProblems) return
    const codes = problems.filter(({ severity }) => severity === 'error').map(({ code }) => code)
    const found = [...new Set(codes)].toSorted().join(', ') || 'none'
    const wanted = [...new Set(expectedProblems.codes)].toSorted().join(', ') || 'none'
    if (found === wanted) this.#held++
    else
      this.#fail({
        code: 'PROBLEMS',
        message: `the configuration has the errors ${found}, expected ${wanted}`,
        at: expectedProblems.at,
        tries: problems.map(({ code, message }) => `${code}: ${message}`),
      })
  }

  /** Only the first failure tells what was seen: the others would tell the same again. */
  #fail(failure: Failure): void {
    const saw = this.#failures.length === 0 ? this.#timeline() : []
    this.#failures.push({ ...failure, saw })
  }

  /** A request to a route or an origin that nobody scripted is a failure even where nothing is expected. */
  #unexpectedRequests(seen: Observation, step: Step): void {
    const unscripted = seen.entries.filter(({ endpoint }) => endpoint === undefined)
    for (const { request, service } of unscripted.slice(0, 3)) {
      const [address] = request.url.split('?')
      const where =
        service === undefined ? 'no service is bound there' : `${service} has no such route`
      this.#fail({
        code: 'UNEXPECTED-REQUEST',
        message: `${request.method} ${address} was not expected: ${where}`,
        at: step.at,
        tries: [
          service === undefined
            ? 'bind a service to this origin with `at`, or to the element with `for`'
            : `add the route to ${service}, or correct the path of the request`,
        ],
      })
    }
  }

  #refusedCommand({ reply }: Observation, step: Step): void {
    if (!reply || reply.accepted || step.expect.some(({ kind }) => kind === 'accepted')) return
    this.#fail({
      code: 'OPERATOR',
      message: `the command was refused: ${reply.text}`,
      at: step.at,
      tries: ['correct the command, or write `expect: { accepted: false }`'],
    })
  }

  /** A fault that struck nobody proves nothing. */
  #nothingInSilence(): void {
    for (const { text, at } of this.#world.faults.neverStruck())
      this.#fail({
        code: 'FAULT-NEVER-STRUCK',
        message: `the fault never struck: ${text}`,
        ...(at && { at }),
        tries: ['compare its endpoint and ordinal with the requests that came after it'],
      })
  }

  #crashed(crash: unknown, step: Step): void {
    const text = crash instanceof Error ? (crash.stack ?? crash.message) : String(crash)
    this.#fail({
      code: 'CRASH',
      message: `baqlab itself failed, which says nothing about your configuration: ${text}`,
      at: step.at,
      tries: ['report it with this output and the scenario'],
    })
  }
}
