const pad = (number: number, digits: number) => String(number).padStart(digits, '0')

/** A real duration as a person reads it: `12ms`, `1.5s`, `2m 03s`, `1h 05m`. */
export function formatMs(ms: number): string {
  const whole = Math.round(ms)
  if (whole < 1000) return `${whole}ms`
  const tenths = Math.round(ms / 100)
  if (tenths < 600) return `${(tenths / 10).toFixed(1)}s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${pad(seconds % 60, 2)}s`
  const minutes = Math.round(ms / 60_000)
  return `${Math.floor(minutes / 60)}h ${pad(minutes % 60, 2)}m`
}

/** A virtual moment to the millisecond, counted from the start: `00:14:58.000`, `1d 02:00:00.000`. */
export function clockTime(atMs: number): string {
  const ms = Math.floor(atMs)
  const seconds = Math.floor(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  const time = [hours % 24, minutes % 60, seconds % 60].map((part) => pad(part, 2)).join(':')
  return `${days > 0 ? `${days}d ` : ''}${time}.${pad(ms % 1000, 3)}`
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const

/** A virtual length as a scenario writes it: `24h`, `1h30m`, `250ms`; whole days only from two on. */
export function lengthText(ms: number): string {
  let rest = Math.round(ms)
  const parts = units.flatMap(([unit, length]) => {
    if (unit === 'd' && rest < 2 * length) return []
    const count = Math.floor(rest / length)
    rest -= count * length
    return count > 0 ? [`${count}${unit}`] : []
  })
  return parts.join('') || '0s'
}
