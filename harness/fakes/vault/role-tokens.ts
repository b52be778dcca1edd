import type { VaultTokenOptions } from '../options.ts'
import { cidrsOf } from './bound-cidrs.ts'
import { listed, refuse, type Answer } from './answer.ts'
import type { Product } from './product.ts'
import { sanitized } from './token-policies.ts'
import type { Typed } from './typed-fields.ts'

/** Settings of the tokens of a role or user, with those that only the API gives. */
export interface RoleTokens extends VaultTokenOptions {
  readonly periodMs?: number
  readonly explicitMaxTtlMs?: number
  readonly noDefaultPolicy?: boolean
  /** The old names of fields by which they were said last. */
  readonly old?: readonly string[]
  /** Null where nothing is said of them, which the path of that field alone tells from none. */
  readonly cidrs?: readonly string[] | null
  readonly strictlyBindIp?: boolean
  /** The type as it was said; the type of the tokens where absent. */
  readonly saidType?: string
}

/** What the roles and users of every auth method can be told of their tokens. */
export const tokenFields = {
  token_ttl: 'duration',
  token_max_ttl: 'duration',
  token_explicit_max_ttl: 'duration',
  token_period: 'duration',
  token_policies: 'texts',
  policies: 'texts',
  token_num_uses: 'whole',
  token_type: 'text',
  token_no_default_policy: 'flag',
  token_bound_cidrs: 'texts',
  token_strictly_bind_ip: 'flag',
} as const

/** What some auth methods still call a field, and its name today. */
const oldNames = {
  policies: 'token_policies',
  period: 'token_period',
  ttl: 'token_ttl',
  max_ttl: 'token_max_ttl',
  num_uses: 'token_num_uses',
  bound_cidrs: 'token_bound_cidrs',
} as const

/** The names that roles of certificates and JWTs still take. */
export const oldTokenFields = {
  ttl: 'duration',
  max_ttl: 'duration',
  period: 'duration',
  num_uses: 'whole',
  bound_cidrs: 'texts',
} as const

type Fields = Typed<typeof tokenFields & typeof oldTokenFields>

const saidByOldNames = (fields: Fields, was: readonly string[] = []): readonly string[] =>
  Object.entries(oldNames)
    .filter(([old, now]) => {
      const isSaid = fields[old as keyof typeof oldNames] !== undefined
      return isSaid || (fields[now] === undefined && was.includes(old))
    })
    .map(([old]) => old)

/** What a role has that was told nothing. */
export const plainTokens: RoleTokens = {
  tokenTtlMs: 0,
  tokenMaxTtlMs: 0,
  tokenNumUses: 0,
  tokenType: 'service',
  policies: [],
  saidType: 'default',
}

const types = ['default', 'service', 'batch']

/** The settings with what a request changes of them, or why it cannot. */
export function changedTokens(fields: Fields, old: RoleTokens): RoleTokens | Answer {
  const said = fields.token_type || old.saidType || old.tokenType
  const given = fields.token_bound_cidrs ?? fields.bound_cidrs
  const cidrs = given ? cidrsOf(given) : (old.cidrs ?? null)
  if (typeof cidrs === 'string') return refuse(400, cidrs)
  const changed: RoleTokens = {
    tokenTtlMs: fields.token_ttl ?? fields.ttl ?? old.tokenTtlMs,
    tokenMaxTtlMs: fields.token_max_ttl ?? fields.max_ttl ?? old.tokenMaxTtlMs,
    tokenNumUses: fields.token_num_uses ?? fields.num_uses ?? old.tokenNumUses,
    tokenType: said.endsWith('batch') ? 'batch' : 'service',
    policies: policiesOf(fields) ?? old.policies,
    periodMs: fields.token_period ?? fields.period ?? old.periodMs ?? 0,
    explicitMaxTtlMs: fields.token_explicit_max_ttl ?? old.explicitMaxTtlMs ?? 0,
    noDefaultPolicy: fields.token_no_default_policy ?? old.noDefaultPolicy ?? false,
    saidType: said,
    old: saidByOldNames(fields, old.old),
    cidrs,
    strictlyBindIp: fields.token_strictly_bind_ip ?? old.strictlyBindIp ?? false,
  }
  const wrong = wrongIn(changed, fields, old) ?? wrongTtl(fields, old) ?? conflicting(fields, old)
  return wrong === undefined ? changed : refuse(400, wrong)
}

