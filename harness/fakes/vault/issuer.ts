import type { TokenFault } from '../fake.ts'
import { Limiter, Lock } from '../limits.ts'
import type { VaultOptions } from '../options.ts'
import { noToken, refuse, reply, type Answer } from './answer.ts'
import { everyClient } from './bound-cidrs.ts'
import type { Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { Entity, IdentityStore } from './identity-store.ts'
import type { Mount } from './mount-table.ts'
import type { Policies } from './policies.ts'
import type { Acl } from './policy.ts'
import { authOf, type Identity, type VaultToken } from './token.ts'
import type { RoleTokens } from './role-tokens.ts'
import { sanitized } from './token-policies.ts'
import { TokenAcls, type Reach } from './token-acls.ts'
import type { TokenStore } from './token-store.ts'
import type { VaultContext } from './product.ts'
import { typeAt } from './ttl.ts'

/** Who a role or a user is, before he has policies and an entity. */
export interface Person {
  readonly name: string
  readonly mount: string
  readonly suffix: string
  readonly meta: Readonly<Record<string, string>>
  readonly options: RoleTokens
  /** What its entity is known by there; the name where absent. */
  readonly alias?: string
}

/** By what the lock knows a user of a mount, whose path is below `auth/`. */
export const lockedAs = (mount: string, alias: string): string => `${mount}//${alias}`

/** What all logins share: identities, the lock, the quota of leases, and the answer. */
export class Issuer {
  readonly lock: Lock
  readonly #policies: Policies
  readonly #context: VaultContext
  readonly #limiter: Limiter
  readonly #tokens: TokenStore
  readonly #identities: IdentityStore
  readonly #mounts: (prefix: string) => Mount | undefined
  readonly #acls: TokenAcls

  constructor(
    options: VaultOptions,
    context: VaultContext,
    tokens: TokenStore,
    policies: Policies,
    identities: IdentityStore,
    mounts: (prefix: string) => Mount | undefined,
  ) {
    this.#mounts = mounts
    this.lock = new Lock(context, options.lockout)
    this.#limiter = new Limiter(context.clock, options.limits)
    this.#policies = policies
    this.#context = context
    this.#tokens = tokens
    this.#identities = identities
    this.#acls = new TokenAcls(policies, identities, context.product)
  }

  identify({ name, mount, suffix, meta, options: said, alias = name }: Person): Identity {
    const options = said.strictlyBindIp ? { ...said, cidrs: [everyClient] } : said
    const policies = sanitizedFor(options)
    return {
      name,
      displayName: `${mount.replaceAll('/', '-')}${suffix}`,
      entityId: uuid(this.#context.random),
      meta,
      alias,
      options,
      policies,
      acl: this.aclOf(policies),
    }
  }

  /** Issues a token to somebody whose credentials were right. */
  issue(identity: Identity, call: Call): Answer {
    const { fullPath, fault } = call
    if (!this.#limiter.allowsLease(this.#tokens.leases))
      return refuse(429, `request path "${fullPath}": lease count quota exceeded`)
    if (identity.policies.includes('root'))
      return refuse(400, 'auth methods cannot create root tokens')
    const entity = this.#entityOf(identity, call)
    if (entity?.disabled) return noToken
    const { periodMs, explicitMaxTtlMs } = identity.options
    const token = this.#tokens.issue(this.#typed(withEntity(identity, entity), fullPath), call, {
      ...(periodMs && { periodMs }),
      ...(explicitMaxTtlMs && { explicitMaxTtlMs }),
    })
    const { client_token, ...rest } = this.authOf(token)
    const envelope = {
      ...misplaceable(client_token, rest, fault),
      ...(token.warnings.length > 0 && { warnings: token.warnings }),
    }
    return { ...reply(envelope), issued: token.ordinal }
  }

  /** The entity of a user; it begins with the first login. */
  #entityOf({ alias, entityId, name }: Identity, { fullPath, path }: Call): Entity | undefined {
    const mount = this.#mounts(fullPath.slice(0, fullPath.length - path.length))
    return mount && this.#identities.whoLogsIn(mount, alias ?? name, entityId)
  }

  /** The lock of one auth method, which may be told how to lock, or not to. */
  lockOf(mount: string): Pick<Lock, 'isLocked' | 'failed' | 'passed'> {
    const own = this.#mounts(`auth/${mount}/`)?.settings.lockout
    const { lock } = this
    const isDisabled = own?.isDisabled === true
    const ownLockout = { after: own?.threshold || undefined, forMs: own?.durationMs || undefined }
    return {
      isLocked: (user) => !isDisabled && lock.isLocked(user),
      failed: (user) => {
        if (!isDisabled) lock.failed(user, ownLockout)
      },
      passed: (user) => lock.passed(user),
    }
  }

  /** What a login or a renewal tells of a token. */
  authOf(token: VaultToken, ttlMs = token.ttlMs): Record<string, unknown> {
    const auth = authOf(token, ttlMs)
    const more = this.identityPoliciesOf(token)
    if (more.length === 0) return auth
    const own = auth['policies'] as readonly string[]
    return {
      ...auth,
      policies: [...new Set([...own, ...more])].toSorted(),
      identity_policies: more.toSorted(),
    }
  }

  /** What a token may do because of its entity. */
  identityPoliciesOf(token: VaultToken): readonly string[] {
    return this.#acls.identityPoliciesOf(token)
  }

  /** The identity with the type of tokens that the mount decides, where it has a say. */
  #typed(identity: Identity, path: string): Identity {
    const { options } = identity
    const tokenType = typeAt(this.#tokens.tuningOf(path), options.saidType ?? options.tokenType)
    return tokenType === options.tokenType
      ? identity
      : { ...identity, options: { ...options, tokenType } }
  }

  /** The longest that anything lives which a mount gives out. */
  longestMs({ fullPath }: Call): number {
    return this.#tokens.tuningOf(fullPath).maxTtlMs
  }

  /** What its role or user says today of the times of a token; or why it is not renewed. */
  renewal({ path, identity }: VaultToken): RoleTokens | Answer {
    const prefix = /^auth\/.+?\/(?=login(?:\/|$))/.exec(path)?.[0] ?? ''
    return this.#mounts(prefix)?.engine.renewal?.(identity!) ?? identity!.options
  }

  knowsPolicy(name: string): boolean {
    return name === 'root' || this.#policies.get(name) !== undefined
  }

  /** What a token may do, with what its entity may. */
  reachOf(token: VaultToken): Reach {
    return this.#acls.for(token)
  }

  /** The same, as far as policies grant it; undefined for the root token. */
  aclFor(token: VaultToken): Acl | undefined {
    return this.reachOf(token).acl
  }

  /** What a token with these policies may do. */
  aclOf(policies: readonly string[]): Acl {
    return this.#acls.of(policies)
  }
}

/** A role keeps policies as they are written, and a token has them without case and in order. */
const sanitizedFor = ({ noDefaultPolicy, policies }: RoleTokens): readonly string[] =>
  [...new Set([...(noDefaultPolicy ? [] : ['default']), ...sanitized(policies)])].toSorted()

const withEntity = (identity: Identity, entity: Entity | undefined): Identity =>
  entity && entity.id !== identity.entityId ? { ...identity, entityId: entity.id } : identity

/** The token where Vault has it, or, by a fault, where nobody looks for it. */
const misplaceable = (
  client_token: unknown,
  auth: Record<string, unknown>,
  fault: TokenFault | undefined,
): { data?: unknown; auth: unknown } =>
  fault === 'token-misplaced'
    ? { data: { client_token }, auth }
    : { auth: { client_token, ...auth } }
