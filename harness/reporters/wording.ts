import type { Finding, ScenarioId, Totals } from '../runner/event.ts'
import { oneLine } from './printable.ts'

/** A number with its noun: `1 warning`, `2 warnings`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`

/** What a scenario is called, with the row of its matrix. */
export const titleOf = ({ name, row }: ScenarioId): string =>
  oneLine(row === undefined ? name : `${name} [${row}]`)

/** The line a run closes with; problems count as failed. */
export function totalsLine({ passed, failed, problems, skipped }: Totals): string {
  const line = `${passed} passed, ${failed + problems} failed`
  return skipped > 0 ? `${line}, ${skipped} skipped` : line
}

/** Says how many of the failed are problems; nothing where there are none. */
export function problemsLines({ problems }: Totals): string[] {
  if (problems === 0) return []
  return [`${problems} of the failed ${problems === 1 ? 'is a problem' : 'are problems'} in a file`]
}

/** The same for findings that say the same of the same place. */
export const findingKey = ({ severity, code, message, at }: Finding): string =>
  JSON.stringify([severity, code, message, at?.file, at?.line, at?.col])
