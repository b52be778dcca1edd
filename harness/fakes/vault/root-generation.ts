import { bare, noContent, refuse, type Answer } from './answer.ts'
import { base62Text, uuid } from './ids.ts'
import { isAnswer, isPut, openFields, type OpenRequest } from './open-fields.ts'
import { notEmulated } from './not-emulated.ts'
import type { VaultContext } from './product.ts'
import { rootTokenLength, type TokenStore } from './token-store.ts'
import { xor } from './token-decoding.ts'
import { givenKey } from './given-key.ts'
import { cipherFault, GivenKeys, type SealShares } from './unseal-keys.ts'

interface Attempt {
  readonly nonce: string
  readonly otp: string
}

/**
 * New root tokens for whoever has the keys of the seal; the embedded one takes any key for one of them.
 * @see https://developer.hashicorp.com/vault/api-docs/system/generate-root
 */
export class RootGeneration {
  readonly #context: VaultContext
  readonly #tokens: TokenStore
  readonly #given = new GivenKeys()
  #attempt: Attempt | undefined

  constructor(context: VaultContext, tokens: TokenStore) {
    this.#context = context
    this.#tokens = tokens
  }

  /** Undefined for other paths. */
  answer(asked: OpenRequest, path: string, shares: SealShares): Answer | undefined {
    if (path === 'sys/generate-root/update')
      return asked.method === 'SCAN' ? refuse(405) : this.#update(asked, shares)
    if (path !== 'sys/generate-root/attempt') return undefined
    if (asked.method === 'GET') return this.#told(shares)
    if (isPut(asked)) return this.#begin(asked, shares)
    if (asked.method !== 'DELETE') return refuse(405)
    this.#attempt = undefined
    this.#given.take()
    return noContent
  }

  #told({ t }: SealShares, otp = ''): Answer {
    const { nonce = '' } = this.#attempt ?? {}
    return bare({ ...blank, nonce, started: nonce !== '', ...this.#progress(t), otp })
  }

  #progress(required: number): object {
    return { progress: this.#given.size, required }
  }

  #begin(asked: OpenRequest, shares: SealShares): Answer {
    const fields = openFields(asked, { otp: 'string', pgp_key: 'string' }, true)
    if (isAnswer(fields)) return fields
    if (fields.pgp_key) return notEmulated('new root tokens that are encrypted for a PGP key')
    const { random } = this.#context
    const otp = fields.otp || base62Text(random, rootTokenLength)
    if (otp.length !== rootTokenLength) return refuse(400, 'OTP string is wrong length')
    if (this.#attempt) return refuse(400, 'root generation already in progress')
    this.#attempt = { nonce: uuid(random), otp }
    return this.#told(shares, fields.otp ? '' : otp)
  }

  #update(asked: OpenRequest, { t }: SealShares): Answer {
    const given = givenKey(asked, 'invalid key: ')
    if (isAnswer(given)) return given
    const { key } = given
    if (!this.#attempt) return refuse(400, 'no root generation in progress')
    const { nonce, otp } = this.#attempt
    if (given.nonce !== nonce)
      return refuse(
        400,
        `incorrect nonce supplied; nonce for this root generation operation is "${nonce}"`,
      )
    if (!this.#given.add(key))
      return refuse(400, 'given key has already been provided during this generation operation')
    const told = { ...blank, nonce, started: true, otp_length: 0 }
    if (this.#given.size < t) return bare({ ...told, ...this.#progress(t) })
    this.#given.take()
    const unfit = t === 1 ? cipherFault(key) : undefined
    if (unfit !== undefined)
      return refuse(400, `root generation aborted: unable to authenticate: invalid key: ${unfit}`)
    this.#attempt = undefined
    const token = this.#tokens.issueRoot()
    const encoded = xor(Buffer.from(token), otp).toString('base64').replace(/=+$/, '')
    return bare({
      ...told,
      progress: t,
      required: t,
      complete: true,
      encoded_token: encoded,
      encoded_root_token: encoded,
    })
  }
}

const blank = {
  nonce: '',
  started: false,
  progress: 0,
  required: 1,
  complete: false,
  encoded_token: '',
  encoded_root_token: '',
  pgp_fingerprint: '',
  otp: '',
  otp_length: rootTokenLength,
}
