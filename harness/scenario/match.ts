import { isDeepStrictEqual } from 'node:util'
import type { Bound, Matcher } from './model.ts'

/** Whether a number keeps a bound. */
export const isWithin = (value: number, { min, max }: Bound): boolean =>
  value >= min && value <= max

/** `4`, `at most 4`, `at least 4` or `3 to 5`, each number in the form that `show` gives it. */
export function boundText({ min, max }: Bound, show: (value: number) => string = String): string {
  if (min === max) return show(min)
  if (min === 0 || min === -Infinity) return `at most ${show(max)}`
  if (max === Infinity) return `at least ${show(min)}`
  return `${show(min)} to ${show(max)}`
}

/** `99.9 %`, with as many digits as a share needs, up to four behind the point. */
export const percentText = (share: number): string => `${Number((share * 100).toFixed(4))} %`

/** Whether a value looks as a matcher wants; text and JSON are compared by what they mean. */
export function matches(matcher: Matcher, value: unknown): boolean {
  switch (matcher.kind) {
    case 'absent':
      return value === undefined
    case 'contains':
      return value !== undefined && asText(value).includes(matcher.text)
    case 'matches':
      return value !== undefined && matcher.pattern.test(asText(value))
    case 'equals':
      return isSame(matcher.value, value)
  }
}

function isSame(expected: unknown, value: unknown): boolean {
  if (typeof expected === 'string' || value === undefined) return expected === value
  if (typeof value !== 'string') return isDeepStrictEqual(expected, value)
  return isDeepStrictEqual(expected, parse(value))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

/** What a matcher wants, in words. */
export function matcherText(matcher: Matcher): string {
  switch (matcher.kind) {
    case 'absent':
      return 'none'
    case 'contains':
      return `text with "${matcher.text}"`
    case 'matches':
      return `text like ${matcher.pattern}`
    case 'equals':
      return quoted(matcher.value)
  }
}

/** A value as it is shown to a person: JSON, cut where it is long. */
export function quoted(value: unknown): string {
  const text = value === undefined ? 'none' : JSON.stringify(value)
  return text.length > 200 ? `${text.slice(0, 200)}… (${text.length} characters)` : text
}
