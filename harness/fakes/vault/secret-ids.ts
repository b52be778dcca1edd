import type { Clock } from '../../../emulator/index.ts'
import type { VaultAppRole } from '../options.ts'
import { ExpiryQueue, type Expiring } from './expiry.ts'

interface SecretId extends Expiring {
  readonly text: string
  /** 0 means as often as one likes. */
  usesLeft: number
}

/** The secret ids of one role that are still good. */
export class SecretIds {
  readonly #clock: Clock
  readonly #role: VaultAppRole
  readonly #good = new Map<string, SecretId>()
  readonly #ends = new ExpiryQueue<SecretId>()

  constructor(clock: Clock, role: VaultAppRole) {
    this.#clock = clock
    this.#role = role
    if (role.secretId !== undefined) this.add(role.secretId)
  }

  add(text: string): void {
    const { secretIdTtlMs, secretIdNumUses: usesLeft } = this.#role
    const expiresAt = secretIdTtlMs ? this.#clock.now() + secretIdTtlMs : Infinity
    const secretId = { text, usesLeft, expiresAt, slot: -1 }
    this.#sweep()
    this.#good.set(text, secretId)
    this.#ends.add(secretId)
  }

  /** Whether a login with it passes; that uses it once. */
  use(text: string): boolean {
    this.#sweep()
    const secretId = this.#good.get(text)
    if (!secretId) return false
    if (secretId.usesLeft === 1) this.#forget(secretId)
    if (secretId.usesLeft > 1) secretId.usesLeft--
    return true
  }

  #forget(secretId: SecretId): void {
    this.#good.delete(secretId.text)
    this.#ends.remove(secretId)
  }

  #sweep(): void {
    const now = this.#clock.now()
    for (let ended = this.#ends.takeEnded(now); ended; ended = this.#ends.takeEnded(now))
      this.#good.delete(ended.text)
  }
}
