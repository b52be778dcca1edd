import type { VaultCapability } from '../options.ts'
import type { Product } from './product.ts'

/** What a policy may grant: `sudo` opens the paths that are root's alone, `scan` is OpenBao's. */
export type Capability = VaultCapability | 'sudo' | 'scan'

/** Values by the names of fields; a field without values means all of them. */
export type Parameters = Readonly<Record<string, readonly unknown[]>>

/** What a policy says of one path. */
export interface Grant {
  readonly capabilities: readonly Capability[]
  readonly allowed?: Parameters
  readonly denied?: Parameters
  readonly required?: readonly string[]
  /** How long an answer may be wrapped, and that it must be. */
  readonly minWrapMs?: number
  readonly maxWrapMs?: number
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Whether a request may have these fields.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#parameter-constraints
 */
export function admits(
  { allowed = {}, denied = {}, required = [] }: Grant,
  data: Fields,
  { comparesItems }: Pick<Product, 'comparesItems'>,
): boolean {
  if (required.some((name) => !(name in data))) return false
  const fields = Object.entries(data).map(([name, value]) => [name.toLowerCase(), value] as const)
  if (fields.length === 0) return true
  if ('*' in denied) return false
  const isDenied = (values: readonly unknown[], value: unknown): boolean =>
    takes(values, value) ||
    (comparesItems && (itemsOf(value)?.some((item) => takes(values, item)) ?? false))
  if (fields.some(([name, value]) => name in denied && isDenied(denied[name]!, value))) return false
  const names = Object.keys(allowed)
  if (names.length === 0 || (names.length === 1 && names[0] === '*')) return true
  const isAllowed = (values: readonly unknown[], value: unknown): boolean =>
    takes(values, value) ||
    (comparesItems && (itemsOf(value)?.every((item) => takes(values, item)) ?? false))
  return fields.every(([name, value]) =>
    name in allowed ? isAllowed(allowed[name]!, value) : '*' in allowed,
  )
}

/** The items of a list, or of a text that may be one; undefined for what is neither. */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return undefined
  return value.trim() === '' ? [] : value.split(',').map((item) => item.trim())
}

/** Whether the answer may be wrapped for so long, or be plain where that is undefined. */
export const admitsWrap = ({ minWrapMs, maxWrapMs }: Grant, wrapMs: number | undefined): boolean =>
  (maxWrapMs ?? Infinity) >= (minWrapMs ?? 0) &&
  (maxWrapMs === undefined || (wrapMs !== undefined && wrapMs <= maxWrapMs)) &&
  (minWrapMs === undefined || (wrapMs !== undefined && wrapMs >= minWrapMs))

const takes = (values: readonly unknown[], value: unknown): boolean =>
  values.length === 0 || values.some((each) => isLike(each, value))

// A number of a policy is never like one of a request, which Vault reads as a text of digits.
function isLike(pattern: unknown, value: unknown): boolean {
  if (typeof pattern === 'number') return false
  if (typeof pattern !== 'string' || typeof value !== 'string')
    return JSON.stringify(pattern) === JSON.stringify(value)
  const middle = pattern.replace(/^\*|\*$/g, '')
  if (pattern.startsWith('*') && pattern.endsWith('*')) return value.includes(middle)
  if (pattern.startsWith('*')) return value.endsWith(middle)
  return pattern.endsWith('*') ? value.startsWith(middle) : value === pattern
}

/** The same path in several policies grants what any of them grants, and bars what any bars. */
export function joined(a: Grant | undefined, b: Grant): Grant {
  if (!a || a.capabilities.includes('deny')) return a ?? b
  if (b.capabilities.includes('deny')) return { capabilities: ['deny'] }
  const allowed = joinedParameters(a.allowed, b.allowed)
  const denied = joinedParameters(a.denied, b.denied)
  const required = [...new Set([...(a.required ?? []), ...(b.required ?? [])])]
  return {
    capabilities: [...new Set([...a.capabilities, ...b.capabilities])],
    ...(allowed && { allowed }),
    ...(denied && { denied }),
    ...(required.length > 0 && { required }),
    ...bound('minWrapMs', a, b),
    ...bound('maxWrapMs', a, b),
  }
}

/** A field that has no values in one of them has none: all are meant. */
function joinedParameters(
  a: Parameters | undefined,
  b: Parameters | undefined,
): Parameters | undefined {
  if (!a || !b) return a ?? b
  const both = Object.entries(b).map(([name, values]) => {
    const others = a[name]
    const isAll = values.length === 0 || others?.length === 0
    return [name, isAll ? [] : [...values, ...(others ?? [])]] as const
  })
  return { ...a, ...Object.fromEntries(both) }
}

/** The lower of two bounds that are said. */
function bound(name: 'minWrapMs' | 'maxWrapMs', a: Grant, b: Grant): Partial<Grant> {
  const said = [a[name], b[name]].filter((ms) => ms !== undefined)
  return said.length === 0 ? {} : { [name]: Math.min(...said) }
}
