/** A value that was understood, or what it should have been. */
export type ReadValue<T> = { readonly value: T | undefined } | { readonly wanted: string }

const moment =
  /^(\d{4})([-/])(\d\d)\2(\d\d)[T -](\d\d)[:.](\d\d)[:.](\d\d)(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/

const isEmpty = (text: string) => text === '' || /^0+$/.test(text)

/** Epoch milliseconds of a time stamp; without a zone it is UTC, and empty where nothing happened. */
export function readTime(text: string): ReadValue<number> {
  if (isEmpty(text)) return { value: undefined }
  const parts = moment.exec(text)
  const wanted = 'a time stamp as 2026-01-05T00:00:00.000000Z'
  if (!parts) return { wanted }
  const [, year, , month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts
  const numbers = [year, month, day, hour, minute, second].map(Number) as [number, ...number[]]
  const [y, m = 0, d = 0, h = 0, min = 0, s = 0] = numbers
  const at = Date.UTC(y, m - 1, d, h, min, s)
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  if (new Date(at).toISOString().slice(0, 19) !== written) return { wanted }
  return { value: at + Number(fraction.padEnd(9, '0')) / 1e6 - zoneMs(zone) }
}

function zoneMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

/** An HTTP status; empty or zero where there was no answer. */
export function readStatus(text: string): ReadValue<number> {
  if (isEmpty(text)) return { value: undefined }
  return /^[1-9]\d\d$/.test(text) ? { value: Number(text) } : { wanted: 'an HTTP status as 200' }
}

const flags: Readonly<Record<string, boolean>> = {
  '': false,
  '0': false,
  N: false,
  NO: false,
  FALSE: false,
  '1': true,
  Y: true,
  YES: true,
  TRUE: true,
}

/** A flag, set or not. */
export function readFlag(text: string): ReadValue<boolean> {
  const value = flags[text.toUpperCase()]
  return value === undefined ? { wanted: '1 where it is set, 0 where it is not' } : { value }
}
