import type { VaultCapability } from '../options.ts'

/** What a policy may grant: `sudo` opens the paths that are root's alone. */
export type Capability = VaultCapability | 'sudo'

/** Path pattern to what is granted there. */
export type Rules = Readonly<Record<string, readonly Capability[]>>

const capabilities: ReadonlySet<unknown> = new Set([
  'create',
  'read',
  'update',
  'patch',
  'delete',
  'list',
  'deny',
  'sudo',
] satisfies Capability[])

/** The short words of old policies. */
const shorthands: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
}

type Block = Readonly<Record<string, unknown>>

/**
 * The rules of a policy in HCL or JSON; a text says why there are none. What a policy says of
 * parameters is not emulated and therefore refused.
 * @see https://developer.hashicorp.com/vault/docs/concepts/policies#policy-syntax
 */
export function readPolicy(text: string): Rules | string {
  const paths = text.trimStart().startsWith('{') ? jsonPaths(text) : new HclReader(text).paths()
  if (typeof paths === 'string') return paths
  const rules: Record<string, readonly Capability[]> = {}
  for (const [path, block] of paths) {
    const granted = grantedBy(block)
    if (typeof granted === 'string') return `path "${path}": ${granted}`
    rules[path] = [...(rules[path] ?? []), ...granted]
  }
  return rules
}

/** Rules as HCL. */
export const policyText = (rules: Rules): string =>
  Object.entries(rules)
    .map(([path, granted]) => `path "${path}" {\n  capabilities = ${JSON.stringify(granted)}\n}\n`)
    .join('')

function grantedBy(block: Block): readonly Capability[] | string {
  const unknown = Object.keys(block).find((key) => key !== 'capabilities' && key !== 'policy')
  if (unknown !== undefined) return `invalid key "${unknown}"`
  const { policy, capabilities: named = [] } = block
  const short = policy === undefined ? [] : shorthands[policy as string]
  if (!short) return `invalid policy ${JSON.stringify(policy)}`
  const all = [named].flat()
  const wrong = all.find((each) => !capabilities.has(each))
  return wrong === undefined
    ? [...short, ...(all as Capability[])]
    : `invalid capability ${JSON.stringify(wrong)}`
}

function jsonPaths(text: string): (readonly [string, Block])[] | string {
  try {
    const { path = {} } = JSON.parse(text) as { path?: Record<string, Block> }
    return Object.entries(path)
  } catch (error) {
    return (error as Error).message
  }
}

const wordOrNot = /\s+|#.*|\/\/.*|\/\*[\s\S]*?\*\/|("(?:[^"\\\n]|\\.)*"|[\w.-]+|[{}[\]=,:])|(.)/g

/** As much of HCL as policies are written in. */
class HclReader {
  readonly #tokens: string[] = []
  #next = 0
  #wrong: string | undefined

  constructor(text: string) {
    for (const [, word, stray] of text.matchAll(wordOrNot)) {
      if (word !== undefined) this.#tokens.push(word)
      if (stray !== undefined) this.#wrong ??= `illegal character ${stray}`
    }
  }

  paths(): (readonly [string, Block])[] | string {
    const paths: (readonly [string, Block])[] = []
    while (this.#wrong === undefined && this.#next < this.#tokens.length) {
      const key = this.#take()
      if (key !== 'path' && key !== '"path"') return `invalid key ${JSON.stringify(key)}`
      const name = this.#text()
      paths.push([name, this.#block()])
    }
    return this.#wrong ?? paths
  }

  #block(): Block {
    const block: Record<string, unknown> = {}
    this.#expect('{')
    while (this.#wrong === undefined && !this.#has('}')) {
      const key = this.#take().replaceAll('"', '')
      if (this.#tokens[this.#next] === '{') block[key] = this.#block()
      else {
        this.#expect('=')
        block[key] = this.#value()
      }
    }
    return block
  }

  #value(): unknown {
    if (this.#tokens[this.#next] === '{') return this.#block()
    if (!this.#has('[')) return this.#text()
    const items: unknown[] = []
    while (this.#wrong === undefined && !this.#has(']')) {
      items.push(this.#text())
      this.#has(',')
    }
    return items
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

  #has(text: string): boolean {
    if (this.#next >= this.#tokens.length) this.#wrong ??= 'unexpected end'
    const has = this.#tokens[this.#next] === text
    if (has) this.#next++
    return has
  }

  #expect(text: string): void {
    const found = this.#take()
    if (found !== text) this.#wrong ??= `expected ${text}, got: ${found}`
  }

  #take(): string {
    if (this.#next >= this.#tokens.length) this.#wrong ??= 'unexpected end'
    return this.#tokens[this.#next++] ?? ''
  }
}
