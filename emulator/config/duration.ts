import { rule } from '../rule.ts'

/** The unit that a bare number stands for, and to which every pair is cut. */
export type DurationUnit = 'ms' | 's' | 'm' | 'h'

/** A duration in milliseconds and the characters Liberty passed over in silence, or what is wrong. */
export type ReadDuration =
  { readonly ms: number; readonly skipped?: string } | { readonly wrong: string }

export const durationRule = rule('config.duration', {
  status: 'documented',
  source: 'Open Liberty: MetatypeUtils and its tests',
  says: 'pairs of digits and unit are searched, cut to the unit of the attribute one by one, and added',
})

const unitMs: ReadonlyMap<string, number> = new Map([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
])

/** Reads a duration as permissively as Liberty does; what it passed over is told, never hidden. */
export function readDuration(text: string, unit: DurationUnit): ReadDuration {
  const trimmed = text.trim()
  if (trimmed.length > 100) return { wrong: 'it is too long' }
  const targetMs = unitMs.get(unit)!
  if (/^[+-]?\d+$/.test(trimmed)) return checked(Number(trimmed) * targetMs, '')
  const pairs = [...trimmed.matchAll(/(\d+)(\D+)/g)]
  if (pairs.length === 0) return { wrong: 'it has no number with a unit' }
  let ms = 0
  for (const [, digits, letters] of pairs) {
    const factor = unitMs.get(letters!.trim().toLowerCase())
    if (factor === undefined) return { wrong: `"${letters!.trim()}" is not a unit` }
    ms += Math.floor((Number(digits) * factor) / targetMs) * targetMs
  }
  return checked(ms, skippedIn(trimmed))
}

function checked(ms: number, skipped: string): ReadDuration {
  if (!Number.isSafeInteger(ms)) return { wrong: 'it is too long' }
  if (ms < 0) return { wrong: 'it is negative' }
  return skipped === '' ? { ms } : { ms, skipped }
}

/** What stands before the first digit, and digits without a unit at the end. */
function skippedIn(text: string): string {
  const before = /^\D*/.exec(text)![0]
  const after = /\d+$/.exec(text)?.[0] ?? ''
  return [before.trim(), after].filter((part) => part !== '').join('", "')
}
