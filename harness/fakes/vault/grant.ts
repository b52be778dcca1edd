import type { VaultCapability } from '../options.ts'

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
 * Whether a write may have these fields.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#parameter-constraints
 */
export function admits({ allowed = {}, denied = {}, required = [] }: Grant, data: Fields): boolean {
  if (required.some((name) => !(name in data))) return false
  const fields = Object.entries(data).map(([name, value]) => [name.toLowerCase(), value] as const)
  if (fields.length === 0) return true
  if ('*' in denied) return false
  if (fields.some(([name, value]) => name in denied && takes(denied[name]!, value))) return false
  if (Object.keys(allowed).length === 0) return true
  return fields.every(([name, value]) => {
    const values = allowed[name] ?? allowed['*']
    return values !== undefined && takes(values, value)
  })
}

/** Whether the answer may be wrapped for so long, or be plain where that is undefined. */
export const admitsWrap = ({ minWrapMs, maxWrapMs }: Grant, wrapMs: number | undefined): boolean =>
  (maxWrapMs === undefined || (wrapMs !== undefined && wrapMs <= maxWrapMs)) &&
  (minWrapMs === undefined || (wrapMs !== undefined && wrapMs >= minWrapMs))

const takes = (values: readonly unknown[], value: unknown): boolean =>
  values.length === 0 || values.some((each) => isLike(each, value))

function isLike(pattern: unknown, value: unknown): boolean {
  if (typeof pattern !== 'string' || typeof value !== 'string')
    return JSON.stringify(pattern) === JSON.stringify(value)
  const middle = pattern.replace(/^\*|\*$/g, '')
  if (pattern.startsWith('*') && pattern.endsWith('*')) return value.includes(middle)
  if (pattern.startsWith('*')) return value.endsWith(middle)
  return pattern.endsWith('*') ? value.startsWith(middle) : value === pattern
}

/** The same path in several policies grants what any of them grants, `deny` included. */
export function joined(a: Grant | undefined, b: Grant): Grant {
  if (!a) return b
  const parameters = (name: 'allowed' | 'denied') => {
    // A policy that allows every field makes another's list of fields void.
    const isVoid = name === 'allowed' && (!a.allowed || !b.allowed)
    const both = isVoid ? undefined : (a[name] ?? b[name]) && { ...a[name], ...b[name] }
    return both && { [name]: both }
  }
  const required = [...new Set([...(a.required ?? []), ...(b.required ?? [])])]
  return {
    capabilities: [...new Set([...a.capabilities, ...b.capabilities])],
    ...parameters('allowed'),
    ...parameters('denied'),
    ...(required.length > 0 && { required }),
    ...bound('minWrapMs', a, b),
    ...bound('maxWrapMs', a, b),
  }
}

/** The lower of two bounds that are said. */
function bound(name: 'minWrapMs' | 'maxWrapMs', a: Grant, b: Grant): Partial<Grant> {
  const said = [a[name], b[name]].filter((ms) => ms !== undefined)
  return said.length === 0 ? {} : { [name]: Math.min(...said) }
}
