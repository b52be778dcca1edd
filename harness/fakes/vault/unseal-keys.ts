/** How many key shares there are, and how many of them open the server. */
export interface SealShares {
  readonly t: number
  readonly n: number
}

const shortest = 16
const longest = 33

/** The bytes of a key, which is written in hex or in base64; undefined where it is neither. */
export function keyBytes(key: string): Uint8Array | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(key)) {
    const bytes = Buffer.from(key, 'hex')
    if (bytes.length >= shortest && bytes.length <= longest) return bytes
  }
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(key)
  return isBase64 ? Buffer.from(key, 'base64') : undefined
}

/** Why no server takes those bytes for a key. */
export function lengthFault({ length }: Uint8Array): string | undefined {
  if (length < shortest) return `key is shorter than minimum ${shortest} bytes`
  return length > longest ? `key is longer than maximum ${longest} bytes` : undefined
}

/** Why a key that alone opens a server cannot. */
export const cipherFault = ({ length }: Uint8Array): string | undefined =>
  length % 8 === 0
    ? undefined
    : `failed to setup unseal key: crypto/aes: invalid key size ${length}`

/** The keys that were given for one purpose so far. */
export class GivenKeys {
  readonly #given = new Set<string>()

  get size(): number {
    return this.#given.size
  }

  /** Whether the key is a new one; it is kept. */
  add(bytes: Uint8Array): boolean {
    const before = this.#given.size
    this.#given.add(Buffer.from(bytes).toString('hex'))
    return this.#given.size > before
  }

  /** All of them, in hex; and they are forgotten. */
  take(): readonly string[] {
    const all = [...this.#given]
    this.#given.clear()
    return all
  }
}
