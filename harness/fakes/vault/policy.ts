import type { Operation } from './engine.ts'
import type { Policies } from './policies.ts'
import type { Capability, Rules } from './policy-text.ts'

interface Rule {
  readonly pattern: string
  readonly matches: (path: string) => boolean
  readonly capabilities: ReadonlySet<Capability>
}

/** What tokens with the same policies may do, as the policies are when they ask. */
export class Acl {
  readonly #names: readonly string[]
  readonly #policies: Policies
  readonly #isRoot: boolean
  #exact: ReadonlyMap<string, ReadonlySet<Capability>> = new Map()
  #wild: readonly Rule[] = []
  #revision = -1

  constructor(names: readonly string[], policies: Policies) {
    this.#names = names
    this.#policies = policies
    this.#isRoot = names.includes('root')
  }

  /** Only the most specific pattern counts, and `deny` in it wins. A path to list ends in a slash. */
  allows(operation: Operation, path: string): boolean {
    if (this.#isRoot) return true
    const capabilities = this.#capabilities(operation, path)
    if (capabilities === undefined || capabilities.has('deny')) return false
    return operation !== 'head' && capabilities.has(operation)
  }

  /** Whether it may do on a path what is root's alone. */
  isSudo(operation: Operation, path: string): boolean {
    return this.#isRoot || this.#capabilities(operation, path)?.has('sudo') === true
  }

  /** What may be done to a path, as Vault tells it. */
  capabilitiesOf(path: string): readonly string[] {
    if (this.#isRoot) return ['root']
    const granted = this.#capabilities('read', path)
    if (!granted || granted.size === 0 || granted.has('deny')) return ['deny']
    return [...granted].toSorted()
  }

  #capabilities(operation: Operation, path: string): ReadonlySet<Capability> | undefined {
    if (this.#revision !== this.#policies.revision) this.#readPolicies()
    const exact = this.#exact.get(path)
    if (exact) return exact
    const folder = operation === 'list' ? this.#exact.get(path.replace(/\/$/, '')) : undefined
    return folder ?? this.#wild.find(({ matches }) => matches(path))?.capabilities
  }

  #readPolicies(): void {
    const exact = new Map<string, ReadonlySet<Capability>>()
    const wild: Rule[] = []
    const all = this.#names.map((name) => this.#policies.get(name)?.rules ?? {})
    for (const [pattern, capabilities] of merged(all)) {
      if (isWild(pattern)) wild.push({ pattern, matches: matcher(pattern), capabilities })
      else exact.set(pattern, capabilities)
    }
    this.#exact = exact
    this.#wild = wild.toSorted((a, b) => byPriority(b.pattern, a.pattern))
    this.#revision = this.#policies.revision
  }
}

/** The same pattern in several policies grants what any of them grants. */
function merged(policies: readonly Rules[]): Map<string, Set<Capability>> {
  const byPattern = new Map<string, Set<Capability>>()
  for (const [pattern, granted] of policies.flatMap((policy) => Object.entries(policy))) {
    const path = pattern.replace(/^\//, '')
    byPattern.set(path, new Set([...(byPattern.get(path) ?? []), ...granted]))
  }
  return byPattern
}

const hasPlus = (pattern: string): boolean => pattern.split('/').includes('+')
const isWild = (pattern: string): boolean => pattern.endsWith('*') || hasPlus(pattern)

function matcher(pattern: string): (path: string) => boolean {
  const start = pattern.replace(/\*$/, '')
  if (!hasPlus(pattern)) return (path) => path.startsWith(start)
  const parts = start.split('/').map((part) => (part === '+' ? '[^/]*' : escaped(part)))
  const regex = new RegExp(`^${parts.join('/')}${pattern.endsWith('*') ? '' : '$'}`)
  return (path) => regex.test(path)
}

const escaped = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)

/**
 * Negative where `a` has the lower priority.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching
 */
function byPriority(a: string, b: string): number {
  return (
    firstWildcard(a) - firstWildcard(b) ||
    Number(b.endsWith('*')) - Number(a.endsWith('*')) ||
    pluses(b) - pluses(a) ||
    a.length - b.length ||
    (a < b ? -1 : 1)
  )
}

const pluses = (pattern: string): number =>
  pattern.split('/').filter((segment) => segment === '+').length

function firstWildcard(pattern: string): number {
  const segments = pattern.split('/')
  const plus = segments.indexOf('+')
  return plus < 0 ? pattern.length - 1 : segments.slice(0, plus).join('/').length + Math.sign(plus)
}
