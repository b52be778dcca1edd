import { createHash } from 'node:crypto'
import type { Expiring } from './expiry.ts'
import type { Acl } from './policy.ts'
import type { Ttl } from './ttl.ts'
import type { Wrapped } from './wrapping.ts'
import type { RoleTokens } from './role-tokens.ts'

/** Vault's lease time where nothing else is said, and the longest there is: 32 days. */
export const systemTtlMs = 768 * 3_600_000

/** Who logged in, and what his tokens are given. */
export interface Identity {
  /** The name of the role or user. */
  readonly name: string
  readonly displayName: string
  /** Empty on a token that no login gave. */
  readonly entityId: string
  readonly meta: Readonly<Record<string, string>> | null
  /** What an auth method knows the user by; the name where absent. */
  readonly alias?: string
  readonly options: RoleTokens
  readonly policies: readonly string[]
  readonly acl: Acl
}

/** What only a token that was created at `auth/token` may have. */
export interface TokenTerms {
  /** Chosen by the client. */
  readonly text?: string
  /** Whose end is this token's end too. */
  readonly parent?: VaultToken | undefined
  readonly renewable?: boolean
  /** How far each renewal carries it, whatever the maximum is. */
  readonly periodMs?: number
  readonly explicitMaxTtlMs?: number
  /** The name of the role that it was created by, whose word on times goes on holding. */
  readonly role?: string
  /** How long it lives at first, where that is worked out already. */
  readonly lease?: Ttl
  /** The answer that it stands for. */
  readonly wrapped?: Wrapped
}

/** A token that is alive. */
export interface VaultToken extends Expiring {
  /** Without the padding of a huge one. */
  readonly text: string
  readonly huge: boolean
  readonly ordinal: number
  readonly accessor: string
  readonly type: 'service' | 'batch'
  readonly issuedAt: number
  /** The path of the login, as the client wrote it. */
  readonly path: string
  /** Absent on the root token. */
  readonly identity?: Identity
  readonly ttlMs: number
  /** What Vault says of its time where it is not the one asked for. */
  readonly warnings: readonly string[]
  terms: TokenTerms
  readonly children: Set<VaultToken>
  /** 0 means as many as one likes; -1 that the request which it makes is its last. */
  usesLeft: number
  renewedAt?: number
  /** The type that its last renewal told, which its mount decides whatever the token is. */
  toldType?: 'service' | 'batch'
}

const padding = 'A'.repeat(1_000_000)

/** The token as a client sees it. */
export const shownText = (text: string, huge: boolean): string => (huge ? text + padding : text)

/** What a token is stored by, from what a client shows. */
export const storedText = (shown: string): string =>
  shown.length > padding.length && shown.endsWith(padding)
    ? shown.slice(0, shown.length - padding.length)
    : shown

/** Whether it has an end that a renewal can move. */
export const isRenewable = ({ identity, type, terms, expiresAt }: VaultToken): boolean =>
  identity !== undefined &&
  type === 'service' &&
  terms.renewable !== false &&
  expiresAt !== Infinity

/** The id of the lease of a service token; one that a client chose without a dot is kept as those of old. */
export const leaseIdOf = ({ path, text }: VaultToken): string =>
  text.includes('.') ? `${path}/h${hashOf('sha256', text)}` : `${path}/${hashOf('sha1', text)}`

const hashOf = (algorithm: string, text: string): string =>
  createHash(algorithm).update(text).digest('hex')

/** Whether it outlives the token it was created with. */
export const isOrphan = ({ terms }: VaultToken): boolean => terms.parent === undefined

/** The `auth` block of a login or a renewal. */
export function authOf(token: VaultToken, leaseMs: number): Record<string, unknown> {
  const { identity } = token
  const policies = identity?.policies ?? ['root']
  return {
    client_token: shownText(token.text, token.huge),
    accessor: token.accessor,
    policies,
    ...(policies.length > 0 && { token_policies: policies }),
    metadata: identity?.meta ?? null,
    lease_duration: Math.floor(leaseMs / 1000),
    renewable: isRenewable(token),
    entity_id: identity?.entityId ?? '',
    token_type: token.toldType ?? token.type,
    orphan: isOrphan(token),
    mfa_requirement: null,
    num_uses: identity?.options.tokenNumUses ?? 0,
  }
}
