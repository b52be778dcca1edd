import type { Header } from '../../emulator/index.ts'

// They describe one connection and the way a body is framed on it; each transport makes its own.
const ofTheWire = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
])

/** Headers as every transport hands them over: without the wire's own, each value as bytes allow. */
export function carried(headers: readonly Header[]): Header[] {
  return headers
    .filter(([name]) => !ofTheWire.has(name.toLowerCase()))
    .map(([name, value]) => [name, latin1(value)])
}

/** Printable ASCII without blanks around it: by far the most values, and nothing to be done to them. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/

/** A header value is Latin-1 on the wire: what does not fit becomes `?`, outer blanks are dropped. */
function latin1(value: string): string {
  if (plain.test(value)) return value
  return value.replace(/[^\t\x20-\x7e\x80-\xff]/gu, '?').replace(/^[\t ]+|[\t ]+$/g, '')
}

/** How many bytes the headers take on the wire, with colons and line ends. */
export const headerBytes = (headers: readonly Header[]): number =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)

/** Node's flat list of names and values as headers. */
export const fromRaw = (raw: readonly string[]): Header[] =>
  raw.flatMap((name, i): Header[] => (i % 2 === 0 ? [[name, raw[i + 1] ?? '']] : []))
