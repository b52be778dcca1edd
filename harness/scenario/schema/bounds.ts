import { z } from 'zod'
import type { Bound, ScenarioCode } from '../model.ts'
import { either, keys, leaf, whole } from './leaf.ts'
import { duration } from './values.ts'

type Written =
  | number
  | { atMost?: number | undefined; atLeast?: number | undefined; between?: number[] | undefined }

/** An exact value, `{ atMost }`, `{ atLeast }` or `{ between: [a, b] }` of some unit; `endless` is no limit. */
function bound<S extends z.ZodType<number>>(unit: S, example: string, endless: number) {
  const pair = z.array(unit, { error: () => `two values, as [${example}, ${example}]` })
  const ranges = keys({
    atMost: unit.optional().describe('No more than this.'),
    atLeast: unit.optional().describe('No less than this.'),
    between: pair.optional().describe('From the first to the second, both included.'),
  })
  const expected = `${example}, { atMost }, { atLeast } or { between: [a, b] }`
  return either(expected, unit, ranges).transform((written, ctx): Bound => {
    // An unknown key, the one issue that comes this far, explains why the known ones are missing.
    if (ctx.issues.length > 0) return z.NEVER
    const made = boundOf(written as Written, endless)
    if ('min' in made) return made
    const [code, message] = made
    ctx.issues.push({ code: 'custom', message, params: { code }, input: written })
    return z.NEVER
  })
}

type Wrong = readonly [code: ScenarioCode, message: string]

function boundOf(written: Written, endless: number): Bound | Wrong {
  if (typeof written === 'number') return { min: written, max: written }
  const { atMost, atLeast, between } = written
  if (between && (atMost !== undefined || atLeast !== undefined)) {
    return ['BAD-VALUE', 'between stands alone']
  }
  if (between && between.length !== 2) return ['BAD-VALUE', 'between has two values']
  if (!between && atMost === undefined && atLeast === undefined) {
    return ['BAD-VALUE', 'there is no limit: write atMost, atLeast or between']
  }
  const min = between?.[0] ?? atLeast ?? 0
  const max = between?.[1] ?? atMost ?? Infinity
  if (min > max) return ['CANNOT-HOLD', 'nothing lies between these limits']
  if (min <= 0 && max >= endless) return ['CANNOT-FAIL', 'any value lies between these limits']
  return { min, max }
}

/** How many. */
export const count = bound(whole(0), '2', 1e9)

/** How long, in milliseconds. */
export const time = bound(duration, '15m', 1e12)

const shareText = /^(>=|<=|==?|>|<)?\s*(\d{1,9}(?:\.\d{1,9})?)\s*%$/

/** A share of calls from 0 to 1, as `">= 99.9%"`. */
export const share = leaf(
  'a share as ">= 99.9%" or 0.5',
  {
    anyOf: [
      { type: 'number', minimum: 0, maximum: 1 },
      { type: 'string', pattern: '^(>=|<=|==?|>|<)?\\s*\\d+(\\.\\d+)?\\s*%$' },
    ],
    examples: ['>= 99.9%', '< 1%'],
  },
  (value, no): Bound => {
    if (typeof value === 'number') {
      return value >= 0 && value <= 1
        ? { min: value, max: value }
        : no.value(`${value} is no share`, `write "${value}%", or a number from 0 to 1`)
    }
    if (typeof value !== 'string') return no.type()
    const [, sign = '=', digits] = shareText.exec(value) ?? []
    if (digits === undefined) return no.value(`"${value}" is no share`, 'write it as ">= 99.9%"')
    // The decimal point is moved in the text: 99.9 / 100 is not 0.999.
    const limit = Number(`${digits}e-2`)
    if (limit > 1) return no.value(`"${value}" is more than all`, 'the most is 100%')
    const { min, max } = shareBound(sign, limit)
    if (min <= 0 && max >= 1) return no.as('CANNOT-FAIL', `"${value}" holds whatever happens`)
    return min > max || min > 1 || max < 0
      ? no.as('CANNOT-HOLD', `"${value}" never holds`)
      : { min, max }
  },
)

/** Strict signs become the next number that still holds. */
function shareBound(sign: string, limit: number): Bound {
  switch (sign) {
    case '>=':
      return { min: limit, max: 1 }
    case '<=':
      return { min: 0, max: limit }
    case '>':
      return { min: limit === 0 ? Number.MIN_VALUE : limit * (1 + Number.EPSILON), max: 1 }
    case '<':
      return { min: 0, max: limit === 0 ? -1 : limit * (1 - Number.EPSILON) }
    default:
      return { min: limit, max: limit }
  }
}
