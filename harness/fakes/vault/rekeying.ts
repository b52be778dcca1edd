import type { Clock } from '../../../emulator/index.ts'
import type { Random } from '../../seed.ts'
import { bare, noContent, refuse, type Answer } from './answer.ts'
import { givenKey } from './given-key.ts'
import { uuid } from './ids.ts'
import { isAnswer, isPut, openFields, type OpenRequest } from './open-fields.ts'
import { notEmulated } from './not-emulated.ts'
import { cipherFault, GivenKeys, type SealShares } from './unseal-keys.ts'

interface Rekey {
  readonly nonce: string
  readonly beganAt: number
  readonly shares: SealShares
  readonly mustVerify: boolean
  /** Of the showing of the new keys, which may be begun anew before there are any. */
  readonly verifyNonce?: string
  /** The new keys, while somebody is to show that he has them. */
  readonly toVerify?: ReadonlySet<string>
}

const keyLength = 32
/** For so long only who knows the nonce may cancel. */
const nonceGuardsMs = 600_000

/**
 * New keys of the seal for whoever has the old ones; the embedded one takes any key for one of them.
 * @see https://developer.hashicorp.com/vault/api-docs/system/rekey
 */
export class Rekeying {
  readonly #clock: Clock
  readonly #random: Random
  readonly #given = new GivenKeys()
  #rekey: Rekey | undefined
  #shares: SealShares = { t: 1, n: 1 }

  constructor({ clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = clock
    this.#random = random
  }

  /** Of the keys that open the server today. */
  get shares(): SealShares {
    return this.#shares
  }

  /** Undefined for other paths. */
  answer(asked: OpenRequest, path: string): Answer | undefined {
    if (path === 'sys/rekey/update') return this.#update(asked)
    const { method } = asked
    if (path === 'sys/rekey/init') {
      if (method === 'GET') return this.#told()
      if (isPut(asked)) return this.#begin(asked)
      return method === 'DELETE' ? this.#cancel(asked) : refuse(405)
    }
    if (path !== 'sys/rekey/verify') return undefined
    if (isPut(asked)) return this.#verify(asked)
    if (method === 'DELETE') return this.#restartVerifying()
    return method === 'GET' ? this.#toldOfVerifying() : refuse(405)
  }

  #told(): Answer {
    const { nonce, shares, mustVerify, toVerify, verifyNonce } = this.#rekey ?? {}
    return bare({
      nonce: nonce ?? '',
      started: nonce !== undefined,
      ...(shares ?? { t: 0, n: 0 }),
      progress: toVerify ? 0 : this.#given.size,
      required: this.#shares.t,
      pgp_fingerprints: null,
      backup: false,
      verification_required: mustVerify ?? false,
      ...(verifyNonce !== undefined && { verification_nonce: verifyNonce }),
    })
  }

  #begin(asked: OpenRequest): Answer {
    const fields = openFields(asked, initFields)
    if (isAnswer(fields)) return fields
    const { secret_shares: n, secret_threshold: t, pgp_keys: pgp } = fields
    if (fields.backup && pgp.length === 0)
      return refuse(
        400,
        'cannot request a backup of the new keys without providing PGP keys for encryption',
      )
    if (pgp.length > 0)
      return pgp.length === n
        ? notEmulated('new keys of the seal that are encrypted for PGP keys')
        : refuse(400, 'incorrect number of PGP keys for rekey')
    if (t > n) return refuse(400, 'provided threshold greater than the total shares')
    const wrong = wrongShares({ n, t })
    if (wrong !== undefined) return refuse(500, `invalid rekey seal configuration: ${wrong}`)
    if (this.#rekey) return refuse(400, 'rekey already in progress')
    this.#rekey = {
      nonce: uuid(this.#random),
      beganAt: this.#clock.now(),
      shares: { t, n },
      mustVerify: fields.require_verification,
    }
    return this.#told()
  }

