import type { VaultCapability } from '../options.ts'
import { durationOf } from './duration.ts'
import { joined, type Capability, type Grant, type Parameters } from './grant.ts'
import { hclPaths, invalidKey, type Block, type Place } from './hcl.ts'
import { isUnbalanced } from './policy-templates.ts'
import type { Product } from './product.ts'

/** Path pattern to what is granted there. */
export type Rules = Readonly<Record<string, Grant>>

const allCapabilities: ReadonlySet<unknown> = new Set([
  'create',
  'read',
  'update',
  'patch',
  'delete',
  'list',
  'deny',
  'sudo',
] satisfies Capability[])

/** The short words of old policies. */
const shorthands: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
}

/**
 * The rules of a policy in HCL or JSON; a text says why there are none.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function readPolicy(text: string, product: Product): Rules | string {
  const places = text.trimStart().startsWith('{')
    ? jsonPaths(text)
    : hclPaths(text, product.refusesTwiceSaid)
  if (typeof places === 'string') return places
  const rules: Record<string, Grant> = {}
  for (const { path, block, lines } of places) {
    if (path.includes('+*')) return `path "${path}": invalid use of wildcards ('+*' is forbidden)`
    if (isUnbalanced(path))
      return 'failed to validate policy templating: unbalanced templating characters'
    const grant = grantOf({ path, block, lines }, product)
    if (typeof grant === 'string') return `path "${path}": ${grant}`
    rules[path] = joined(rules[path], grant)
  }
  return rules
}

/** The rules of a scenario, which says nothing of parameters. */
export const rulesOf = (granted: Readonly<Record<string, readonly VaultCapability[]>>): Rules =>
  Object.fromEntries(
    Object.entries(granted).map(([path, capabilities]) => [path, { capabilities }] as const),
  )

/** Rules as HCL. */
export const policyText = (rules: Rules): string =>
  Object.entries(rules)
    .map(
      ([path, { capabilities: granted }]) =>
        `path "${path}" {\n  capabilities = ${JSON.stringify(granted)}\n}\n`,
    )
    .join('')

const known = new Set([
  'comment',
  'policy',
  'capabilities',
  'allowed_parameters',
  'denied_parameters',
  'required_parameters',
  'min_wrapping_ttl',
  'max_wrapping_ttl',
  'mfa_methods',
])

function grantOf({ path, block, lines }: Place, product: Product): Grant | string {
  const unknown = Object.keys(block).find(
    (key) => !known.has(key) && !product.ownPolicyKeys.includes(key),
  )
  if (unknown !== undefined) return invalidKey(unknown, lines[unknown])
  const { policy, capabilities: named = [] } = block
  const short = policy === undefined ? [] : shorthands[policy as string]
  if (!short) return `path "${path}": invalid policy ${JSON.stringify(policy)}`
  const all = [named].flat()
  const wrong = all.find(
    (each) => !allCapabilities.has(each) && !product.ownCapabilities.includes(each as string),
  )
  if (wrong !== undefined) return `path "${path}": invalid capability ${JSON.stringify(wrong)}`
  const oddTtl = ['min_wrapping_ttl', 'max_wrapping_ttl'].find(
    (name) => block[name] !== undefined && durationOf(block[name]) === undefined,
  )
  if (oddTtl !== undefined) return `error parsing ${oddTtl}: it is no duration`
  const allowed = parametersOf(block['allowed_parameters'])
  const denied = parametersOf(block['denied_parameters'])
  const required = textsOf(block['required_parameters'])
  const [minWrapMs, maxWrapMs] = [
    wrapOf(block['min_wrapping_ttl']),
    wrapOf(block['max_wrapping_ttl']),
  ]
  if (minWrapMs && maxWrapMs && maxWrapMs < minWrapMs)
    return 'max_wrapping_ttl cannot be less than min_wrapping_ttl'
  return {
    capabilities: [...short, ...(all as Capability[])],
    ...(allowed && { allowed }),
    ...(denied && { denied }),
    ...(required.length > 0 && { required }),
    ...(minWrapMs && { minWrapMs }),
    ...(maxWrapMs && { maxWrapMs }),
  }
}

const textsOf = (written: unknown): readonly string[] =>
  [written ?? []].flat().map((each) => `${each as string}`.toLowerCase())

const wrapOf = (written: unknown): number => durationOf(written) ?? 0

const parametersOf = (written: unknown): Parameters | undefined =>
  typeof written === 'object' && written !== null
    ? Object.fromEntries(
        Object.entries(written).map(([name, values]) => [name.toLowerCase(), [values].flat()]),
      )
    : undefined

function jsonPaths(text: string): readonly Place[] | string {
  try {
    const { path = {} } = JSON.parse(text) as { path?: Record<string, Block> }
    return Object.entries(path).map(([name, block]) => ({ path: name, block, lines: {} }))
  } catch (error) {
    return (error as Error).message
  }
}