/** The settings with what a request says of policies alone, whatever else would be refused. */
export const changedPolicies = (fields: Fields, was: RoleTokens): RoleTokens => ({
  ...was,
  policies: policiesOf(fields) ?? was.policies,
  old: saidByOldNames(fields, was.old),
})

/** A role keeps the names as they are written; only under the old name of the field it does not. */
const policiesOf = ({ token_policies, policies }: Fields): readonly string[] | undefined =>
  token_policies ?? (policies && sanitized(policies))

/** The fields of a path that is for policies alone: that sanitizes them under any name. */
export const withSanitized = <T extends { readonly token_policies?: readonly string[] }>(
  fields: T,
): T =>
  fields.token_policies ? { ...fields, token_policies: sanitized(fields.token_policies) } : fields

/** What is said under old names is not compared with anything, until the next write. */
function wrongTtl(fields: Fields, old: RoleTokens): string | undefined {
  const ttlMs = fields.token_ttl ?? old.tokenTtlMs
  const maxTtlMs = fields.token_max_ttl ?? old.tokenMaxTtlMs
  return maxTtlMs > 0 && ttlMs > maxTtlMs
    ? "'token_ttl' cannot be greater than 'token_max_ttl'"
    : undefined
}

/** What is said under old names is not looked at, until the next write. */
function wrongIn(changed: RoleTokens, fields: Fields, old: RoleTokens): string | undefined {
  const { tokenType, saidType } = changed
  const periodMs = fields.token_period ?? old.periodMs ?? 0
  const tokenNumUses = fields.token_num_uses ?? old.tokenNumUses
  if (!types.includes(saidType!)) return `invalid 'token_type' value "${saidType}"`
  if (tokenNumUses < 0) return "'token_num_uses' cannot be negative"
  const unfit = "'token_type' cannot be 'batch' or 'default_batch' when set to generate"
  if (tokenType === 'batch' && periodMs > 0) return `${unfit} periodic tokens`
  if (tokenType === 'batch' && tokenNumUses > 0) return `${unfit} tokens with limited use count`
  return undefined
}

/** The addresses said under the old name are not looked at, until the next write. */
function conflicting(fields: Fields, old: RoleTokens): string | undefined {
  const cidrs = fields.token_bound_cidrs ?? old.cidrs ?? []
  const binds = fields.token_strictly_bind_ip ?? old.strictlyBindIp
  return binds && cidrs.length > 0
    ? "'token_strictly_bind_ip' conflicts with 'token_bound_cidrs'; set only one"
    : undefined
}

/** What is said today of tokens, unless they would have other policies than when they were given. */
export function ifSamePolicies(today: RoleTokens, then: RoleTokens): RoleTokens | Answer {
  const [now, was] = [today, then].map(({ policies }) => sanitized(policies).join())
  return now === was
    ? today
    : refuse(500, listed('failed to renew entry: policies have changed, not renewing'))
}

const seconds = (ms = 0): number => Math.floor(ms / 1000)

/** The settings as a role or user shows them. */
export function shownTokens(tokens: RoleTokens, product: Product): Record<string, unknown> {
  const shown = shownByName(tokens, product)
  const old = Object.entries(oldNames).filter(([name, now]) => {
    const value = shown[now]
    return tokens.old?.includes(name) && (Array.isArray(value) ? value.length > 0 : value !== 0)
  })
  return { ...Object.fromEntries(old.map(([name, now]) => [name, shown[now]])), ...shown }
}

const shownByName = (tokens: RoleTokens, product: Product): Record<string, unknown> => ({
  token_bound_cidrs: tokens.cidrs ?? [],
  token_explicit_max_ttl: seconds(tokens.explicitMaxTtlMs),
  token_max_ttl: seconds(tokens.tokenMaxTtlMs),
  token_no_default_policy: tokens.noDefaultPolicy ?? false,
  token_num_uses: tokens.tokenNumUses,
  token_period: seconds(tokens.periodMs),
  token_policies: tokens.policies,
  token_ttl: seconds(tokens.tokenTtlMs),
  ...product.roleFields({ strictlyBindIp: tokens.strictlyBindIp ?? false }),
  token_type: tokens.saidType ?? tokens.tokenType,
})
