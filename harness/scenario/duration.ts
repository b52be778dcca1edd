const unitMs: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
}

const whole = /^(?:\d{1,15}(?:ms|[dhms]))+$/

/** Milliseconds of a duration as `1h30m`: every character counts, each number has its unit. */
export function readStrictDuration(text: string): number | undefined {
  if (text.length > 100 || !whole.test(text)) return undefined
  let total = 0
  for (const [, digits, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    total += Number(digits) * unitMs[unit!]!
  }
  return Number.isSafeInteger(total) ? total : undefined
}
