import type { Operation } from './engine.ts'
import { admits, admitsWrap, joined, type Grant } from './grant.ts'
import type { Policies } from './policies.ts'
import type { Rules } from './policy-text.ts'
import { filled, type ValueOf } from './policy-templates.ts'

interface Rule {
  readonly pattern: string
  readonly matches: (path: string) => boolean
  readonly grant: Grant
}

/** What else of a request a policy looks at. */
export interface Sent {
  readonly data?: Readonly<Record<string, unknown>>
  readonly wrapMs?: number | undefined
}

/** What tokens with the same policies may do, as the policies are when they ask. */
export class Acl {
  readonly #names: readonly string[]
  readonly #policies: Policies
  readonly #isRoot: boolean
  #exact: ReadonlyMap<string, Grant> = new Map()
  #wild: readonly Rule[] = []
  #revision = -1

  readonly #valueOf: ValueOf

  constructor(names: readonly string[], policies: Policies, valueOf: ValueOf = () => undefined) {
    this.#valueOf = valueOf
    this.#names = names
    this.#policies = policies
    this.#isRoot = names.includes('root')
  }

  /** Only the most specific pattern counts, and `deny` in it wins. A path to list ends in a slash. */
  allows(operation: Operation, path: string, { data = {}, wrapMs }: Sent = {}): boolean {
    if (this.#isRoot) return true
    const grant = this.#grant(operation, path)
    if (grant === undefined || operation === 'head') return false
    const { capabilities } = grant
    if (capabilities.includes('deny') || !capabilities.includes(operation)) return false
    if (!admitsWrap(grant, wrapMs)) return false
    return !withFields.has(operation) || admits(grant, data, this.#policies.product)
  }

  /** Whether it may do on a path what is root's alone. */
  isSudo(operation: Operation, path: string): boolean {
    return this.#isRoot || this.#grant(operation, path)?.capabilities.includes('sudo') === true
  }

  /** Whether anything below a path is granted. */
  reaches(prefix: string): boolean {
    if (this.#isRoot || this.#grant('read', prefix)) return true
    this.#refresh()
    const granted = [
      ...this.#exact,
      ...this.#wild.map(({ pattern, grant }) => [pattern, grant] as const),
    ]
    return granted.some(
      ([pattern, { capabilities }]) => pattern.startsWith(prefix) && !capabilities.includes('deny'),
    )
  }

  /** What may be done to a path, as Vault tells it. */
  capabilitiesOf(path: string): readonly string[] {
    if (this.#isRoot) return ['root']
    const granted = this.#grant('list', path)?.capabilities
    if (!granted || granted.length === 0 || granted.includes('deny')) return ['deny']
    return granted.toSorted()
  }

  /** All that is granted, as user interfaces are told. */
  get shown(): object {
    if (this.#isRoot) return { root: true }
    this.#refresh()
    const shownWild = this.#policies.product.showsPluses
      ? this.#wild
      : this.#wild.filter(({ pattern }) => !hasPlus(pattern))
    const globs = shownWild.map(
      ({ pattern, grant }) => [pattern.replace(/\*$/, ''), grant] as const,
    )
    return { exact_paths: shownAll([...this.#exact]), glob_paths: shownAll(globs), root: false }
  }

  #grant(operation: Operation, path: string): Grant | undefined {
    this.#refresh()
    const exact = this.#exact.get(path)
    if (exact) return exact
    const isFolder = operation === 'list' || operation === 'scan'
    const wild = (each: string) => this.#wild.find(({ matches }) => matches(each))?.grant
    if (!isFolder) return wild(path)
    const bare = path.replace(/\/$/, '')
    const [first, second] = this.#policies.product.looksForFilesFirst ? [bare, path] : [path, bare]
    return this.#exact.get(bare) ?? wild(first) ?? wild(second)
  }

  #refresh(): void {
    const { revision } = this.#policies
    if (this.#revision === revision) return
    const exact = new Map<string, Grant>()
    const wild: Rule[] = []
    const all = this.#names.map((name) =>
      filled(this.#policies.get(name)?.rules ?? {}, this.#valueOf),
    )
    for (const [pattern, grant] of merged(all)) {
      if (isWild(pattern)) wild.push({ pattern, matches: matcher(pattern), grant })
      else exact.set(pattern, grant)
    }
    this.#exact = exact
    this.#wild = wild.toSorted((a, b) => byPriority(b.pattern, a.pattern))
    this.#revision = revision
  }
}

const withFields: ReadonlySet<Operation> = new Set(['read', 'create', 'update', 'patch'])

const shownAll = (grants: readonly (readonly [string, Grant])[]): object =>
  Object.fromEntries(
    grants.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([path, grant]) => [path, shown(grant)]),
  )

/** As Vault tells them. */
const capabilityOrder = [
  'create',
  'delete',
  'list',
  'read',
  'sudo',
  'update',
  'patch',
  'scan',
  'subscribe',
  'recover',
  'deny',
] as const

const shown = (grant: Grant): object => {
  const { capabilities, allowed, denied, required, minWrapMs, maxWrapMs } = grant
  return {
    ...(allowed && { allowed_parameters: allowed }),
    capabilities: capabilityOrder.filter((each) =>
      (capabilities as readonly string[]).includes(each),
    ),
    ...(denied && { denied_parameters: denied }),
    ...(required && { required_parameters: required }),
    ...(minWrapMs && { min_wrapping_ttl: minWrapMs / 1000 }),
    ...(maxWrapMs && { max_wrapping_ttl: maxWrapMs / 1000 }),
  }
}

/** The same pattern in several policies grants what any of them grants. */
function merged(policies: readonly Rules[]): Map<string, Grant> {
  const byPattern = new Map<string, Grant>()
  for (const [pattern, grant] of policies.flatMap((policy) => Object.entries(policy))) {
    const path = pattern.replace(/^\//, '')
    byPattern.set(path, joined(byPattern.get(path), grant))
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
