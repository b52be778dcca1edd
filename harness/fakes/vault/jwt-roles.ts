import type { VaultJwtRole } from '../options.ts'
import { answerOnRoles } from './answer-on-roles.ts'
import { noContent, refuse, reply, type Answer } from './answer.ts'
import { goDuration } from './duration.ts'
import type { Call } from './engine.ts'
import { printed } from './field-readers.ts'
import type { Issuer } from './issuer.ts'
import type { Bounds } from './jwt-claims.ts'
import type { VaultContext } from './product.ts'
import {
  changedTokens,
  oldTokenFields,
  plainTokens,
  shownTokens,
  tokenFields,
  type RoleTokens,
} from './role-tokens.ts'
import { systemTtlMs, type Identity } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'jwt'

/** What a role can be told. */
export const roleFields = {
  ...tokenFields,
  ...oldTokenFields,
  role_type: 'text',
  user_claim: 'text',
  user_claim_json_pointer: 'flag',
  groups_claim: 'text',
  bound_audiences: 'texts',
  bound_subject: 'text',
  bound_claims: 'map',
  bound_claims_type: 'text',
  claim_mappings: 'pairs',
  allowed_redirect_uris: 'texts',
  oidc_scopes: 'texts',
  oauth2_metadata: 'texts',
  callback_mode: 'text',
  oidc_disable_confirmation: 'flag',
  verbose_oidc_logging: 'flag',
  token_policies_template_claims: 'flag',
  max_age: 'duration',
  clock_skew_leeway: 'signed',
  expiration_leeway: 'signed',
  not_before_leeway: 'signed',
  name: 'text',
} as const

type Fields = Typed<typeof roleFields>

/** What a role tells of itself besides its bounds and tokens. */
interface Said {
  readonly roleType: string
  readonly redirectUris: readonly string[] | null
  readonly scopes: readonly string[] | null
  readonly flags: Readonly<Record<string, unknown>>
  /** Null where nothing was said. */
  readonly bounds: Readonly<Record<(typeof boundNames)[number], unknown>>
}

/** Who may log in with a JWT. */
export interface JwtRole {
  readonly bounds: Bounds
  readonly said: Said
  readonly tokens: RoleTokens
  readonly identity: Omit<Identity, 'displayName'>
}

const verbose =
  'verbose_oidc_logging has been enabled for this role. This is not recommended in production since sensitive information may be present in OIDC responses.'

const truncated =
  "token max ttl is greater than the system or backend mount's maximum TTL value; issued tokens' max TTL value will be truncated"

const boundNames = ['bound_audiences', 'bound_claims', 'claim_mappings'] as const

const shownBounds = (valueOf: (name: (typeof boundNames)[number]) => unknown) =>
  Object.fromEntries(boundNames.map((name) => [name, valueOf(name) ?? null])) as Said['bounds']

const plainFlags = { max_age: 0, verbose_oidc_logging: false }

const plainSaid: Omit<Said, 'flags' | 'bounds'> = {
  roleType: 'jwt',
  redirectUris: null,
  scopes: null,
}

const plainBounds = {
  audiences: [],
  subject: '',
  claims: {},
  claimsType: 'string',
  mappings: {},
  groupsClaim: '',
  isPointer: false,
  skew: 0,
  expirationLeeway: 0,
  notBeforeLeeway: 0,
}

/**
 * The roles of one JWT mount; their names have no case.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/jwt#create-update-role
 */
export class JwtRoles {
  readonly #all = new Map<string, JwtRole>()
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #context: VaultContext

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultJwtRole])[],
    issuer: Issuer,
    context: VaultContext,
  ) {
    this.#issuer = issuer
    this.#mount = mount
    this.#context = context
    for (const [name, options] of roles) {
      const bounds = {
        ...plainBounds,
        audiences: options.boundAudiences,
        subject: options.boundSubject ?? '',
        claims: options.boundClaims,
        userClaim: options.userClaim,
      }
      const shown = { bound_audiences: bounds.audiences, bound_claims: bounds.claims }
      const said = { ...this.#plain, bounds: { ...shown, claim_mappings: null } }
      this.#put(name.toLowerCase(), { bounds, said, tokens: options })
    }
  }

  /** What a role says that was told nothing. */
  get #plain(): Said {
    const flags = { ...plainFlags, ...this.#context.product.jwtRole }
    return { ...plainSaid, bounds: shownBounds(() => null), flags }
  }

  named(name: string): JwtRole | undefined {
    return this.#all.get(name.toLowerCase())
  }

  answer(call: Call, written: string): Answer {
    return answerOnRoles(call, written, {
      all: this.#all,
      mountType,
      shown: (role) => this.#shown(role),
      write: (asked, name) => this.#write(asked, name),
    })
  }

  #write(call: Call, name: string): Answer {
    return answerOn(
      call,
      roleFields,
      (fields) => {
        const old = this.#all.get(name)
        const roleType = fields.role_type || 'oidc'
        if (roleType !== 'jwt' && roleType !== 'oidc')
          return refuse(400, `invalid 'role_type': ${roleType}`)
        const tokens = changedTokens(fields, old?.tokens ?? plainTokens)
        if ('status' in tokens) return tokens
        const bounds = boundsOf(fields, old?.bounds)
        const said = saidOf(fields, roleType, old?.said ?? this.#plain)
        const wrong = longPeriod(tokens) ?? wrongIn({ bounds, said, tokens }, fields)
        if (wrong !== undefined) return refuse(400, wrong)
        this.#put(name, { bounds, said, tokens })
        const warnings = [
          ...(tokens.tokenMaxTtlMs > systemTtlMs ? [truncated] : []),
          ...(said.flags['verbose_oidc_logging'] ? [verbose] : []),
        ]
        return warnings.length > 0 ? reply({ warnings, mountType }) : noContent
      },
      { looksFirst: true },
    )
  }

  #put(name: string, role: Omit<JwtRole, 'identity'>): void {
    const identity = this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: '',
      meta: { role: name },
      options: role.tokens,
    })
    this.#all.set(name, { ...role, identity })
  }

  #shown({ bounds, said, tokens }: JwtRole): object {
    return {
      allowed_redirect_uris: said.redirectUris,
      ...said.bounds,
      bound_claims_type: bounds.claimsType,
      bound_subject: bounds.subject,
      clock_skew_leeway: bounds.skew,
      expiration_leeway: bounds.expirationLeeway,
      groups_claim: bounds.groupsClaim,
      not_before_leeway: bounds.notBeforeLeeway,
      oidc_scopes: said.scopes,
      role_type: said.roleType,
      ...said.flags,
      ...shownTokens(tokens, this.#context.product),
      user_claim: bounds.userClaim,
      user_claim_json_pointer: bounds.isPointer,
    }
  }
}

