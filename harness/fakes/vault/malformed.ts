/** More than this and a body is refused: HashiCorp Vault's defaults. */
const deepest = 300
const most = { '}': 10_000, ']': 10_000 }
const tooMany = {
  '}': 'JSON object exceeds allowed entry count',
  ']': 'JSON array exceeds allowed element count',
}

interface Container {
  readonly closes: '}' | ']'
  readonly names: Set<string>
  /** Whether a text here names a field. */
  atName: boolean
  count: number
}

const tokens = /\s*(?:("(?:[^"\\]|\\.)*(?:"|$))|([-\dtfn][^\s,\]}]*)|(\S))/gsy

/**
 * HashiCorp Vault walks through a body before it reads it, and refuses one that is nested too deep, names a
 * field twice or does not fit together; undefined where it finds no fault.
 * @see https://developer.hashicorp.com/vault/docs/configuration/listener/tcp#max_json_depth
 */
export function malformed(body: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(body).trim()
  if (!/^[{[]/.test(text)) return undefined
  const walk = new Walk()
  for (const [, string, scalar, mark] of text.matchAll(tokens)) {
    const fault = walk.step(string, scalar, mark)
    if (fault !== undefined) return fault
  }
  return walk.isOpen ? 'malformed JSON, unclosed containers' : undefined
}

class Walk {
  readonly #open: Container[] = []
  #wasComma = false
  #hasBegun = false

  get isOpen(): boolean {
    return this.#open.length > 0
  }

  /** One token: a text, a number or word, or a single character. */
  step(string: string | undefined, scalar: string | undefined, mark: string | undefined) {
    const inside = this.#open.at(-1)
    const afterComma = this.#wasComma
    this.#wasComma = mark === ','
    if (afterComma && mark === '}') return "invalid character '}' after object key-value pair"
    if (afterComma && mark === ']') return "invalid character ']' after array element"
    const shown = (string ?? scalar ?? mark ?? '')[0]
    if (!inside && this.#hasBegun) return `invalid character '${shown}' after top-level value`
    this.#hasBegun = true
    if (string !== undefined) return inside && named(string, inside)
    if (scalar !== undefined) return zeroFirst(scalar) ?? (inside && value(inside))
    switch (mark) {
      case '{':
      case '[':
        return this.#opens(mark, inside)
      case '}':
      case ']':
        return this.#closes(mark, inside)
      case ',':
        if (inside?.closes === '}') inside.atName = true
        return undefined
      case ':':
        return undefined
      default:
        return `invalid character '${mark}' looking for beginning of value`
    }
  }

  #opens(mark: '{' | '[', inside: Container | undefined): string | undefined {
    const fault = inside && value(inside)
    if (fault !== undefined) return fault
    if (this.#open.length === deepest) return 'JSON input exceeds allowed nesting depth'
    const isObject = mark === '{'
    this.#open.push({
      closes: isObject ? '}' : ']',
      names: new Set(),
      atName: isObject,
      count: 0,
    })
    return undefined
  }

  #closes(mark: '}' | ']', inside: Container | undefined): string | undefined {
    if (!inside) return `malformed JSON: unmatched closing delimiter '${mark}'`
    if (inside.closes === '}' && !inside.atName && mark === '}')
      return "invalid character '}' after object key"
    if (inside.closes !== mark) return `malformed JSON: mismatched closing delimiter '${mark}'`
    this.#open.pop()
    return undefined
  }
}

function named(string: string, inside: Container): string | undefined {
  if (string.length === 1 || !string.endsWith('"')) return 'malformed JSON, unclosed string'
  if (inside.closes === ']' || !inside.atName) return value(inside)
  if (inside.names.has(string)) return `duplicate key '${string.slice(1, -1)}' in object`
  inside.names.add(string)
  inside.atName = false
  return counted(inside)
}

const zeroFirst = (scalar: string): string | undefined =>
  /^-?0\d/.test(scalar)
    ? `invalid character '${/\d(\d)/.exec(scalar)![1]}' after top-level value`
    : undefined

/** What follows the name of a field, or an element of a list. */
function value(inside: Container): string | undefined {
  if (inside.closes === ']') return counted(inside)
  inside.atName = true
  return undefined
}

function counted(inside: Container): string | undefined {
  inside.count++
  return inside.count > most[inside.closes] ? tooMany[inside.closes] : undefined
}
