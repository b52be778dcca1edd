import { randomStream, randomText, type Random } from '../seed.ts'

/** The length of a token blown up by a fault: 1 MB. */
export const hugeLength = 2 ** 20

/** What an opaque token says to the server that made it. */
export interface OpaqueReading {
  readonly ordinal: number
  /** The number of the grant it was issued for. */
  readonly grant: number
  /** Epoch seconds. */
  readonly issuedAt: number
}

/**
 * Random text that means nothing to anybody but the server. It is drawn from what the server must
 * know of the token and a seed of its own, so it knows its tokens again without keeping them.
 */
export class OpaqueTokens {
  readonly #seed: number

  constructor(random: Random) {
    this.#seed = Math.floor(random() * 2 ** 32)
  }

  make(reading: OpaqueReading, huge: boolean): string {
    const text = this.#text(reading)
    return huge ? blowUp(text) : text
  }

  /** Which token this is; undefined where this server never made it. */
  read(token: string): OpaqueReading | undefined {
    const [ordinal = NaN, grant = NaN, issuedAt = NaN] = token
      .slice(0, 48)
      .split('-')
      .map((part) => parseInt(part, 36))
    const text = this.#text({ ordinal, grant, issuedAt })
    return token === text || token === blowUp(text) ? { ordinal, grant, issuedAt } : undefined
  }

  #text({ ordinal, grant, issuedAt }: OpaqueReading): string {
    const start = [ordinal, grant, issuedAt].map((each) => each.toString(36)).join('-')
    return `${start}-${randomText(randomStream(this.#seed, start), 32)}`
  }
}

const blowUp = (text: string): string => text.padEnd(hugeLength, 'x')
