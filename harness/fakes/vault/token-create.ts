import { refuse, reply, type Answer } from './answer.ts'
import { readDuration } from './duration.ts'
import type { Call } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { TokenStore } from './token-store.ts'
import { authOf, systemTtlMs, type Identity, type VaultToken } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const schema = {
  id: 'text',
  display_name: 'text',
  policies: 'texts',
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
} as const

type Fields = Typed<typeof schema>

/** Who creates a token and where. */
export interface Creation {
  readonly caller: VaultToken
  readonly orphan: boolean
  readonly tokens: TokenStore
  readonly issuer: Issuer
}

/**
 * Creates a token that ends with the one it was created with, unless it is an orphan.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token#create-token
 */
export function createToken(call: Call, creation: Creation): Answer {
  return answerOn(call, schema, (fields) => {
    const refused = refusalOf(fields, creation)
    if (refused) return refused
    const { caller, orphan, tokens, issuer } = creation
    const identity = identityOf(fields, creation)
    if (typeof identity === 'string') return refuse(400, identity)
    const [periodMs, explicitMaxTtlMs] = [time(fields.period), time(fields.explicit_max_ttl)]
    const token = tokens.issue(identity, call, {
      ...(fields.id && { text: fields.id }),
      ...(!orphan && !fields.no_parent && { parent: caller }),
      ...(fields.renewable === false && { renewable: false }),
      ...(periodMs && { periodMs }),
      ...(explicitMaxTtlMs && { explicitMaxTtlMs }),
    })
    const warnings = warningsOf(fields, identity, issuer)
    const auth = authOf(token, token.ttlMs)
    const envelope = { auth, mountType: 'token', ...(warnings.length > 0 && { warnings }) }
    return { ...reply(envelope), issued: token.ordinal }
  })
}

const time = (text = ''): number | undefined => (text === '' ? 0 : readDuration(text))

function refusalOf(fields: Fields, { caller, tokens }: Creation): Answer | undefined {
  const { id, num_uses = 0, type = '' } = fields
  if (caller.type === 'batch') return refuse(400, 'batch tokens cannot create more tokens')
  if (caller.usesLeft > 0) return refuse(400, 'restricted use token cannot generate child tokens')
  if (num_uses < 0) return refuse(400, 'number of uses cannot be negative')
  for (const name of ['ttl', 'lease', 'period', 'explicit_max_ttl'] as const) {
    const ms = time(fields[name])
    if (ms === undefined) return refuse(400, `time: invalid duration "${fields[name]}"`)
    if (ms < 0) return refuse(400, `${name} must be positive`)
  }
  if (!['', 'default', 'service', 'batch'].includes(type))
    return refuse(400, `invalid 'token_type' value`)
  if (id?.includes('.')) return refuse(400, `custom token ID cannot contain the '.' character`)
  if (id && tokens.find(id)) return refuse(400, 'cannot create a token with a duplicate ID')
  return type === 'batch' ? refusedBatch(fields) : undefined
}

function refusedBatch({ num_uses = 0, period, explicit_max_ttl, policies }: Fields) {
  if (num_uses > 0) return refuse(400, 'batch tokens cannot have a limited use count')
  if (period) return refuse(400, 'batch tokens cannot be periodic')
  if (explicit_max_ttl) return refuse(400, 'batch tokens cannot have an explicit max TTL')
  const isRoot = !policies || policies.includes('root')
  return isRoot ? refuse(400, 'batch tokens cannot be root tokens') : undefined
}

/** Who uses the new token; a text where its policies are more than its creator may give. */
function identityOf(fields: Fields, { caller, issuer }: Creation): Identity | string {
  const policies = policiesOf(fields, caller)
  if (policies.includes('root') && caller.identity && !caller.identity.policies.includes('root'))
    return 'root tokens may not be created without parent token being root'
  const name = (fields.display_name ?? '').replaceAll(/[^a-zA-Z0-9-]+/g, '-').replace(/-+$/, '')
  const ttlMs = time(fields.ttl) || time(fields.lease) || 0
  const isRoot = policies.includes('root')
  return {
    name: 'token',
    displayName: name === '' ? 'token' : `token-${name}`,
    entityId: fields.no_parent ? '' : (caller.identity?.entityId ?? ''),
    meta: fields.meta ?? null,
    options: {
      tokenTtlMs: isRoot ? ttlMs : ttlMs || systemTtlMs,
      tokenMaxTtlMs: 0,
      tokenNumUses: fields.num_uses ?? 0,
      tokenType: fields.type === 'batch' ? 'batch' : 'service',
      policies,
    },
    policies,
    acl: issuer.aclOf(policies),
  }
}

function policiesOf({ policies, no_default_policy }: Fields, { identity }: VaultToken): string[] {
  const wanted = policies?.length ? policies : (identity?.policies ?? ['root'])
  const names = wanted.map((each) => each.toLowerCase())
  if (names.includes('root')) return ['root']
  return [...new Set([...(no_default_policy ? [] : ['default']), ...names])].toSorted()
}

/** What Vault tells without refusing. */
const warningsOf = (fields: Fields, { policies }: Identity, issuer: Issuer): string[] => [
  ...(fields.id
    ? [
        'Supplying a custom ID for the token uses the weaker SHA1 hashing instead of the more secure SHA2-256 HMAC for token obfuscation. SHA1 hashed tokens on the wire leads to less secure lookups.',
      ]
    : []),
  ...policies
    .filter((name) => !issuer.knowsPolicy(name))
    .map((name) => `Policy "${name}" does not exist`),
]
