import {
  planConnection,
  planContext,
  suggestName,
  type Level,
  type ServerConfig,
} from '../../emulator/index.ts'
import { fetchedPlans, type FetchedPlan, type TokenFacts } from './issued-token.ts'

/** What the user says of tokens: for one element, or for every one where none is named. */
export interface Said<T> {
  readonly element?: string
  readonly value: T
}

export interface SaidFacts {
  readonly kinds: readonly Said<TokenFacts['kind']>[]
  /** Milliseconds, or that there is none. */
  readonly lifetimes: readonly Said<number | 'none'>[]
}

/** What is known of the tokens of each element, or what is still to be said. */
export type KnownFacts =
  | { readonly factsOf: (element: string) => TokenFacts }
  | { readonly wrong: string; readonly type: string }

/** Puts together what server.xml and the user say of the tokens behind these connections. */
export function tokenFacts(
  config: ServerConfig,
  level: Level,
  connections: Iterable<string>,
  said: SaidFacts,
): KnownFacts {
  const plans = new Map<string, FetchedPlan>()
  for (const id of connections) {
    const plan = planConnection(config, id, planContext(level))
    if (plan.kind === 'plan') for (const each of fetchedPlans(plan)) plans.set(each.id, each)
  }
  const unknown = [...said.kinds, ...said.lifetimes].find(
    ({ element }) => element !== undefined && !plans.has(element),
  )
  if (unknown)
    return {
      wrong: `"${unknown.element}" is no element whose tokens these calls used`,
      type: suggestName(unknown.element!, plans.keys()),
    }
  const facts = new Map<string, TokenFacts>()
  for (const plan of plans.values()) {
    const kind = saidOf(said.kinds, plan.id) ?? usualKind(plan)
    const lifetime = saidOf(said.lifetimes, plan.id)
    if (lifetime === undefined && needsLifetime(plan, kind))
      return {
        wrong: `how long the tokens of "${plan.id}" live stands in no record and not in server.xml`,
        type: `--lifetime ${plan.id}=15m, or ${plan.id}=none where they have no end`,
      }
    facts.set(plan.id, { kind, ...(typeof lifetime === 'number' && { lifetimeMs: lifetime }) })
  }
  return { factsOf: (element) => facts.get(element) ?? { kind: 'opaque' } }
}

/** What is said of the element itself wins over what is said of all. */
const saidOf = <T>(said: readonly Said<T>[], id: string): T | undefined =>
  (
    said.findLast(({ element }) => element === id) ??
    said.findLast(({ element }) => element === undefined)
  )?.value

const usualKind = (plan: FetchedPlan): TokenFacts['kind'] =>
  plan.kind === 'authToken' && plan.response.token.in === 'jwt' ? 'jwt' : 'opaque'

/** Whether the lifetime is in a claim or an answer, and nowhere in server.xml. */
function needsLifetime(plan: FetchedPlan, kind: TokenFacts['kind']): boolean {
  if (plan.kind === 'oauth') return true
  if (plan.lifetime.tokenLifetimeMs !== undefined) return false
  const isJws = kind === 'jwt' || kind === 'jwt-with-jti'
  return isJws || plan.response.lifetimePath !== undefined
}

/** Whether calls through the connection are told apart by credentials of their programs. */
export function takesCredentials(config: ServerConfig, level: Level, connection: string): boolean {
  const plan = planConnection(config, connection, planContext(level))
  if (plan.kind === 'refusal') return false
  return fetchedPlans(plan).some((each) =>
    each.kind === 'authToken'
      ? each.authData === undefined
      : each.grant.type !== 'client_credentials' || each.client.kind === 'program',
  )
}
