/** The addresses that tokens are bound to, or Vault's words for the first that is none. */
export function cidrsOf(given: readonly string[]): readonly string[] | string {
  const wrong = given.find((text) => !isCidr(text))
  if (wrong === undefined) return given.map((text) => text.replace(/\/(32|128)$/, ''))
  return `error parsing address "${wrong}": Unable to convert "${wrong}" to an IPv4 or IPv6 address, or a UNIX Socket`
}

interface Block {
  readonly start: bigint
  readonly bits: number
  readonly width: 32 | 128
}

function isCidr(text: string): boolean {
  return blockOf(text) !== undefined
}

function blockOf(text: string): Block | undefined {
  const [address = '', bits] = text.split('/')
  const width = address.includes(':') ? 128 : 32
  const start = width === 32 ? ofBytes(address) : ofGroups(address)
  if (start === undefined || (bits !== undefined && !/^\d+$/.test(bits))) return undefined
  const used = Number(bits ?? width)
  return used <= width ? { start, bits: used, width } : undefined
}

function ofBytes(address: string): bigint | undefined {
  const bytes = address.split('.')
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256))
    return undefined
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

function ofGroups(address: string): bigint | undefined {
  const [head = '', tail, ...more] = address.split('::')
  const groups = (text = ''): string[] => (text === '' ? [] : text.split(':'))
  const [first, last] = [groups(head), groups(tail)]
  const gap = 8 - first.length - last.length
  if (more.length > 0 || (tail === undefined ? gap !== 0 : gap < 1)) return undefined
  const all = [...first, ...Array<string>(gap).fill('0'), ...last]
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n)
}

function isWithin(text: string, otherText: string): boolean {
  const [block, other] = [blockOf(text), blockOf(otherText)]
  if (!block || !other || block.width !== other.width || block.bits < other.bits) return false
  const rest = BigInt(other.width - other.bits)
  return block.start >> rest === other.start >> rest
}

/** An emulated client has no address; it is taken to be on the machine of the server. */
export const everyClient = '127.0.0.1'

/** Whether a client may use what is bound to these addresses. */
export const takesClient = (cidrs: readonly string[]): boolean =>
  cidrs.length === 0 || cidrs.some((cidr) => isWithin(everyClient, cidr))

/** Vault's words for the first text that is no block of addresses. */
export function wrongBlock(given: readonly string[], what = 'CIDR blocks'): string | undefined {
  const wrong = given.find((text) => !text.includes('/') || !isCidr(text))
  return wrong === undefined
    ? undefined
    : `failed to validate ${what}: invalid CIDR address: ${wrong}`
}

/** Whether each of some blocks lies within one of others. */
export function areWithin(blocks: readonly string[], others: readonly string[]): boolean {
  return blocks.every((block) => others.some((other) => isWithin(block, other)))
}

/** Vault's words to a client whose secret id is for other addresses. */
export const unauthorized = (how: string): string =>
  `source address "${everyClient}" unauthorized ${how}`
