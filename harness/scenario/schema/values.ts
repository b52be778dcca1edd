import { newestKnownLevel, levelText, readLevel, type Level } from '../../../emulator/index.ts'
import { readJsonPath } from '../../fakes/json-path.ts'
import type { Rate } from '../../fakes/options.ts'
import { readStrictDuration } from '../duration.ts'
import { leaf } from './leaf.ts'

const durationPattern = '^(\\d+(ms|[dhms]))+$'

/** Milliseconds of a duration, written as `15m`. */
export const duration = leaf(
  'a duration as 15m, 1h30m or 900ms',
  { type: 'string', pattern: durationPattern, examples: ['15m', '1h30m', '900ms'] },
  (value, no) => {
    if (typeof value === 'number') {
      const said = `${value} has no unit`
      return no.as('BAD-DURATION', said, `write ${value}s for seconds, or another of d h m s ms`)
    }
    if (typeof value !== 'string') return no.type()
    const ms = readStrictDuration(value)
    return ms ?? no.as('BAD-DURATION', `"${value}" is not a duration`, durationHint(value))
  },
)

/** Milliseconds of a duration that may be negative, as `-30s`. */
export const signedDuration = leaf(
  'a duration as 30s or -30s',
  { type: 'string', pattern: '^[+-]?(\\d+(ms|[dhms]))+$', examples: ['-30s', '5m'] },
  (value, no) => {
    if (typeof value === 'number') {
      const said = `${value} has no unit`
      return no.as('BAD-DURATION', said, `write ${value}s for seconds, or another of d h m s ms`)
    }
    if (typeof value !== 'string') return no.type()
    const [, sign, length = ''] = /^([+-]?)(.*)$/s.exec(value) ?? []
    const ms = readStrictDuration(length)
    if (ms !== undefined) return sign === '-' ? -ms : ms
    return no.as('BAD-DURATION', `"${value}" is not a duration`, durationHint(value))
  },
)

function durationHint(value: string): string {
  if (/^\d+$/.test(value)) return `write ${value}s for seconds, or another of d h m s ms`
  if (/\d[.,]\d/.test(value)) return 'write whole numbers, as 1500ms for one and a half seconds'
  return 'write numbers with units (d h m s ms) and nothing else, as 15m, 1h30m or 900ms'
}

/** A fix level, as `3.0.86.0`. */
export const level = leaf(
  'a fix level as 3.0.86.0',
  {
    type: 'string',
    pattern: '^\\d{1,4}(\\.\\d{1,4}){2,3}$',
    examples: [levelText(newestKnownLevel)],
  },
  (value, no): Level => {
    if (typeof value === 'number') {
      const said = 'YAML reads this as a number, not as a fix level'
      return no.as('BAD-LEVEL', said, 'write all four numbers, as 3.0.86.0')
    }
    if (typeof value !== 'string') return no.type()
    const said = `"${value}" is not a fix level`
    return readLevel(value) ?? no.as('BAD-LEVEL', said, 'write all four numbers, as 3.0.86.0')
  },
)

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** Epoch milliseconds of an instant with its zone. */
export const instant = leaf(
  'an instant as 2026-01-05T00:00:00Z',
  { type: 'string', format: 'date-time' },
  (value, no) => {
    if (typeof value !== 'string') return no.type()
    const epochMs = instantPattern.test(value) ? Date.parse(value) : Number.NaN
    if (!Number.isNaN(epochMs)) return epochMs
    return no.value(
      `"${value}" is not an instant`,
      'write date, time and zone: 2026-01-05T00:00:00Z',
    )
  },
)

const perMs = { s: 1000, m: 60_000, h: 3_600_000 } as const

/** A rate, as `100/s`. */
export const rate = leaf(
  'a rate as 100/s, 1000/m or 20/h',
  { type: 'string', pattern: '^[1-9]\\d*/[smh]$', examples: ['100/s', '1000/m', '20/h'] },
  (value, no): Rate => {
    if (typeof value === 'number') return no.type(`write ${value}/s, or another of /m /h`)
    if (typeof value !== 'string') return no.type()
    const [, count, unit] = /^([1-9]\d{0,8})\/([smh])$/.exec(value) ?? []
    if (unit === undefined) return no.value(`"${value}" is not a rate`, 'write it as 100/s')
    return { count: Number(count), perMs: perMs[unit as keyof typeof perMs] }
  },
)

/** A path into a JSON body, as `$.auth.client_token`. */
export const path = leaf(
  'a JSON path as $.data.token',
  { type: 'string', pattern: '^\\$', examples: ['$.token'] },
  (value, no) => {
    if (typeof value !== 'string') return no.type()
    if (value.startsWith('$') && readJsonPath(value)) return value
    return no.value(`"${value}" is not a JSON path`, 'write it as $.data.token')
  },
)

/** A path of a URL. */
export const urlPath = leaf(
  'a path as /v1/secret',
  { type: 'string', pattern: '^(/|%2[Ff])' },
  (value, no) => {
    if (typeof value !== 'string') return no.type()
    if (!/^(\/|%2F)/i.test(value))
      return no.value(`"${value}" has no leading slash`, `write /${value}`)
    const bad = /[\s#]/.exec(value)
    return bad ? no.value(`a path has no "${bad[0]}"`, 'encode it with a percent sign') : value
  },
)

/** A job name of a z/OS Connect server. */
export const jobName = leaf(
  'a job name as BAQSTRT1',
  { type: 'string', pattern: '^[A-Z0-9$#@]{1,8}$' },
  (value, no) => {
    if (typeof value !== 'string') return no.type()
    if (/^[A-Z0-9$#@]{1,8}$/.test(value)) return value
    const help = 'use 1 to 8 of A-Z, 0-9, $, # and @'
    return no.value(`"${value}" is not a job name`, help)
  },
)
