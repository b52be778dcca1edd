/** What stands between braces. */
export type Block = Readonly<Record<string, unknown>>

/** One `path` block, with the lines its keys are on. */
export interface Place {
  readonly path: string
  readonly block: Block
  readonly lines: Readonly<Record<string, number>>
}

/** Vault's words for a key that has no meaning where it is. */
export const invalidKey = (key: string, line = 0): string =>
  `1 error occurred:\n\t* invalid key "${key}" on line ${line}\n\n`

const wordOrNot = /\s+|#.*|\/\/.*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|[\w.-]+|[{}[\]=,:])|(.)/g

/** The `path` blocks of a policy in HCL, or why they cannot be read. */
export const hclPaths = (text: string, refusesTwice = false): readonly Place[] | string =>
  new HclReader(text, refusesTwice).places()

/** One `name = value`, or a block with the labels before it. */
export interface Entry {
  readonly name: string
  readonly labels: readonly string[]
  readonly value: unknown
}

/** Whatever a text in HCL says, or why it cannot be read. */
export const hclEntries = (text: string): readonly Entry[] | string => new HclReader(text).entries()

interface Word {
  readonly text: string
  readonly line: number
}

/** As much of HCL as policies are written in. */
class HclReader {
  readonly #words: Word[] = []
  #next = 0
  #wrong: string | undefined

  readonly #refusesTwice: boolean

  constructor(text: string, refusesTwice = false) {
    this.#refusesTwice = refusesTwice
    let line = 1
    for (const [all, word, stray] of text.matchAll(wordOrNot)) {
      if (word !== undefined) this.#words.push({ text: word, line })
      if (stray !== undefined) this.#wrong ??= `illegal character ${stray}`
      line += all.split('\n').length - 1
    }
  }

  places(): readonly Place[] | string {
    const places: Place[] = []
    const lines: Record<string, number> = {}
    while (this.#wrong === undefined && this.#next < this.#words.length) {
      const key = this.#take().replaceAll('"', '')
      if (key === 'name') {
        this.#once(key, lines)
        lines[key] = 1
        this.#expect('=')
        this.#text()
        continue
      }
      if (key !== 'path') return invalidKey(key)
      const path = this.#text()
      places.push({ path, ...this.#block() })
    }
    return this.#wrong ?? places
  }

  entries(): readonly Entry[] | string {
    const entries: Entry[] = []
    while (this.#wrong === undefined && this.#next < this.#words.length) {
      const name = this.#text()
      const labels: string[] = []
      while (this.#words[this.#next]?.text.startsWith('"')) labels.push(this.#text())
      if (this.#words[this.#next]?.text !== '{') this.#expect('=')
      entries.push({ name, labels, value: this.#value() })
    }
    return this.#wrong ?? entries
  }

  #block(): Omit<Place, 'path'> {
    const block: Record<string, unknown> = {}
    const lines: Record<string, number> = {}
    this.#expect('{')
    while (this.#wrong === undefined && !this.#has('}')) {
      const line = this.#words[this.#next]?.line ?? 0
      const key = this.#take().replaceAll('"', '')
      this.#once(key, lines)
      lines[key] = line
      while (this.#words[this.#next]?.text.startsWith('"')) this.#text()
      if (this.#words[this.#next]?.text !== '{') this.#expect('=')
      block[key] = this.#value()
      this.#skip(',')
    }
    return { block, lines }
  }

  #once(name: string, lines: Readonly<Record<string, number>>): void {
    if (this.#refusesTwice && name in lines)
      this.#wrong ??= `The argument "${name}" was already set. Each argument can only be defined once`
  }

  #value(): unknown {
    if (this.#words[this.#next]?.text === '{') return this.#block().block
    if (!this.#has('[')) return this.#scalar()
    const items: unknown[] = []
    while (this.#wrong === undefined && !this.#has(']')) {
      items.push(this.#value())
      this.#skip(',')
    }
    return items
  }

  #scalar(): unknown {
    const { text = '' } = this.#words[this.#next] ?? {}
    const value = this.#text()
    if (text === 'true' || text === 'false') return text === 'true'
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : value
  }

  #text(): string {
    const text = this.#take()
    if (!text.startsWith('"')) return text
    try {
      return JSON.parse(text) as string
    } catch {
      this.#wrong ??= `literal ${text} cannot be read`
      return ''
    }
  }

  #skip(text: string): void {
    if (this.#words[this.#next]?.text === text) this.#next++
  }

  #has(text: string): boolean {
    if (this.#next >= this.#words.length) this.#wrong ??= 'unexpected end'
    const has = this.#words[this.#next]?.text === text
    if (has) this.#next++
    return has
  }

  #expect(text: string): void {
    const found = this.#take()
    if (found !== text) this.#wrong ??= `expected ${text}, got: ${found}`
  }

  #take(): string {
    if (this.#next >= this.#words.length) this.#wrong ??= 'unexpected end'
    return this.#words[this.#next++]?.text ?? ''
  }
}
