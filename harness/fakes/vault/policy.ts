import type { VaultCapability, VaultOptions } from '../options.ts'
import type { Operation } from './engine.ts'

type Policies = VaultOptions['policies']

/** What Vault's own `default` policy grants of what is emulated here. */
const defaultPolicy: Policies[string] = {
  'auth/token/lookup-self': ['read'],
  'auth/token/renew-self': ['update'],
  'auth/token/revoke-self': ['update'],
  'sys/capabilities-self': ['update'],
  'cubbyhole/*': ['create', 'read', 'update', 'delete', 'list'],
}

interface Rule {
  readonly pattern: string
  readonly matches: (path: string) => boolean
  readonly capabilities: ReadonlySet<VaultCapability>
}

/** What tokens with the same policies may do. */
export class Acl {
  readonly #exact = new Map<string, ReadonlySet<VaultCapability>>()
  readonly #wild: readonly Rule[]
  readonly #isRoot: boolean

  constructor(names: readonly string[], policies: Policies) {
    const all = names.map((name) => policies[name] ?? (name === 'default' ? defaultPolicy : {}))
    const wild: Rule[] = []
    for (const [pattern, capabilities] of merged(all)) {
      if (isWild(pattern)) wild.push({ pattern, matches: matcher(pattern), capabilities })
      else this.#exact.set(pattern, capabilities)
    }
    this.#isRoot = names.includes('root')
    this.#wild = wild.toSorted((a, b) => byPriority(b.pattern, a.pattern))
  }

  /** Only the most specific pattern counts, and `deny` in it wins. A path to list ends in a slash. */
  allows(operation: Operation, path: string): boolean {
    if (this.#isRoot) return true
    const capabilities = this.#capabilities(operation, path)
    if (capabilities === undefined || capabilities.has('deny')) return false
    return operation !== 'head' && capabilities.has(operation)
  }

  /** What may be done to a path, as Vault tells it. */
  capabilitiesOf(path: string): readonly string[] {
    if (this.#isRoot) return ['root']
    const granted = this.#capabilities('read', path)
    if (!granted || granted.size === 0 || granted.has('deny')) return ['deny']
    return [...granted].toSorted()
  }

  #capabilities(operation: Operation, path: string): ReadonlySet<VaultCapability> | undefined {
    const exact = this.#exact.get(path)
    if (exact) return exact
    const folder = operation === 'list' ? this.#exact.get(path.replace(/\/$/, '')) : undefined
    return folder ?? this.#wild.find(({ matches }) => matches(path))?.capabilities
  }
}

/** The same pattern in several policies grants what any of them grants. */
function merged(policies: readonly Policies[string][]): Map<string, Set<VaultCapability>> {
  const byPattern = new Map<string, Set<VaultCapability>>()
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
