import { rules } from '../../emulator/index.ts'
import type { AssumedRule } from '../savings/model.ts'
import { count } from './words.ts'

const sources = new Map<string, string>(rules.map(({ id, source }) => [id, source]))

/** What is known about the ground of an assumption: what was read, or what would settle it. */
export const groundOf = ({ rule }: AssumedRule): string =>
  (sources.get(rule) ?? '').replace(/^Assumed(?=[^A-Za-z]| )[: ]*/, '')

/** What the other reading of an assumption does to the figures, or that there is none; undefined where none was tried. */
export function flipText({ flipped, onlyReading }: AssumedRule): string | undefined {
  if (onlyReading) return 'no other reading is built in'
  if (!flipped) return undefined
  const { changes } = flipped
  const what = `with ${flipped.switch}: ${flipped.to}`
  if (changes.length === 0) return `${what} no figure changes`
  const told = changes
    .slice(0, 3)
    .map(({ variant, figure, from, to }) => `${variant} ${figure} ${count(from)} → ${count(to)}`)
  const more = changes.length > told.length ? `, and ${changes.length - told.length} more` : ''
  return `${what}: ${told.join(', ')}${more}`
}
