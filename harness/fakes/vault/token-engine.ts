import type { Clock } from '../../../emulator/index.ts'
import {
  noContent,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { goDuration, readDuration, timestamp } from './duration.ts'
import { isWrite, textField, type Call, type Engine } from './engine.ts'
import { authOf, shownText, type VaultToken } from './token.ts'
import type { TokenStore } from './token-store.ts'

const mountType = 'token'
/** Vault's warning when a renewal asks for more than the max TTL leaves. */
export const cappedWarning = (asked: number, left: number): string =>
  `TTL of "${goDuration(asked)}" exceeded the effective max_ttl of "${goDuration(left)}"; ` +
  'TTL value is capped accordingly'

/** `auth/token`: looks up, renews and revokes the caller's token or another. */
export class TokenEngine implements Engine {
  readonly #tokens: TokenStore
  readonly #clock: Clock

  constructor(tokens: TokenStore, clock: Clock) {
    this.#tokens = tokens
    this.#clock = clock
  }

  handle(call: Call, caller: VaultToken): Answer {
    const { operation, path, data } = call
    const write = isWrite(operation)
    switch (path) {
      case 'lookup-self':
        return write || operation === 'read' ? this.#lookup(caller) : unsupportedOperation
      case 'lookup':
        return write || operation === 'read'
          ? this.#lookupOther(call, caller)
          : unsupportedOperation
      case 'renew-self':
        return write ? this.#renew(caller, data) : unsupportedOperation
      case 'renew':
        return write ? this.#renewOther(call) : unsupportedOperation
      case 'revoke-self':
        return write ? this.#revoke(caller) : unsupportedOperation
      case 'revoke':
        return write ? this.#revokeOther(call) : unsupportedOperation
      default:
        return unsupportedPath
    }
  }

  #lookupOther({ data }: Call, caller: VaultToken): Answer {
    const text = textField(data, 'token')
    if (!text) return this.#lookup(caller)
    const token = this.#tokens.find(text)
    return token ? this.#lookup(token) : refuse(403, 'bad token')
  }

  #renewOther({ data }: Call): Answer {
    const token = this.#tokens.find(textField(data, 'token') ?? '')
    return token ? this.#renew(token, data) : refuse(400, 'token not found')
  }

  #revokeOther({ data }: Call): Answer {
    const text = textField(data, 'token')
    if (!text) return refuse(400, 'missing token ID')
    const token = this.#tokens.find(text)
    return token ? this.#revoke(token) : noContent
  }

  #revoke(token: VaultToken): Answer {
    if (token.type === 'batch') return refuse(400, 'batch tokens cannot be revoked')
    this.#tokens.kill(token)
    return noContent
  }

  #renew(token: VaultToken, data: Readonly<Record<string, unknown>>): Answer {
    const increment = readDuration(data['increment'] ?? 0)
    if (increment === undefined || increment < 0)
      return refuse(400, 'Field validation failed: error converting input for field "increment"')
    if (token.type === 'batch') return refuse(400, 'batch tokens cannot be renewed')
    if (token.identity === undefined) return refuse(400, 'lease is not renewable')
    const asked = increment || token.ttlMs
    const left = token.issuedAt + token.maxTtlMs - this.#clock.now()
    const leaseMs = Math.min(asked, left)
    this.#tokens.renew(token, leaseMs)
    return reply({
      auth: authOf(token, leaseMs),
      ...(asked > left && { warnings: [cappedWarning(asked, left)] }),
      mountType,
    })
  }

  #lookup(token: VaultToken): Answer {
    const { identity, issuedAt, renewedAt, expiresAt } = token
    const renewal = {
      last_renewal: timestamp(renewedAt ?? 0),
      last_renewal_time: Math.floor((renewedAt ?? 0) / 1000),
    }
    const left = identity ? Math.floor((expiresAt - this.#clock.now()) / 1000) : 0
    const data = {
      accessor: token.accessor,
      creation_time: Math.floor(issuedAt / 1000),
      creation_ttl: Math.floor(token.ttlMs / 1000),
      display_name: identity?.displayName ?? 'token',
      entity_id: identity?.entityId ?? '',
      expire_time: identity ? timestamp(expiresAt) : null,
      explicit_max_ttl: 0,
      id: shownText(token.text, token.huge),
      issue_time: timestamp(issuedAt),
      ...(renewedAt !== undefined && renewal),
      meta: identity?.meta ?? null,
      num_uses: token.usesLeft,
      orphan: true,
      path: token.path,
      policies: identity?.policies ?? ['root'],
      renewable: identity !== undefined && token.type === 'service',
      ttl: left,
      type: token.type,
    }
    return reply({ data, mountType })
  }
}
