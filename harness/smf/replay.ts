import {
  planConnection,
  planContext,
  type Assumptions,
  type Extension,
  type Level,
  type Plan,
  type Refusal,
  type Rule,
  type ServerConfig,
} from '../../emulator/index.ts'
import { fetchedPlans, issuedTokens, type IssuedToken, type TokenFacts } from './issued-token.ts'
import { judgeCall, type Judged, type Undecided } from './judge-call.ts'
import { lookedUpBy, type Effects } from './seen.ts'
import type { SmfCall } from './smf-call.ts'
import type { Told } from './told.ts'
import { TokenHistory } from './token-history.ts'

export interface ReplayOptions {
  readonly calls: readonly SmfCall[]
  readonly config: ServerConfig
  readonly level: Level
  readonly assume?: Partial<Assumptions>
  readonly extensions?: readonly Extension[]
  /** What records do not tell of the tokens of an element. */
  readonly factsOf: (element: string) => TokenFacts
  /** So many of the calls that differ are given. */
  readonly mostDifferences?: number
}

/** How many calls the rules predict as the product did them, and the first they do not. */
export interface Replay {
  readonly calls: number
  readonly same: number
  readonly different: number
  readonly undecided: Readonly<Record<Undecided, number>>
  /** Calls through connections that server.xml does not have, by the id of the connection. */
  readonly leftOut: Readonly<Record<string, number>>
  readonly connections: readonly ConnectionReplay[]
  readonly differences: readonly Difference[]
  /** Rules that the predictions rest on and no source settles. */
  readonly assumed: readonly Rule[]
}

export interface ConnectionReplay {
  readonly connection: string
  readonly calls: number
  readonly same: number
  readonly different: number
  readonly undecided: number
  /** Calls in which the product asked for a token. */
  readonly fetched: number
}

/** A call that the rules predict differently. */
export interface Difference {
  readonly call: SmfCall
  readonly emulated: Told
  readonly product: Told
}

/** Puts the calls of production through the rules, in their order, and counts what they predict. */
export function replay({ calls, mostDifferences = 100, ...options }: ReplayOptions): Replay {
  const run = new Replaying(options, mostDifferences)
  // A call that came to no connection is one the rules speak of, too.
  const isKnown = ({ connection }: SmfCall) =>
    connection === '' || options.config.connections.has(connection)
  for (const { call, isArrival } of momentsOf(calls.filter(isKnown))) run.take(call, isArrival)
  const others = Map.groupBy(
    calls.filter((call) => !isKnown(call)),
    ({ connection }) => connection,
  )
  const leftOut = Object.fromEntries([...others].map(([id, { length }]) => [id, length]))
  return { ...run.result(), leftOut }
}

interface Moment {
  readonly at: number
  /** At one moment: tokens that come, calls that ask for one, calls that ask for none. */
  readonly order: 0 | 1 | 2
  readonly call: SmfCall
  /** Whether a token comes; else the call is judged. */
  readonly isArrival: boolean
}

/** When calls can be judged and tokens come, in order; at one moment as the extract has them. */
function momentsOf(calls: readonly SmfCall[]): readonly Moment[] {
  const moments: Moment[] = []
  for (const call of calls) {
    const { token } = call
    moments.push({ at: lookedUpBy(call), order: token ? 1 : 2, call, isArrival: false })
    if (token && token.finishAt > token.startAt)
      moments.push({ at: token.finishAt, order: 0, call, isArrival: true })
  }
  return moments.toSorted((a, b) => a.at - b.at || a.order - b.order)
}

