import type { TokenFault } from '../fake.ts'
import { Limiter, Lock } from '../limits.ts'
import type { VaultOptions } from '../options.ts'
import { refuse, reply, type Answer } from './answer.ts'
import type { Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { Policies } from './policies.ts'
import { Acl } from './policy.ts'
import { cappedWarning } from './token-engine.ts'
import { authOf, systemTtlMs, type Identity } from './token.ts'
import type { RoleTokens } from './role-tokens.ts'
import type { TokenStore } from './token-store.ts'
import type { VaultContext } from './product.ts'

/** Who a role or a user is, before he has policies and an entity. */
export interface Person {
  readonly name: string
  readonly mount: string
  readonly suffix: string
  readonly meta: Readonly<Record<string, string>>
  readonly options: RoleTokens
}

/** What all logins share: identities, the lock, the quota of leases, and the answer. */
export class Issuer {
  readonly lock: Lock
  readonly #policies: Policies
  readonly #context: VaultContext
  readonly #limiter: Limiter
  readonly #tokens: TokenStore
  readonly #acls = new Map<string, Acl>()

  constructor(
    options: VaultOptions,
    context: VaultContext,
    tokens: TokenStore,
    policies: Policies,
  ) {
    this.lock = new Lock(context, options.lockout)
    this.#limiter = new Limiter(context.clock, options.limits)
    this.#policies = policies
    this.#context = context
    this.#tokens = tokens
  }

  identify({ name, mount, suffix, meta, options }: Person): Identity {
    const policies = [
      ...new Set([...(options.noDefaultPolicy ? [] : ['default']), ...options.policies]),
    ].toSorted()
    return {
      name,
      displayName: `${mount.replaceAll('/', '-')}${suffix}`,
      entityId: uuid(this.#context.random),
      meta,
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
    const { periodMs, explicitMaxTtlMs } = identity.options
    const token = this.#tokens.issue(identity, call, {
      ...(periodMs && { periodMs }),
      ...(explicitMaxTtlMs && { explicitMaxTtlMs }),
    })
    const { client_token, ...rest } = authOf(token, token.ttlMs)
    const asked = identity.options.tokenTtlMs || systemTtlMs
    const envelope = {
      ...misplaceable(client_token, rest, fault),
      ...(asked > token.ttlMs && { warnings: [cappedWarning(asked, token.ttlMs)] }),
    }
    return { ...reply(envelope), issued: token.ordinal }
  }

  knowsPolicy(name: string): boolean {
    return name === 'root' || this.#policies.get(name) !== undefined
  }

  /** What a token with these policies may do. */
  aclOf(policies: readonly string[]): Acl {
    const key = JSON.stringify(policies)
    const acl = this.#acls.get(key) ?? new Acl(policies, this.#policies)
    this.#acls.set(key, acl)
    return acl
  }
}

/** The token where Vault has it, or, by a fault, where nobody looks for it. */
const misplaceable = (
  client_token: unknown,
  auth: Record<string, unknown>,
  fault: TokenFault | undefined,
): { data?: unknown; auth: unknown } =>
  fault === 'token-misplaced'
    ? { data: { client_token }, auth }
    : { auth: { client_token, ...auth } }
