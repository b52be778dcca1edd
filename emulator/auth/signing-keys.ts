import type { KeyObject, webcrypto } from 'node:crypto'
import type { JwtBuilder } from '../config/model.ts'

/** A private or shared key to sign with, as jose takes it. */
export interface SigningKey {
  readonly key: webcrypto.CryptoKey | KeyObject | Uint8Array
  /** The `kid` of the header; absent where the key has none. */
  readonly kid?: string
}

/** Finds the key of a jwtBuilder; undefined where there is none. Given from outside: the emulator reads no key store. */
export type SigningKeys = (builder: JwtBuilder) => Promise<SigningKey | undefined>
