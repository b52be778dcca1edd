const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/** Milliseconds of what Vault takes for a duration: seconds, days, or numbers with units; Go's words else. */
export function readDuration(value: string | number): number | string {
  const text = String(value)
  if (text === '') return 0
  const invalid = `time: invalid duration "${text}"`
  if (/^[+-]?\d+d$/.test(text)) return inRange(parseInt(text, 10) * 86_400_000, invalid)
  if (/^[+-]?\d+$/.test(text)) return inRange(Number(text) * 1000, invalid)
  const sign = text.startsWith('-') ? -1 : 1
  let [rest, sum] = [text.replace(/^[+-]/, ''), 0]
  if (rest === '') return invalid
  while (rest !== '') {
    const [part, amount, unit] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? []
    if (part === undefined) return invalid
    if (unit === '') return `time: missing unit in duration "${text}"`
    const ms = unitMs[unit!]
    if (ms === undefined) return `time: unknown unit "${unit}" in duration "${text}"`
    sum += Number(amount) * ms
    rest = rest.slice(part.length)
  }
  return inRange(sign * sum, invalid)
}

/** Milliseconds where a value can be read as a duration at all. */
export function durationOf(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const read = readDuration(value)
  return typeof read === 'number' ? read : undefined
}

// Go counts a duration in nanoseconds of 64 bits.
const inRange = (ms: number, invalid: string): number | string =>
  Math.abs(ms) * 1e6 < 2 ** 63 ? ms : invalid

/** A duration as Go prints it: `1h0m0s`, `30m0s`, `1.5s`. */
export function goDuration(ms: number): string {
  if (ms < 0) return `-${goDuration(-ms)}`
  const seconds = Math.floor(ms / 1000)
  const [h, m] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const s = `${(ms % 60_000) / 1000}s`
  if (h > 0) return `${h}h${m}m${s}`
  return m > 0 ? `${m}m${s}` : s
}

/** The same without the parts that are nothing: `1h`, `1h30m`. */
export const briefDuration = (ms: number): string =>
  goDuration(ms)
    .replace(/([hm])0s$/, '$1')
    .replace(/h0m$/, 'h')

/** A moment as Vault prints it: RFC 3339, the fraction without trailing zeros. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z')
