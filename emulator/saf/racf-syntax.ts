import type { Place } from '../problem.ts'
import type { CommandText } from './racf-text.ts'

/** A word or a quoted text, with the list in parentheses that follows it. */
export interface Operand {
  readonly text: string
  readonly quoted: boolean
  readonly at: Place
  /** Absent where no parentheses follow. */
  readonly values?: readonly Operand[]
}

/** A command taken apart: its verb, and what follows it in order. */
export interface RacfCommand {
  readonly verb: Operand
  readonly operands: readonly Operand[]
}

/** A command, or where its text stops to make sense. */
export type ParsedCommand =
  { readonly command: RacfCommand | undefined } | { readonly wrong: string; readonly at: Place }

/** Nothing that an administrator types is deeper than three. */
const mostDeep = 8

class SyntaxFault {
  readonly wrong: string
  readonly index: number

  constructor(wrong: string, index: number) {
    this.wrong = wrong
    this.index = index
  }
}

/** Takes a command apart; undefined where there is nothing but comments. */
export function parseCommand({ text, at }: CommandText): ParsedCommand {
  const reader = new Reader(text, at)
  try {
    const operands = reader.items(0)
    const [verb, ...rest] = operands
    return { command: verb && { verb, operands: rest } }
  } catch (thrown) {
    if (!(thrown instanceof SyntaxFault)) throw thrown
    return { wrong: thrown.wrong, at: at(thrown.index) }
  }
}

class Reader {
  readonly #text: string
  readonly #at: (index: number) => Place
  #index = 0

  constructor(text: string, at: (index: number) => Place) {
    this.#text = text
    this.#at = at
  }

  /** Operands up to the end, or up to the parenthesis that closes their list. */
  items(depth: number): Operand[] {
    if (depth > mostDeep) throw new SyntaxFault('the parentheses are too deep', this.#index)
    const found: Operand[] = []
    for (;;) {
      this.#skip()
      const char = this.#text[this.#index]
      if (char === undefined) {
        if (depth === 0) return found
        throw new SyntaxFault('a parenthesis is not closed', this.#text.length)
      }
      if (char === ')') {
        if (depth > 0) return found
        throw new SyntaxFault('a parenthesis was never opened', this.#index)
      }
      found.push(this.#operand(depth))
    }
  }

  #operand(depth: number): Operand {
    const start = this.#index
    const quoted = this.#text[start] === "'"
    const text = quoted ? this.#quoted() : this.#word()
    const at = { ...this.#at(start), length: Math.max(1, this.#index - start) }
    if (this.#text[this.#index] !== '(') return { text, quoted, at }
    this.#index++
    const values = this.items(depth + 1)
    this.#index++
    return { text, quoted, at, values }
  }

  #word(): string {
    const [word = ''] = /^[^\s,()']+/.exec(this.#text.slice(this.#index)) ?? []
    this.#index += word.length
    return word
  }

  /** Two quotes stand for one. */
  #quoted(): string {
    const start = this.#index
    const [whole] = /^'(?:[^']|'')*'/.exec(this.#text.slice(start)) ?? []
    if (whole === undefined) throw new SyntaxFault('a quote is not closed', start)
    this.#index += whole.length
    return whole.slice(1, -1).replaceAll("''", "'")
  }

  /** Blanks, commas and comments. */
  #skip(): void {
    for (;;) {
      const rest = this.#text.slice(this.#index)
      const [gap = ''] = /^[\s,]+/.exec(rest) ?? []
      const comment = rest.slice(gap.length).startsWith('/*')
      this.#index += gap.length
      if (!comment) return
      const end = this.#text.indexOf('*/', this.#index + 2)
      this.#index = end < 0 ? this.#text.length : end + 2
    }
  }
}
