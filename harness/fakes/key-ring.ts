import type { JWK } from 'jose'
import { keyPair, publicHalf, testKey, type KeyPair, type SigningAlg } from './test-keys.ts'

/** One key of a server, under the name its tokens carry. */
export interface RingKey extends KeyPair {
  readonly kid: string
  /** The half that others may have; absent for a symmetric key. */
  readonly shown?: JWK
  /** When the last token made with it ends, in epoch milliseconds. */
  lastEnd: number
}

/** The keys of one server: one makes tokens, and those before it prove theirs while any is alive. */
export class KeyRing {
  readonly #name: string
  readonly #alg: SigningAlg | 'A256KW'
  #keys: RingKey[]
  #made = 0

  constructor(name: string, alg: SigningAlg | 'A256KW') {
    this.#name = name
    this.#alg = alg
    this.#keys = [this.#next()]
  }

  /** The key that makes tokens now. */
  get current(): RingKey {
    return this.#keys.at(-1)!
  }

  /** The key of that name; undefined where the server has none, or has it no more. */
  find(kid: string | undefined): RingKey | undefined {
    return this.#keys.find((key) => key.kid === kid)
  }

  /** Puts a new key in the place of the current one; with `drop` all others are gone at once. */
  rotate(drop: boolean): void {
    this.#keys = [...(drop ? [] : this.#keys), this.#next()]
  }

  /** The keys that others may have at that moment: not those whose last token is dead. */
  shown(now: number): readonly JWK[] {
    this.#keys = this.#keys.filter((key) => key === this.current || key.lastEnd > now)
    return this.#keys.flatMap(({ shown }) => shown ?? [])
  }

  #next(): RingKey {
    const nth = this.#made++
    const alg = this.#alg
    const kid = `${this.#name}-${alg.toLowerCase()}-test${nth === 0 ? '' : `-${nth + 1}`}`
    const jwk = publicHalf(testKey(alg, nth))
    const shown = jwk.kty === 'oct' ? undefined : { ...jwk, kid, alg, use: 'sig' }
    return { ...keyPair(alg, nth), kid, lastEnd: 0, ...(shown && { shown }) }
  }
}
