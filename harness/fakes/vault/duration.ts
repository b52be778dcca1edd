const unitMs: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** Milliseconds of what Vault takes for a duration: seconds, or numbers with units; undefined else. */
export function readDuration(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? inRange(value * 1000) : undefined
  if (typeof value !== 'string') return undefined
  if (value === '') return 0
  if (/^-?\d+$/.test(value)) return inRange(Number(value) * 1000)
  if (!/^(\d+(\.\d+)?(ms|[smhd]))+$/.test(value)) return undefined
  return [...value.matchAll(/([\d.]+)(ms|[smhd])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * unitMs[unit!]!,
    0,
  )
}

// Go counts a duration in nanoseconds of 64 bits.
const inRange = (ms: number): number | undefined => (Math.abs(ms) * 1e6 < 2 ** 63 ? ms : undefined)

/** A duration as Go prints it: `1h0m0s`, `30m0s`, `1.5s`. */
export function goDuration(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const [h, m] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)]
  const s = `${(ms % 60_000) / 1000}s`
  if (h > 0) return `${h}h${m}m${s}`
  return m > 0 ? `${m}m${s}` : s
}

/** A moment as Vault prints it: RFC 3339, the fraction without trailing zeros. */
export const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z')
