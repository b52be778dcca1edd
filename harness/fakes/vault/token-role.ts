import { noContent, notFound, refuse, reply, unsupportedOperation } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { listAll } from './kv-keys.ts'
import { systemTtlMs } from './token.ts'
import { cidrsOf } from './bound-cidrs.ts'
import { lowered, matching, sanitized } from './token-policies.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'token'
const place = /^roles(?:\/(.*))?$/
const suffixPattern = /^\w[\w-.]+\w$/

/** What a role can be told. */
export const roleFields = {
  allowed_policies: 'texts',
  disallowed_policies: 'texts',
  allowed_policies_glob: 'texts',
  disallowed_policies_glob: 'texts',
  orphan: 'flag',
  period: 'duration',
  path_suffix: 'text',
  explicit_max_ttl: 'duration',
  renewable: 'flag',
  bound_cidrs: 'texts',
  allowed_entity_aliases: 'texts',
  token_bound_cidrs: 'texts',
  token_explicit_max_ttl: 'duration',
  token_period: 'duration',
  token_type: 'text',
  token_no_default_policy: 'flag',
  token_num_uses: 'whole',
} as const

type Fields = Typed<typeof roleFields>

interface Settings {
  readonly allowed: readonly string[]
  readonly disallowed: readonly string[]
  readonly allowedGlobs: readonly string[]
  readonly disallowedGlobs: readonly string[]
  readonly orphan: boolean
  readonly renewable: boolean
  readonly pathSuffix: string
  readonly aliases: readonly string[] | null
  readonly tokenType: string
  readonly noDefaultPolicy: boolean
  readonly options: {
    readonly tokenNumUses: number
    readonly periodMs: number
    readonly explicitMaxTtlMs: number
  }
  readonly cidrs: readonly string[]
  /** The names of the old fields that still tell something. */
  readonly old: readonly string[]
}

/** What tokens that are created by a role are like. */
export interface TokenRole extends Settings {
  readonly name: string
  readonly limitsPolicies: boolean
  allowsAlias(alias: string): boolean
}

const plain: Settings = {
  allowed: [],
  disallowed: [],
  allowedGlobs: [],
  disallowedGlobs: [],
  orphan: false,
  renewable: true,
  pathSuffix: '',
  aliases: null,
  tokenType: 'default-service',
  noDefaultPolicy: false,
  options: { tokenNumUses: 0, periodMs: 0, explicitMaxTtlMs: 0 },
  cidrs: [],
  old: [],
}

/**
 * The roles of `auth/token`.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-update-token-role
 */
export class TokenRoles {
  readonly #byName = new Map<string, TokenRole>()

  get(name: string): TokenRole | undefined {
    return this.#byName.get(name)
  }

  /** Undefined for other paths. */
  answer(call: Call): Answer | undefined {
    const match = place.exec(call.path)
    if (!match) return undefined
    const { operation } = call
    const name = match[1] ?? ''
    if (name === '') {
      if (operation !== 'list') return unsupportedOperation
      return listAll(call, [...this.#byName.keys()].toSorted(), mountType)
    }
    if (isWrite(operation)) return this.#write(call, name)
    if (operation === 'delete') {
      this.#byName.delete(name)
      return noContent
    }
    if (operation !== 'read') return unsupportedOperation
    const role = this.#byName.get(name)
    if (!role) return notFound
    return answerOn(call, roleFields, () => reply({ data: shown(role), mountType }))
  }

  #write(call: Call, name: string): Answer {
    return answerOn(call, roleFields, (fields) => this.#change(name, fields, call), {
      looksFirst: true,
    })
  }

  #change(name: string, fields: Fields, { data }: Call): Answer {
    const settings = changed(fields, this.#byName.get(name) ?? plain, data)
    if (typeof settings === 'string') return refuse(400, settings)
    const { allowed, disallowed, allowedGlobs, disallowedGlobs, aliases } = settings
    const limits = [allowed, disallowed, allowedGlobs, disallowedGlobs]
    this.#byName.set(name, {
      ...settings,
      name,
      limitsPolicies: limits.some((names) => names.length > 0),
      allowsAlias: (alias) => matching(aliases ?? [], alias.toLowerCase()),
    })
    const warnings = warningsOn(fields, settings)
    return warnings.length > 0 ? reply({ warnings, mountType }) : noContent
  }
}

const newAndOld = [
  ['token_period', 'period'],
  ['token_bound_cidrs', 'bound_cidrs'],
  ['token_explicit_max_ttl', 'explicit_max_ttl'],
] as const

