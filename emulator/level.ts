/** A fix level of z/OS Connect, as `3.0.86.0`: version, release, modification, fix. */
export type Level = readonly [version: number, release: number, modification: number, fix: number]

/** The newest fix level whose documentation baqlab knows; the default where none is named. */
export const newestKnownLevel: Level = [3, 0, 99, 0]

const numbers = /^\d{1,4}(\.\d{1,4}){2,3}$/

/** Reads `3.0.86` or `3.0.86.0`; the two mean the same. Anything else is undefined. */
export function readLevel(text: string): Level | undefined {
  if (!numbers.test(text)) return undefined
  const [version, release, modification, fix = 0] = text.split('.').map(Number)
  return [version!, release!, modification!, fix]
}

/** The level as IBM writes it, always with four numbers. */
export const levelText = (level: Level): string => level.join('.')

/** Negative where `a` is older than `b`, zero where they are the same. */
export function compareLevels(a: Level, b: Level): number {
  const at = a.findIndex((part, i) => part !== b[i])
  return at < 0 ? 0 : a[at]! - b[at]!
}

/** Whether a server at `level` has what came with `since`; what has no known beginning is always there. */
export function reaches(level: Level, since: string | undefined): boolean {
  if (since === undefined) return true
  const first = readLevel(since)
  if (!first) throw new Error(`"${since}" is not a fix level`)
  return compareLevels(level, first) >= 0
}
