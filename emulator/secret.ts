/**
 * A password, token or other value that must not reach an output. Printing, serialising or
 * concatenating it shows a mask; only `reveal` gives the value, to be put on the wire or compared.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  reveal(): string {
    return this.#value
  }

  get length(): number {
    return this.#value.length
  }

  toString(): string {
    return '(secret)'
  }

  toJSON(): string {
    return '(secret)'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '(secret)'
  }
}