const boundsOf = (fields: Fields, old: Bounds | undefined): Bounds => {
  const before: Bounds = old ?? { ...plainBounds, userClaim: '' }
  return {
    audiences: fields.bound_audiences ?? before.audiences,
    subject: fields.bound_subject ?? before.subject,
    claims: fields.bound_claims ?? before.claims,
    claimsType: fields.bound_claims_type ?? 'string',
    mappings: fields.claim_mappings ?? before.mappings,
    groupsClaim: fields.groups_claim ?? before.groupsClaim,
    userClaim: fields.user_claim ?? before.userClaim,
    isPointer: fields.user_claim_json_pointer ?? before.isPointer,
    skew: seconds(fields.clock_skew_leeway) ?? before.skew,
    expirationLeeway: seconds(fields.expiration_leeway) ?? before.expirationLeeway,
    notBeforeLeeway: seconds(fields.not_before_leeway) ?? before.notBeforeLeeway,
  }
}

const seconds = (ms: number | undefined): number | undefined => ms && ms / 1000

const saidOf = (fields: Fields, roleType: string, old: Said): Said => ({
  roleType,
  redirectUris: fields.allowed_redirect_uris ?? old.redirectUris,
  scopes: fields.oidc_scopes ?? old.scopes,
  flags: Object.fromEntries(
    Object.entries(old.flags).map(([name, value]) => [name, flagOf(fields, name) ?? value]),
  ),
  bounds: shownBounds((name) => fields[name] ?? old.bounds[name]),
})

const flagOf = (fields: Fields, name: string): unknown =>
  name === 'max_age' ? fields.max_age && fields.max_age / 1000 : fields[name as keyof Fields]

function wrongIn({ bounds, said, tokens }: Omit<JwtRole, 'identity'>, fields: Fields) {
  if (bounds.claimsType !== 'string' && bounds.claimsType !== 'glob')
    return `invalid 'bound_claims_type': ${bounds.claimsType}`
  const stray = bounds.claimsType === 'glob' ? strayClaim(fields.bound_claims ?? {}) : undefined
  const wrong = stray ?? wrongMapping(fields.claim_mappings ?? {})
  if (wrong !== undefined) return wrong
  if (bounds.userClaim === '') return 'a user claim must be defined on the role'
  if (said.roleType === 'oidc' && !said.redirectUris?.length)
    return "'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified."
  const bound = [bounds.audiences, tokens.cidrs ?? [], bounds.subject, Object.keys(bounds.claims)]
  if (said.roleType !== 'oidc' && bound.every(({ length }) => length === 0))
    return 'must have at least one bound constraint when creating/updating a role'
  return tokens.tokenMaxTtlMs > 0 && tokens.tokenTtlMs > tokens.tokenMaxTtlMs
    ? 'ttl should not be greater than max ttl'
    : undefined
}

const longPeriod = ({ periodMs = 0 }: RoleTokens): string | undefined =>
  periodMs > systemTtlMs
    ? `'period' of '"${goDuration(periodMs)}"' is greater than the backend's maximum lease TTL of '"${goDuration(systemTtlMs)}"'`
    : undefined

/** Only texts are compared with a pattern. */
function strayClaim(claims: Readonly<Record<string, unknown>>): string | undefined {
  for (const value of Object.values(claims)) {
    if (typeof value === 'object' && !Array.isArray(value))
      return `claim is not a string or list: ${printed(value)}`
    const stray = [value].flat().find((each) => typeof each !== 'string')
    if (stray !== undefined) return `claim is not a string: ${printed(stray)}`
  }
  return undefined
}

function wrongMapping(mappings: Readonly<Record<string, string>>): string | undefined {
  const targets = Object.values(mappings)
  if (targets.includes('role'))
    return 'metadata key "role" is reserved and may not be a mapping destination'
  const twice = targets.find((each, i) => targets.indexOf(each) !== i)
  return twice === undefined ? undefined : `multiple keys are mapped to metadata key "${twice}"`
}
