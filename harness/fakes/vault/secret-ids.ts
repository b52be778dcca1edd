import type { VaultAppRole } from '../options.ts'
import type { RoleOptions } from './approle-parts.ts'
import { takesClient, unauthorized } from './bound-cidrs.ts'
import { timestamp } from './duration.ts'
import { ExpiryQueue, type Expiring } from './expiry.ts'
import { uuid } from './ids.ts'
import type { VaultContext } from './product.ts'
import { systemTtlMs } from './token.ts'

/** What a secret id may be given of its own; what is absent is its role's. */
export interface SecretIdTerms {
  readonly ttlMs?: number
  readonly numUses?: number
  readonly meta?: Readonly<Record<string, string>>
  /** Where its user, and the user of its tokens, may be. */
  readonly cidrs?: readonly string[]
  readonly tokenCidrs?: readonly string[]
}

type RoleTerms = Pick<RoleOptions, 'secretIdTtlMs' | 'secretIdNumUses' | 'boundCidrs' | 'cidrs'>

interface SecretId extends Expiring {
  readonly text: string
  readonly accessor: string
  readonly createdAt: number
  updatedAt: number
  readonly ttlMs: number
  readonly meta: Readonly<Record<string, string>>
  readonly cidrs: readonly string[]
  readonly tokenCidrs: readonly string[]
  /** 0 means as often as one likes. */
  usesLeft: number
}

/** The secret ids of one role that are still good. */
export class SecretIds {
  readonly #context: VaultContext
  /** What its role says of those that are made from now on. */
  terms: RoleTerms
  readonly #good = new Map<string, SecretId>()
  readonly #byAccessor = new Map<string, SecretId>()
  readonly #ends = new ExpiryQueue<SecretId>()

  constructor(context: VaultContext, role: RoleTerms & Pick<VaultAppRole, 'secretId'>) {
    this.#context = context
    this.terms = role
    const ttlMs = Math.min(role.secretIdTtlMs ?? 0, systemTtlMs)
    if (role.secretId !== undefined) this.add(role.secretId, { ttlMs })
  }

  /** Adds one; undefined where it is there already. */
  add(text: string, terms: SecretIdTerms = {}): SecretId | undefined {
    const { clock, random } = this.#context
    this.#sweep()
    if (this.#good.has(text)) return undefined
    const ttlMs = terms.ttlMs ?? this.terms.secretIdTtlMs ?? 0
    const now = clock.now()
    const secretId = {
      text,
      accessor: uuid(random),
      createdAt: now,
      updatedAt: now,
      ttlMs,
      meta: terms.meta ?? {},
      cidrs: terms.cidrs ?? [],
      tokenCidrs: terms.tokenCidrs ?? [],
      usesLeft: terms.numUses ?? this.terms.secretIdNumUses,
      expiresAt: ttlMs > 0 ? now + ttlMs : Infinity,
      slot: -1,
    }
    this.#good.set(text, secretId)
    this.#byAccessor.set(secretId.accessor, secretId)
    this.#ends.add(secretId)
    return secretId
  }

  /** What a login with it adds to the token; undefined where it does not pass. That uses it once. */
  use(text: string): Pick<SecretId, 'meta' | 'tokenCidrs'> | undefined {
    const secretId = this.find(text)
    if (!secretId) return undefined
    if (secretId.usesLeft === 1) this.destroy(secretId)
    if (secretId.usesLeft > 1) secretId.usesLeft--
    secretId.updatedAt = this.#context.clock.now()
    return secretId
  }

  /** Why a good secret id is not for a client here. */
  elsewhere(text: string): string | undefined {
    const secretId = this.find(text)
    if (!secretId) return undefined
    if (!takesClient(secretId.cidrs))
      return unauthorized(
        secretId.usesLeft > 0
          ? 'by CIDR restrictions on the secret ID: %!w(<nil>)'
          : 'through CIDR restrictions on the secret ID',
      )
    return takesClient(this.terms.boundCidrs ?? [])
      ? undefined
      : unauthorized('by CIDR restrictions on the role: %!w(<nil>)')
  }

  find(text: string): SecretId | undefined {
    this.#sweep()
    return this.#good.get(text)
  }

  findByAccessor(accessor: string): SecretId | undefined {
    this.#sweep()
    return this.#byAccessor.get(accessor)
  }

  get accessors(): readonly string[] {
    this.#sweep()
    return [...this.#byAccessor.keys()]
  }

  destroy(secretId: SecretId): void {
    this.#forget(secretId)
    this.#ends.remove(secretId)
  }

  #forget(secretId: SecretId): void {
    this.#good.delete(secretId.text)
    this.#byAccessor.delete(secretId.accessor)
  }

  #sweep(): void {
    const { clock, product } = this.#context
    const now = product.cleansUpSecretIds ? lastCleanUp(clock.now()) : clock.now()
    for (let ended = this.#ends.takeEnded(now); ended; ended = this.#ends.takeEnded(now))
      this.#forget(ended)
  }
}

const cleanUpMs = 60_000

/** Assumed: at each full minute. A server counts them from its start, which no client knows. */
const lastCleanUp = (now: number): number => Math.floor(now / cleanUpMs) * cleanUpMs

/** A new secret id as the one who asked for it sees it. */
export const issuedFields = (secretId: SecretId): Record<string, unknown> => ({
  secret_id: secretId.text,
  secret_id_accessor: secretId.accessor,
  secret_id_num_uses: secretId.usesLeft,
  secret_id_ttl: Math.floor(secretId.ttlMs / 1000),
})

const never = '0001-01-01T00:00:00Z'

/** A secret id as a look-up shows it: without itself. */
export const lookedUpFields = (secretId: SecretId): Record<string, unknown> => ({
  cidr_list: secretId.cidrs,
  creation_time: timestamp(secretId.createdAt),
  expiration_time: secretId.expiresAt === Infinity ? never : timestamp(secretId.expiresAt),
  last_updated_time: timestamp(secretId.updatedAt),
  metadata: secretId.meta,
  secret_id_accessor: secretId.accessor,
  secret_id_num_uses: secretId.usesLeft,
  secret_id_ttl: Math.floor(secretId.ttlMs / 1000),
  token_bound_cidrs: secretId.tokenCidrs,
})