class Replaying {
  readonly #options: Omit<ReplayOptions, 'calls' | 'mostDifferences'>
  readonly #mostDifferences: number
  readonly #context
  readonly #plans = new Map<string, Plan | Refusal>()
  readonly #histories = new Map<string, TokenHistory>()
  readonly #coming = new Map<SmfCall, Effects>()
  readonly #counts = new Map<
    string,
    { -readonly [K in keyof ConnectionReplay]: ConnectionReplay[K] }
  >()
  readonly #undecided: Record<Undecided, number> = {
    'before the first known fetch': 0,
    'nothing was sent': 0,
  }
  readonly #differences: Difference[] = []
  readonly #rules = new Set<Rule>()

  constructor(options: Omit<ReplayOptions, 'calls' | 'mostDifferences'>, mostDifferences: number) {
    this.#options = options
    this.#mostDifferences = mostDifferences
    const { level, assume = {}, extensions = [] } = options
    this.#context = planContext(level, { assume, extensions })
  }

  take(call: SmfCall, isArrival: boolean): void {
    if (isArrival) return this.#arrive(call)
    const plan = this.#planOf(call.connection)
    const histories = plan.kind === 'plan' ? this.#historiesOf(call, plan) : []
    const judged = judgeCall(call, plan, histories, this.#context.assume)
    this.#count(call, judged)
    if (judged.kind === 'same') this.#learn(call, histories, judged.effects)
    if (call.token) {
      for (const each of judged.effects.rejected) each.rejected(call.token.startAt)
      this.#coming.set(call, judged.effects)
      if (call.token.finishAt === call.token.startAt) this.#arrive(call)
    }
  }

  result(): Omit<Replay, 'leftOut'> {
    const connections = [...this.#counts.values()].toSorted((a, b) =>
      a.connection < b.connection ? -1 : 1,
    )
    const sum = (key: 'calls' | 'same' | 'different') =>
      connections.reduce((all, each) => all + each[key], 0)
    return {
      calls: sum('calls'),
      same: sum('same'),
      different: sum('different'),
      undecided: this.#undecided,
      connections,
      differences: this.#differences,
      assumed: [...this.#rules]
        .filter(({ status }) => status === 'assumed')
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    }
  }

  /** The tokens that a call has asked for are there. */
  #arrive(call: SmfCall): void {
    const effects = this.#coming.get(call)
    this.#coming.delete(call)
    if (!effects || !call.token) return
    const { finishAt } = call.token
    for (const each of effects.stored) each.stored(finishAt, this.#issued(each, call.token), false)
    for (const each of effects.storedOrOld)
      each.stored(finishAt, this.#issued(each, call.token), true)
    for (const each of effects.forgotten) each.forget(finishAt)
  }

  #issued(history: TokenHistory, obtained: NonNullable<SmfCall['token']>): readonly IssuedToken[] {
    const { plan } = history
    const facts = this.#options.factsOf(plan.id)
    const issued = issuedTokens(plan, facts, obtained, history.nextOrdinal())
    for (const { lifetime } of issued) for (const rule of lifetime.rules) this.#rules.add(rule)
    return issued
  }

  /** A call that fits tells which of the possible worlds there was. */
  #learn(call: SmfCall, histories: readonly TokenHistory[], { storedOrOld }: Effects): void {
    const to = lookedUpBy(call)
    if (!call.token && !call.retried)
      for (const each of histories) each.learn(call.entryAt, to, ({ kind }) => kind === 'hit')
    for (const each of storedOrOld) each.learn(call.entryAt, to, ({ kind }) => kind !== 'hit')
  }

  #planOf(connection: string): Plan | Refusal {
    const plan =
      this.#plans.get(connection) ?? planConnection(this.#options.config, connection, this.#context)
    this.#plans.set(connection, plan)
    return plan
  }

  #historiesOf({ server, key }: SmfCall, plan: Plan): readonly TokenHistory[] {
    return fetchedPlans(plan).map((each) => {
      const name = JSON.stringify([server, each.id, key])
      const history = this.#histories.get(name) ?? new TokenHistory(each)
      this.#histories.set(name, history)
      return history
    })
  }

  #count(call: SmfCall, judged: Judged): void {
    const { connection } = call
    const counts = this.#counts.get(connection) ?? {
      connection,
      calls: 0,
      same: 0,
      different: 0,
      undecided: 0,
      fetched: 0,
    }
    this.#counts.set(connection, counts)
    counts.calls++
    counts[judged.kind]++
    if (call.token) counts.fetched++
    if (judged.kind === 'undecided') this.#undecided[judged.because]++
    if (judged.kind === 'same') for (const rule of judged.rules) this.#rules.add(rule)
    if (judged.kind === 'different' && this.#differences.length < this.#mostDifferences)
      this.#differences.push({ call, emulated: judged.emulated, product: judged.product })
  }
}
