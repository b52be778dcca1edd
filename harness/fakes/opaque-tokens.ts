import { randomStream, randomText, type Random } from '../seed.ts'

/** The length of a token blown up by a fault: 1 MB. */
export const hugeLength = 2 ** 20

/**
 * Random text that means nothing to anybody but the server. It is drawn from the ordinal and a seed
 * of the server's own, so the server knows its tokens again without keeping them.
 */
export class OpaqueTokens {
  readonly #seed: number
  readonly #subjects: readonly string[]

  constructor(random: Random, subjects: readonly string[]) {
    this.#seed = Math.floor(random() * 2 ** 32)
    this.#subjects = subjects
  }

  make(ordinal: number, subject: string, huge: boolean): string {
    const text = this.#text(ordinal, this.#subjects.indexOf(subject))
    return huge ? blowUp(text) : text
  }

  /** Which token this is and whose; undefined where this server never made it. */
  read(token: string): { readonly ordinal: number; readonly subject: string } | undefined {
    const [first = '', second = ''] = token.slice(0, 40).split('-')
    const ordinal = parseInt(first, 36)
    const subject = this.#subjects[parseInt(second, 36)]
    if (subject === undefined) return undefined
    const text = this.#text(ordinal, parseInt(second, 36))
    return token === text || token === blowUp(text) ? { ordinal, subject } : undefined
  }

  #text(ordinal: number, subject: number): string {
    const start = `${ordinal.toString(36)}-${subject.toString(36)}`
    return `${start}-${randomText(randomStream(this.#seed, start), 32)}`
  }
}

const blowUp = (text: string): string => text.padEnd(hugeLength, 'x')