  #cancel(asked: OpenRequest): Answer {
    const fields = openFields(asked, { nonce: 'string' })
    if (isAnswer(fields)) return fields
    const { nonce, beganAt } = this.#rekey ?? {}
    const isGuarded = beganAt !== undefined && this.#clock.now() < beganAt + nonceGuardsMs
    if (isGuarded && fields.nonce !== nonce) return refuse(400, 'invalid request')
    this.#rekey = undefined
    this.#given.take()
    return noContent
  }

  #update(asked: OpenRequest): Answer {
    const given = givenKey(asked)
    if (isAnswer(given)) return given
    const { key, nonce } = given
    const rekey = this.#rekey
    if (!rekey) return refuse(400, 'no barrier rekey in progress')
    if (rekey.toVerify)
      return refuse(
        400,
        'rekey operation already finished; verification must be performed; nonce for the ' +
          `verification operation is "${rekey.verifyNonce}"`,
      )
    if (nonce !== rekey.nonce)
      return refuse(
        400,
        `incorrect nonce supplied; nonce for this rekey operation is "${rekey.nonce}"`,
      )
    if (!this.#given.add(key))
      return refuse(400, 'given key has already been provided during this generation operation')
    if (this.#given.size < this.#shares.t) return this.#told()
    this.#given.take()
    const unfit = this.#shares.t === 1 ? cipherFault(key) : undefined
    return unfit === undefined ? this.#renewed(rekey) : refuse(500, unfit)
  }

  #renewed(rekey: Rekey): Answer {
    const keys = Array.from({ length: rekey.shares.n }, () => this.#newKey(rekey.shares.n))
    const hex = keys.map((key) => key.toString('hex'))
    const verifyNonce = uuid(this.#random)
    if (rekey.mustVerify) this.#rekey = { ...rekey, verifyNonce, toVerify: new Set(hex) }
    else this.#done(rekey)
    return bare({
      nonce: rekey.nonce,
      complete: true,
      keys: hex,
      keys_base64: keys.map((key) => key.toString('base64')),
      pgp_fingerprints: null,
      backup: false,
      verification_required: rekey.mustVerify,
      ...(rekey.mustVerify && { verification_nonce: verifyNonce }),
    })
  }

  /** One of several shares has a byte more, which says where it is. */
  #newKey(n: number): Buffer {
    const length = n === 1 ? keyLength : keyLength + 1
    return Buffer.from(Array.from({ length }, () => Math.floor(this.#random() * 256)))
  }

  #done({ shares }: Rekey): void {
    this.#shares = shares
    this.#rekey = undefined
  }

  #toldOfVerifying(): Answer {
    if (!this.#rekey) return refuse(400, 'no rekey configuration found')
    const { shares, toVerify, verifyNonce } = this.#rekey
    const progress = toVerify ? this.#given.size : 0
    return bare({
      nonce: verifyNonce ?? '',
      started: toVerify !== undefined,
      ...shares,
      progress,
    })
  }

  #restartVerifying(): Answer {
    if (this.#rekey) this.#newVerification(this.#rekey)
    return this.#toldOfVerifying()
  }

  #newVerification(rekey: Rekey): void {
    if (rekey.toVerify) this.#given.take()
    this.#rekey = { ...rekey, verifyNonce: uuid(this.#random) }
  }

  #verify(asked: OpenRequest): Answer {
    const given = givenKey(asked)
    if (isAnswer(given)) return given
    const { key, nonce } = given
    const rekey = this.#rekey
    if (!rekey) return refuse(400, 'no rekey in progress')
    const { toVerify, verifyNonce } = rekey
    if (!toVerify) return refuse(400, 'no rekey verification in progress')
    if (nonce !== verifyNonce)
      return refuse(
        400,
        `incorrect nonce supplied; nonce for this verify operation is "${verifyNonce}"`,
      )
    if (!this.#given.add(key))
      return refuse(400, 'given key has already been provided during this verify operation')
    if (this.#given.size < rekey.shares.t) return this.#toldOfVerifying()
    if (this.#given.take().every((each) => toVerify.has(each))) {
      this.#done(rekey)
      return bare({ nonce: verifyNonce, complete: true })
    }
    this.#newVerification(rekey)
    return refuse(400, 'rekey verification failed; incorrect key shares supplied')
  }
}

const initFields = {
  secret_shares: 'int',
  secret_threshold: 'int',
  stored_shares: 'int',
  pgp_keys: 'texts',
  backup: 'bool',
  require_verification: 'bool',
} as const

function wrongShares({ n, t }: SealShares): string | undefined {
  if (n < 1) return 'shares must be at least one'
  if (t < 1) return 'threshold must be at least one'
  if (n > 1 && t === 1) return 'threshold must be greater than one for multiple shares'
  if (n > 255) return 'shares must be less than 256'
  return undefined
}
