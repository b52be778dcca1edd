import { error, suggestName, warning, type Place, type Problem } from '../../emulator/index.ts'
import type { ScenarioCode } from './model.ts'

/** The Problems of one scenario file, collected while reading goes on. */
export type Found = Problem<ScenarioCode>[]

/** Adds an error. */
export function refuse(
  found: Found,
  code: ScenarioCode,
  message: string,
  at: Place | undefined,
  ...tries: readonly string[]
): undefined {
  found.push(error(code, message, at, ...tries))
  return undefined
}

/** Adds a warning. */
export function warn(
  found: Found,
  code: ScenarioCode,
  message: string,
  at: Place,
  ...tries: readonly string[]
): void {
  found.push(warning(code, message, at, ...tries))
}

/** Adds an error about a name that is not one of the known, with the nearest of them. */
export function refuseName(
  found: Found,
  what: string,
  name: string,
  known: Iterable<string>,
  at: Place,
): undefined {
  return refuse(
    found,
    'UNKNOWN-NAME',
    `there is no ${what} "${name}"`,
    at,
    suggestName(name, known),
  )
}

/** The object without its undefined properties, as optional ones that are absent. */
export function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
