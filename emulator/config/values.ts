import { error } from '../problem.ts'
import { levelText, reaches } from '../level.ts'
import { rule } from '../rule.ts'
import type { Secret } from '../secret.ts'
import { clip } from './clip.ts'
import { readDuration } from './duration.ts'
import type { Setting } from './model.ts'
import { isUrl, normalisePath } from './paths.ts'
import { isPlaceholder } from './other-formats.ts'
import { readPassword } from './password.ts'
import { defaultAs, refuse, warn, written, writtenAs } from './reading.ts'
import type { Source, Written } from './reading.ts'

export const enumCase = rule('config.enum.case', {
  status: 'assumed',
  source: 'Assumed: a server.xml with requestMethod="post" on a real server would settle it',
  says: 'values of a fixed list compare without regard to case',
})

export const headerSeparator = rule('config.header.separator', {
  status: 'assumed',
  source: 'Assumed: an example with two header names on the page of tokenRequest would settle it',
  says: 'two header names of tokenRequest are separated by a comma, blanks around it do not count',
})

export const twoHeaders = rule('config.since.two-headers', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): note 3',
  since: '3.0.70.0',
  says: 'header of tokenRequest may hold two names, the first for the user name, the second for the password',
})

/** Reads a text with its variables filled in. */
export function readText(source: Source, name: string): Setting<string> | undefined {
  const found = written(source, name)
  return found && writtenAs(found, found.value.trim())
}

/** Reads a text as it stands, blanks at both ends included. */
export function readBody(source: Source, name: string): Setting<string> | undefined {
  const found = written(source, name)
  return found && writtenAs(found, found.value)
}

/** Reads a path: double slashes count once, and a location such as `safkeyring:///ring` stays as it is. */
export function readPath(source: Source, name: string): Setting<string> | undefined {
  const text = readText(source, name)
  return text && (isUrl(text.value) ? text : { ...text, value: normalisePath(text.value) })
}

/** Reads texts with commas between them, from an attribute and from children of the same name. */
export function readList(source: Source, name: string): Setting<readonly string[]> {
  const found = written(source, name)
  const children = source.element.children.filter((child) => child.name === name)
  const { variables } = source.reading
  const texts = children.flatMap((child) =>
    child.texts.map((text) => variables.resolve(text).value),
  )
  const value = [found?.value ?? '', ...texts]
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
  if (value.length === 0) return defaultAs(source, [])
  return found ? writtenAs(found, value) : { value, at: children[0]!.at, from: 'written' }
}

/** Reads one of a list of values, in the spelling of the list; another makes the element unusable. */
export function readEnum<T extends string>(
  source: Source,
  name: string,
  values: readonly T[],
): Setting<T> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const wanted = found.value.trim().toLowerCase()
  const value = values.find((candidate) => candidate.toLowerCase() === wanted)
  if (value !== undefined) return writtenAs(found, value)
  badValue(source, found, `use one of: ${values.join(', ')}`)
  return undefined
}

/** Reads `true` or `false`; anything else is an error, and the default stands. */
export function readFlag(source: Source, name: string, fallback: boolean): Setting<boolean> {
  const found = written(source, name)
  if (!found) return defaultAs(source, fallback)
  const value = found.value.trim().toLowerCase()
  if (value === 'true' || value === 'false') return writtenAs(found, value === 'true')
  const message = `"${clip(found.value)}" is not a value of "${name}"`
  const tries = adviceFor(found.value, 'use one of: true, false')
  const problem = error('BAD-VALUE', message, found.attribute.valueAt, tries)
  if (found.whole) source.reading.problems.push(problem)
  return defaultAs(source, fallback)
}

/** Reads a duration into milliseconds; what Liberty would pass over is named. */
export function readMs(source: Source, name: string): Setting<number> | undefined {
  const found = written(source, name)
  if (found?.spec.type !== 'duration' || !found.whole) return undefined
  const { valueAt } = found.attribute
  if (found.spec.negative === 'is-unset' && /^\s*-\d+/.test(found.value)) return undefined
  const duration = readDuration(found.value, found.spec.unit)
  if ('wrong' in duration) {
    const message = `"${clip(found.value)}" is not a duration: ${duration.wrong}`
    source.reading.problems.push(
      error('BAD-DURATION', message, valueAt, 'write it as 1h30m or 900ms'),
    )
    return undefined
  }
  if (duration.skipped !== undefined) {
    const message = `Liberty passes over "${duration.skipped}" in "${clip(found.value)}"`
    const tries = `write the ${duration.ms} ms that are left, or give every number a unit`
    warn(source, 'BAD-DURATION', message, valueAt, tries)
  }
  return writtenAs(found, duration.ms)
}

/** Reads a time-out, or takes the assumed one. */
export const readTimeout = (source: Source, name: string, assumedMs: number): Setting<number> =>
  readMs(source, name) ?? defaultAs(source, assumedMs)

/** Reads a port; anything but 1 to 65535 makes the element unusable. */
export function readPort(source: Source, name: string): Setting<number> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const text = found.value.trim()
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= 1 && port <= 65_535) return writtenAs(found, port)
  badValue(source, found, 'write a number from 1 to 65535')
  return undefined
}

/** Decodes a password; one that cannot be decoded makes the element unusable. Never shows any of it. */
export function readSecret(source: Source, name: string): Setting<Secret> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const password = readPassword(found.value, source.reading.passwords)
  if ('secret' in password) return writtenAs(found, password.secret)
  refuse(source, 'BAD-PASSWORD', password.wrong, found.attribute.valueAt, password.tries)
  return undefined
}

const headerName = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** Reads one header name. */
export function readHeader(source: Source, name: string): Setting<string> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const value = found.value.trim()
  if (headerName.test(value)) return writtenAs(found, value)
  badValue(source, found, 'write the name of one HTTP header')
  return undefined
}

/** Reads one header name, or two with a comma between them, which older levels do not know. */
export function readHeaders(source: Source, name: string): Setting<readonly string[]> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const names = found.value.split(',').map((part) => part.trim())
  if (names.length > 2 || !names.every((part) => headerName.test(part))) {
    badValue(source, found, 'write one header name, or two with a comma between them')
  } else if (names.length === 2 && !reaches(source.reading.level, twoHeaders.since)) {
    const level = levelText(source.reading.level)
    const message = `two names in "${name}" came with ${twoHeaders.since}; at ${level} there is one`
    const tries = `write one header name, or use the level ${twoHeaders.since}`
    refuse(source, 'TOO-NEW', message, found.attribute.valueAt, tries)
  }
  return writtenAs(found, names)
}

const adviceFor = (value: string, tries: string): string =>
  isPlaceholder(value) ? 'check the file that is made from this template' : tries

/** A wrong value; one with a variable left over was reported before and only makes the element unusable. */
export function badValue(source: Source, found: Written, tries: string, shown = found.value): void {
  const { name, valueAt: at } = found.attribute
  const message = `"${clip(shown.trim())}" is not a value of "${name}"`
  if (found.whole) refuse(source, 'BAD-VALUE', message, at, adviceFor(found.value, tries))
  else
    source.unusable ??= {
      code: 'BAD-VARIABLE',
      message: `a variable in "${name}" has no value`,
      at,
    }
}