function changed(fields: Fields, was: Settings, data: Call['data']): Settings | string {
  const suffix = fields.path_suffix ?? was.pathSuffix
  if (fields.path_suffix && !suffixPattern.test(suffix))
    return 'given role path suffix contains invalid characters; must match \\w[\\w-.]+\\w'
  const cidrs = cidrsOf(fields.token_bound_cidrs ?? fields.bound_cidrs ?? was.cidrs)
  if (typeof cidrs === 'string') {
    const isOld = fields.token_bound_cidrs === undefined
    return `error parsing ${isOld ? 'bound_cidrs' : 'role fields'}: ${cidrs}`
  }
  const tokenType = fields.token_type ?? was.tokenType
  if (!['service', 'batch', 'default-service', 'default-batch'].includes(tokenType))
    return `invalid 'token_type' value "${tokenType}"`
  const uses = fields.token_num_uses ?? was.options.tokenNumUses
  if (uses < 0) return "error parsing role fields: 'token_num_uses' cannot be negative"
  const unfit = data['token_type'] === undefined ? unfitAsIs(fields, uses, was) : undefined
  if (unfit) return `error parsing role fields: ${unfit}`
  const settings: Settings = {
    allowed: fields.allowed_policies ? sanitized(fields.allowed_policies) : was.allowed,
    disallowed: fields.disallowed_policies ? lowered(fields.disallowed_policies) : was.disallowed,
    allowedGlobs: fields.allowed_policies_glob
      ? sanitized(fields.allowed_policies_glob)
      : was.allowedGlobs,
    disallowedGlobs: fields.disallowed_policies_glob
      ? lowered(fields.disallowed_policies_glob)
      : was.disallowedGlobs,
    orphan: fields.orphan ?? was.orphan,
    renewable: fields.renewable ?? was.renewable,
    pathSuffix: suffix,
    aliases: fields.allowed_entity_aliases ? lowered(fields.allowed_entity_aliases) : was.aliases,
    tokenType,
    noDefaultPolicy: fields.token_no_default_policy ?? was.noDefaultPolicy,
    options: {
      tokenNumUses: uses,
      periodMs: fields.token_period ?? fields.period ?? was.options.periodMs,
      explicitMaxTtlMs:
        fields.token_explicit_max_ttl ?? fields.explicit_max_ttl ?? was.options.explicitMaxTtlMs,
    },
    cidrs,
    old: newAndOld
      .filter(([now, old]) => !(now in data) && (old in data || was.old.includes(old)))
      .map(([, old]) => old),
  }
  return tokenType === 'batch' ? (unfitForBatch(settings) ?? settings) : settings
}

/** Fields that a role cannot take which gives batch tokens already. */
function unfitAsIs(fields: Fields, uses: number, was: Settings): string | undefined {
  if (!was.tokenType.endsWith('batch')) return undefined
  const to = "'token_type' cannot be 'batch' or 'default_batch' when set to generate"
  if ((fields.token_period ?? was.options.periodMs) > 0) return `${to} periodic tokens`
  return uses > 0 ? `${to} tokens with limited use count` : undefined
}

function unfitForBatch({ orphan, renewable, options }: Settings): string | undefined {
  const to = "'token_type' cannot be 'batch' when role is set to generate"
  if (!orphan) return `${to} non-orphan tokens`
  if (options.periodMs > 0) return `${to} periodic tokens`
  if (renewable) return `${to} renewable tokens`
  return options.explicitMaxTtlMs > 0 ? `${to} tokens with an explicit max TTL` : undefined
}

function warningsOn(fields: Fields, { options }: Settings): string[] {
  const seconds = options.explicitMaxTtlMs / 1000
  return [
    ...newAndOld
      .filter(([now, old]) => fields[now] !== undefined && fields[old] !== undefined)
      .map(
        ([now, old]) =>
          `Both '${now}' and deprecated '${old}' value supplied, ignoring the deprecated value`,
      ),
    ...(options.explicitMaxTtlMs > systemTtlMs
      ? [
          `Given explicit max TTL of ${seconds} is greater than system/mount allowed value of ` +
            `${systemTtlMs / 1000} seconds; until this is fixed attempting to create tokens ` +
            'against this role will result in an error',
        ]
      : []),
  ]
}

function shown(role: TokenRole): Record<string, unknown> {
  const { options, cidrs, old } = role
  const [period, explicit] = [options.periodMs / 1000, options.explicitMaxTtlMs / 1000]
  return {
    allowed_entity_aliases: role.aliases,
    allowed_policies: role.allowed,
    allowed_policies_glob: role.allowedGlobs,
    ...(old.includes('bound_cidrs') && cidrs.length > 0 && { bound_cidrs: cidrs }),
    disallowed_policies: role.disallowed,
    disallowed_policies_glob: role.disallowedGlobs,
    explicit_max_ttl: old.includes('explicit_max_ttl') ? explicit : 0,
    name: role.name,
    orphan: role.orphan,
    path_suffix: role.pathSuffix,
    period: old.includes('period') ? period : 0,
    renewable: role.renewable,
    ...(cidrs.length > 0 && { token_bound_cidrs: cidrs }),
    token_explicit_max_ttl: explicit,
    token_no_default_policy: role.noDefaultPolicy,
    ...(options.tokenNumUses > 0 && { token_num_uses: options.tokenNumUses }),
    token_period: period,
    token_type: role.tokenType,
  }
}
