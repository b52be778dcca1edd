import type { Place } from '../problem.ts'

/** One name with its value, and where it stands. */
export interface Property {
  readonly name: string
  readonly value: string
  readonly at: Place
}

/** The lines of a properties file, each with those that go on after a backslash, comments left out. */
function* logicalLines(text: string): Generator<{ line: number; text: string }> {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1
    const parts = [lines[i]!.trimStart()]
    if (/^[#!]/.test(parts[0]!)) continue
    while (goesOn(parts.at(-1)!)) {
      parts.push(parts.pop()!.slice(0, -1), lines[++i]?.trimStart() ?? '')
    }
    const whole = parts.join('')
    if (whole.trim() !== '') yield { line, text: whole }
  }
}

/** Whether a line ends with a backslash that is not itself escaped. */
function goesOn(line: string): boolean {
  let at = line.length
  while (line[at - 1] === '\\') at--
  return (line.length - at) % 2 === 1
}

const pair = /^((?:[^\\\s=:]|\\.)+)\s*[=:]?\s*(.*)$/s

/** Reads a Java properties file: comments, `=` or `:`, lines that go on, and the usual escapes. */
export function readProperties(file: string, text: string): readonly Property[] {
  const found: Property[] = []
  for (const { line, text: whole } of logicalLines(text)) {
    const [, name, value] = pair.exec(whole) ?? []
    if (name === undefined) continue
    const at = { file, line, col: 1, length: Math.min(whole.length, 200) }
    found.push({ name: unescape(name), value: unescape(value!), at })
  }
  return found
}

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

const unescape = (text: string): string =>
  text.replaceAll(/\\(?:u([0-9A-Fa-f]{4})|([^u]))/g, (_all, hex?: string, char?: string) =>
    hex === undefined ? (controls[char!] ?? char!) : String.fromCharCode(parseInt(hex, 16)),
  )

/** Reads the lines `NAME=value` of a server.env, as they stand. */
export const readEnvironmentFile = (file: string, text: string): readonly Property[] =>
  linesOf(text).flatMap(({ line, text: whole }) => {
    const [, name, value] = /^\s*([A-Za-z_][\w.-]*)=(.*)$/.exec(whole) ?? []
    if (name === undefined) return []
    return [{ name, value: value!.trimEnd(), at: { file, line, col: 1, length: whole.length } }]
  })

/** Reads the system properties of a jvm.options: its lines that begin with `-D`. */
export const readJvmOptions = (file: string, text: string): readonly Property[] =>
  linesOf(text).flatMap(({ line, text: whole }) => {
    const [, name, value = ''] = /^\s*-D([^\s=]+)(?:=(.*))?$/.exec(whole) ?? []
    if (name === undefined) return []
    return [{ name, value: value.trim(), at: { file, line, col: 1, length: whole.length } }]
  })

const linesOf = (text: string) =>
  text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .map((whole, i) => ({ line: i + 1, text: whole }))
