import { refuse, reply, type Answer } from './answer.ts'
import { readDuration } from './duration.ts'
import type { Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { Issuer } from './issuer.ts'
import type { VaultContext } from './product.ts'
import type { TokenRole } from './token-role.ts'
import type { TokenStore } from './token-store.ts'
import { authOf, type Identity, type TokenTerms, type VaultToken } from './token.ts'
import { policiesAsked } from './token-policies.ts'
import { answerOn, type Typed } from './typed-fields.ts'

/** What a new token can be told. */
export const creationFields = {
  id: 'text',
  display_name: 'text',
  policies: 'items',
  no_parent: 'flag',
  no_default_policy: 'flag',
  renewable: 'flag',
  num_uses: 'whole',
  meta: 'pairs',
  type: 'text',
  ttl: 'text',
  lease: 'text',
  period: 'text',
  explicit_max_ttl: 'text',
  entity_alias: 'text',
} as const

/** What a new token is asked to be. */
export type TokenFields = Typed<typeof creationFields>

/** Who creates a token and where. */
export interface Creation {
  readonly caller: VaultToken
  readonly orphan: boolean
  /** Whose rules it follows. */
  readonly role?: TokenRole
  readonly tokens: TokenStore
  readonly issuer: Issuer
  readonly context: VaultContext
  /** Whether the caller may do here what is root's alone. */
  readonly isSudo: boolean
}

type Times = Readonly<Record<'ttl' | 'period' | 'explicit_max_ttl', number>>

/**
 * Creates a token that ends with the one it was created with, unless it is an orphan.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-token
 */
export function createToken(call: Call, creation: Creation): Answer {
  const { orphan, role } = creation
  return answerOn(
    call,
    creationFields,
    (fields) => {
      const type = typeOf(fields, role)
      const refused = refusalOf(fields, type, creation)
      if (refused) return refused
      const policies = policiesAsked(fields, creation)
      if (typeof policies === 'string') return refuse(400, policies)
      if (type === 'batch' && policies.includes('root'))
        return refuse(400, 'batch tokens cannot be root tokens')
      const refusedOrphan = fields.no_parent && !role && !orphan && !creation.isSudo
      if (refusedOrphan)
        return refuse(400, 'root or sudo privileges required to create orphan token')
      const times = timesOf(fields, creation)
      if ('status' in times) return times
      const { caller } = creation
      const isEndless = policies.includes('root') && Object.values(times).every((ms) => ms === 0)
      if (isEndless && caller.expiresAt !== Infinity)
        return refuse(400, 'expiring root tokens cannot create non-expiring root tokens')
      const refusedText = fields.id ? refusedId(fields.id, creation) : undefined
      if (refusedText) return refusedText
      return issue(call, fields, { ...creation, times, type, policies })
    },
    { captured: role ? ['role_name'] : [] },
  )
}

interface Decided extends Creation {
  readonly times: Times
  readonly type: 'service' | 'batch'
  readonly policies: readonly string[]
}

function issue(call: Call, fields: TokenFields, decided: Decided): Answer {
  const { caller, tokens, issuer, role, policies, times } = decided
  const identity = identityOf(fields, decided)
  const isOrphan = role ? role.orphan : decided.orphan || fields.no_parent
  const renewable = role ? role.renewable && fields.renewable !== false : fields.renewable
  const terms: TokenTerms = {
    ...(fields.id && { text: fields.id }),
    ...(!isOrphan && { parent: caller }),
    ...(renewable === false && { renewable: false }),
    ...(times.period && { periodMs: times.period }),
    ...(times.explicit_max_ttl && { explicitMaxTtlMs: times.explicit_max_ttl }),
    ...(role && { role }),
  }
  const suffix = role?.pathSuffix ? `/${role.pathSuffix}` : ''
  const token = tokens.issue(identity, { ...call, fullPath: call.fullPath + suffix }, terms)
  const unknown = policies.filter((name) => !issuer.knowsPolicy(name))
  const warnings = [
    ...(fields.id ? [weakerHash] : []),
    ...token.warnings,
    ...unknown.map((name) => `Policy "${name}" does not exist`),
  ]
  const auth = authOf(token, token.ttlMs)
  const envelope = { auth, mountType: 'token', ...(warnings.length > 0 && { warnings }) }
  return { ...reply(envelope), issued: token.ordinal }
}

const weakerHash =
  'Supplying a custom ID for the token uses the weaker SHA1 hashing instead of the more secure SHA2-256 HMAC for token obfuscation. SHA1 hashed tokens on the wire leads to less secure lookups.'

function typeOf({ type }: TokenFields, role: TokenRole | undefined): 'service' | 'batch' {
  const decided = role?.tokenType ?? 'default-service'
  if (!decided.startsWith('default')) return decided as 'service' | 'batch'
  return type === 'batch' || (!type && decided === 'default-batch') ? 'batch' : 'service'
}

function refusalOf(
  fields: TokenFields,
  type: 'service' | 'batch',
  { caller, role }: Creation,
): Answer | undefined {
  const { num_uses = 0 } = fields
  if (caller.usesLeft < 0) return refuse(400, 'parent token lookup failed: no parent found')
  if (caller.type === 'batch') return refuse(400, 'batch tokens cannot create more tokens')
  if (caller.usesLeft > 0 || caller.identity?.options.tokenNumUses)
    return refuse(400, 'restricted use token cannot generate child tokens')
  if (num_uses < 0) return refuse(400, 'number of uses cannot be negative')
  if (fields.entity_alias) {
    if (!role) return refuse(400, "'entity_alias' is only allowed in combination with token role")
    if (!role.allowsAlias(fields.entity_alias)) return refuse(400, "invalid 'entity_alias' value")
  }
  if (!['', 'service', 'batch'].includes(fields.type ?? ''))
    return refuse(400, `invalid 'token_type' value`)
  const unfit = type === 'batch' ? unfitForBatch(fields) : undefined
  if (unfit) return refuse(400, unfit)
  return undefined
}

function refusedId(id: string, { tokens, isSudo }: Creation): Answer | undefined {
  if (!isSudo) return refuse(400, 'root or sudo privileges required to specify token id')
  const prefix = /^(hvs|s)\./.exec(id)?.[0]
  if (prefix) return refuse(400, `custom token ID cannot have the '${prefix}' prefix`)
  if (id.includes('.')) return refuse(400, `custom token ID cannot have a '.' in the value`)
  return tokens.find(id) ? refuse(400, 'cannot create a token with a duplicate ID') : undefined
}

function unfitForBatch(fields: TokenFields): string | undefined {
  for (const name of ['explicit_max_ttl', 'num_uses', 'period'] as const) {
    const value = fields[name]
    const amount = typeof value === 'string' ? readDuration(value) : (value ?? 0)
    if (typeof amount === 'string') return `'${name}' value could not be parsed`
    if (amount !== 0) return `batch tokens cannot have "${name}" set`
  }
  return undefined
}

function timesOf(fields: TokenFields, { isSudo }: Creation): Times | Answer {
  const times: Partial<Record<keyof Times, number>> = {}
  const ttl = fields.ttl ? 'ttl' : 'lease'
  for (const name of ['explicit_max_ttl', 'period', ttl] as const) {
    const ms = readDuration(fields[name] ?? '')
    if (typeof ms === 'string') return refuse(400, ms)
    if (ms < 0) return refuse(400, `${name} must be positive`)
    if (name === 'period' && ms > 0 && !isSudo)
      return refuse(400, 'root or sudo privileges required to create periodic token')
    times[name === 'lease' ? 'ttl' : name] = Math.trunc(ms / 1000) * 1000
  }
  return times as Times
}

/** Who uses the new token. */
function identityOf(fields: TokenFields, decided: Decided): Identity {
  const { caller, issuer, role, policies, times, type, orphan, context } = decided
  const name = (fields.display_name ?? '').replaceAll(/[^a-zA-Z0-9-]+/g, '-').replace(/-+$/, '')
  const isRoot = policies.includes('root')
  const isOrphan = role ? role.orphan : orphan || fields.no_parent
  const uses = [fields.num_uses ?? 0, role?.options.tokenNumUses ?? 0].filter((count) => count > 0)
  return {
    name: 'token',
    displayName: name === '' ? 'token' : `token-${name}`,
    entityId: fields.entity_alias
      ? uuid(context.random)
      : isOrphan
        ? ''
        : (caller.identity?.entityId ?? ''),
    meta: fields.meta ?? null,
    options: {
      tokenTtlMs: times.ttl || (isRoot && !times.period ? times.explicit_max_ttl : 0),
      tokenMaxTtlMs: 0,
      tokenNumUses: uses.length > 0 ? Math.min(...uses) : 0,
      tokenType: type,
      policies,
    },
    policies,
    acl: issuer.aclOf(policies),
  }
}
