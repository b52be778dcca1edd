import type { VaultJwtRole } from '../options.ts'
import { answerOnRoles } from './answer-on-roles.ts'
import { noContent, refuse, reply, type Answer } from './answer.ts'
import { durationOf } from './duration.ts'
import type { Call } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { Bounds } from './jwt-claims.ts'
import { modernized, oldTokenFields, saidOld, type SaidOld } from './old-token-fields.ts'
import type { VaultContext } from './product.ts'
import {
  changedTokens,
  plainTokens,
  shownTokens,
  tokenFields,
  type RoleTokens,
} from './role-tokens.ts'
import type { Identity } from './token.ts'
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
  clock_skew_leeway: 'text',
  expiration_leeway: 'text',
  not_before_leeway: 'text',
  name: 'text',
} as const

type Fields = Typed<typeof roleFields>

/** What a role tells of itself besides its bounds and tokens. */
interface Said {
  readonly roleType: string
  readonly redirectUris: readonly string[] | null
  readonly scopes: readonly string[] | null
  readonly flags: Readonly<Record<string, unknown>>
  readonly old: SaidOld
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

const plainFlags = { max_age: 0, verbose_oidc_logging: false }

const plainSaid: Omit<Said, 'flags'> = {
  roleType: 'jwt',
  redirectUris: null,
  scopes: null,
  old: {},
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
      this.#put(name.toLowerCase(), { bounds, said: this.#plain, tokens: options })
    }
  }

  /** What a role says that was told nothing. */
  get #plain(): Said {
    return { ...plainSaid, flags: { ...plainFlags, ...this.#context.product.jwtRole } }
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
        const roleType = fields.role_type || old?.said.roleType || 'oidc'
        if (roleType !== 'jwt' && roleType !== 'oidc')
          return refuse(400, `invalid 'role_type': ${roleType}`)
        const tokens = changedTokens(modernized(fields), old?.tokens ?? plainTokens)
        if ('status' in tokens) return tokens
        const bounds = boundsOf(fields, old?.bounds)
        const said = saidOf(fields, roleType, old?.said ?? this.#plain)
        const wrong = wrongIn(bounds, said)
        if (wrong !== undefined) return refuse(400, wrong)
        this.#put(name, { bounds, said, tokens })
        return fields.verbose_oidc_logging ? reply({ warnings: [verbose], mountType }) : noContent
      },
      { looksFirst: true, captured: ['name'] },
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
    const orNull = <T extends object>(value: T) => (Object.keys(value).length === 0 ? null : value)
    return {
      allowed_redirect_uris: said.redirectUris,
      bound_audiences: orNull(bounds.audiences),
      bound_claims: orNull(bounds.claims),
      bound_claims_type: bounds.claimsType,
      bound_subject: bounds.subject,
      claim_mappings: orNull(bounds.mappings),
      clock_skew_leeway: bounds.skew,
      expiration_leeway: bounds.expirationLeeway,
      groups_claim: bounds.groupsClaim,
      not_before_leeway: bounds.notBeforeLeeway,
      oidc_scopes: said.scopes,
      role_type: said.roleType,
      ...said.flags,
      ...shownTokens(tokens, this.#context.product),
      ...said.old,
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
    claimsType: fields.bound_claims_type ?? before.claimsType,
    mappings: fields.claim_mappings ?? before.mappings,
    groupsClaim: fields.groups_claim ?? before.groupsClaim,
    userClaim: fields.user_claim ?? before.userClaim,
    isPointer: fields.user_claim_json_pointer ?? before.isPointer,
    skew: leewayOf(fields.clock_skew_leeway) ?? before.skew,
    expirationLeeway: leewayOf(fields.expiration_leeway) ?? before.expirationLeeway,
    notBeforeLeeway: leewayOf(fields.not_before_leeway) ?? before.notBeforeLeeway,
  }
}

/** In seconds, and less than none for none. */
const leewayOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Math.trunc((durationOf(text) ?? 0) / 1000)

const saidOf = (fields: Fields, roleType: string, old: Said): Said => ({
  roleType,
  redirectUris: fields.allowed_redirect_uris ?? old.redirectUris,
  scopes: fields.oidc_scopes ?? old.scopes,
  flags: Object.fromEntries(
    Object.entries(old.flags).map(([name, value]) => [name, flagOf(fields, name) ?? value]),
  ),
  old: saidOld(fields, old.old),
})

const flagOf = (fields: Fields, name: string): unknown =>
  name === 'max_age' ? fields.max_age && fields.max_age / 1000 : fields[name as keyof Fields]

function wrongIn(bounds: Bounds, { roleType, redirectUris }: Said): string | undefined {
  if (bounds.userClaim === '') return 'a user claim must be defined on the role'
  if (bounds.claimsType !== 'string' && bounds.claimsType !== 'glob')
    return `invalid 'bound_claims_type': ${bounds.claimsType}`
  const values = Object.values(bounds.claims).flat()
  const stray = bounds.claimsType === 'glob' && values.find((each) => typeof each !== 'string')
  if (stray) return `claim is not a string: ${JSON.stringify(stray)}`
  const targets = Object.values(bounds.mappings)
  const twice = targets.find((each, i) => targets.indexOf(each) !== i)
  if (twice !== undefined) return `multiple keys are mapped to metadata key "${twice}"`
  if (roleType === 'oidc')
    return redirectUris?.length
      ? undefined
      : "'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified."
  const isBound = bounds.audiences.length > 0 || bounds.subject !== '' || values.length > 0
  return isBound
    ? undefined
    : 'must have at least one bound constraint when creating/updating a role'
}
