import { createHash } from 'node:crypto'
import type { Call } from './engine.ts'
import type { VaultToken } from './token.ts'

/** Who has changed a secret, as HashiCorp Vault says it; undefined in a product that does not. */
export type Author = Readonly<Record<string, string>> | undefined

/** The caller as the author of what a call does, or of `operation` where it has another name. */
export function authorOf(
  { product, operation }: Pick<Call, 'product' | 'operation'>,
  token: VaultToken | undefined,
  named: string = operation,
): Author {
  if (!product.namesAuthors) return undefined
  const { entityId = '', displayName = 'token', policies = ['root'] } = token?.identity ?? {}
  return {
    actor: displayName,
    client_id: entityId || clientOf(policies),
    ...(entityId && { entity_id: entityId }),
    operation: named,
  }
}

/**
 * Clients without an entity are told apart by their policies.
 * @see https://developer.hashicorp.com/vault/docs/concepts/client-count
 */
const clientOf = (policies: readonly string[]): string =>
  createHash('sha256')
    .update(`${policies.toSorted().join('\u007F')}\u0000root`)
    .digest('base64')
