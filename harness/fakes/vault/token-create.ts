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
import { firstTtl, timesOf, type Times } from './token-times.ts'
import type { Ttl } from './ttl.ts'
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

/**
 * Creates a token that ends with the one it was created with, unless it is an orphan.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-token
 */
export function createToken(call: Call, creation: Creation): Answer {
  const { orphan, role } = creation
  return answerOn(call, creationFields, (fields) => {
    const type = typeOf(fields, role)
    const refused = refusedCaller(creation.caller)
    if (refused) return refused
    if (type === undefined) return refuse(400, "invalid 'token_type' value")
    const unfit = unfitFields(fields, type, role)
    if (unfit !== undefined) return refuse(400, unfit)
    if (fields.id && !creation.isSudo)
      return refuse(400, 'root or sudo privileges required to specify token id')
    const policies = policiesAsked(fields, creation)
    if (typeof policies === 'string') return refuse(400, policies)
    if (type === 'batch' && policies.includes('root'))
      return refuse(400, 'batch tokens cannot be root tokens')
    const refusedOrphan = fields.no_parent && !role && !orphan && !creation.isSudo
    if (refusedOrphan) return refuse(400, 'root or sudo privileges required to create orphan token')
    const times = timesOf(fields, creation)
    if ('status' in times) return times
    const lease = firstTtl({ times, type, policies, path: call.fullPath }, creation)
    if (lease.ttlMs === 0 && creation.caller.ttlMs !== 0)
      return refuse(400, 'expiring root tokens cannot create non-expiring root tokens')
    const isChosen = fields.id && type === 'service'
    const refusedText = isChosen ? refusedId(fields.id, creation.tokens) : undefined
    if (refusedText) return refusedText
    return issue(call, fields, { ...creation, times, lease, type, policies })
  })
}

interface Decided extends Creation {
  readonly times: Times
  readonly lease: Ttl
  readonly type: 'service' | 'batch'
  readonly policies: readonly string[]
}

function issue(call: Call, fields: TokenFields, decided: Decided): Answer {
  const { caller, tokens, issuer, role, policies, times, lease } = decided
  const identity = identityOf(fields, decided)
  const isOrphan = role ? role.orphan : decided.orphan || fields.no_parent
  const renewable = role ? role.renewable && fields.renewable !== false : fields.renewable
  const terms: TokenTerms = {
    ...(fields.id && decided.type === 'service' && { text: fields.id }),
    ...(!isOrphan && { parent: caller }),
    ...(renewable === false && { renewable: false }),
    ...(times.period && { periodMs: times.period }),
    ...(times.explicit_max_ttl && { explicitMaxTtlMs: times.explicit_max_ttl }),
    ...(role && { role: role.name }),
    lease,
  }
  const suffix = role?.pathSuffix ? `/${role.pathSuffix}` : ''
  const token = tokens.issue(identity, { ...call, fullPath: call.fullPath + suffix }, terms)
  const unknown = policies.filter((name) => !issuer.knowsPolicy(name))
  const warnings = [
    ...lease.warnings,
    ...(fields.id ? [weakerHash] : []),
    ...unknown.map((name) => `Policy "${name}" does not exist`),
  ]
  const auth = authOf(token, token.ttlMs)
  const envelope = { auth, mountType: 'token', ...(warnings.length > 0 && { warnings }) }
  return { ...reply(envelope), issued: token.ordinal }
}

const weakerHash =
  'Supplying a custom ID for the token uses the weaker SHA1 hashing instead of the more secure SHA2-256 HMAC for token obfuscation. SHA1 hashed tokens on the wire leads to less secure lookups.'

/** The type that is asked for, unless the role has its own; undefined where there is no such type. */
function typeOf(
  { type }: TokenFields,
  role: TokenRole | undefined,
): 'service' | 'batch' | undefined {
  const decided = role?.tokenType ?? 'default-service'
  const meant = decided.startsWith('default') ? type || decided.slice('default-'.length) : decided
  return meant === 'service' || meant === 'batch' ? meant : undefined
}

function refusedCaller({ usesLeft, type }: VaultToken): Answer | undefined {
  if (usesLeft < 0) return refuse(400, 'parent token lookup failed: no parent found')
  if (type === 'batch') return refuse(400, 'batch tokens cannot create more tokens')
  return usesLeft > 0 ? refuse(400, 'restricted use token cannot generate child tokens') : undefined
}

function unfitFields(
  fields: TokenFields,
  type: 'service' | 'batch',
  role: TokenRole | undefined,
): string | undefined {
  const { num_uses = 0, entity_alias: alias } = fields
  const unfit = type === 'batch' ? unfitForBatch(fields) : undefined
  if (unfit !== undefined) return unfit
  if (num_uses < 0) return 'number of uses cannot be negative'
  if (!alias) return undefined
  if (!role) return "'entity_alias' is only allowed in combination with token role"
  return role.allowsAlias(alias) ? undefined : "invalid 'entity_alias' value"
}

function refusedId(id: string, tokens: TokenStore): Answer | undefined {
  const prefix = /^(hvs|s)\./.exec(id)?.[0]
  if (prefix) return refuse(400, `custom token ID cannot have the '${prefix}' prefix`)
  if (id.includes('.')) return refuse(400, `custom token ID cannot have a '.' in the value`)
  return tokens.find(id) ? refuse(400, 'cannot create a token with a duplicate ID') : undefined
}

/** Vault looks at the first of three fields that says something, and at no other. */
function unfitForBatch({ explicit_max_ttl, num_uses, period }: TokenFields): string | undefined {
  const unfit = (name: string) => `batch tokens cannot have "${name}" set`
  if (!explicit_max_ttl && num_uses) return unfit('num_uses')
  const [name, text] = explicit_max_ttl
    ? ['explicit_max_ttl', explicit_max_ttl]
    : ['period', period ?? '']
  const ms = readDuration(text)
  if (typeof ms === 'string') return `'${name}' value could not be parsed`
  return ms === 0 ? undefined : unfit(name)
}

/** Who uses the new token. */
function identityOf(fields: TokenFields, decided: Decided): Identity {
  const { caller, issuer, role, policies, lease, type, orphan, context } = decided
  const name = (fields.display_name ?? '').replaceAll(/[^a-zA-Z0-9-]+/g, '-').replace(/-+$/, '')
  const isOrphan = role ? role.orphan : orphan || fields.no_parent
  const cidrs = role ? role.cidrs : isOrphan ? [] : (caller.identity?.options.cidrs ?? [])
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
      tokenTtlMs: lease.ttlMs,
      tokenMaxTtlMs: 0,
      tokenNumUses: uses.length > 0 ? Math.min(...uses) : 0,
      tokenType: type,
      policies,
      cidrs: lease.ttlMs === 0 ? [] : cidrs,
    },
    policies,
    acl: issuer.aclOf(policies),
  }
}
