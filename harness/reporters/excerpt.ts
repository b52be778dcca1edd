import type { Place, Severity } from '../../emulator/index.ts'
import type { Finding } from '../runner/event.ts'
import { underline } from './caret.ts'
import { plain, type Paint } from './paint.ts'
import { hang, oneLine } from './printable.ts'
import { renderTimeline } from './timeline.ts'

export interface FindingOptions {
  readonly paint?: Paint
  /** How many lines of the timeline are shown before its middle is left out. */
  readonly sawLimit?: number
  /** Other places of which the same is to be said. */
  readonly sameAt?: readonly string[]
}

/** A place as editors and terminals follow it. */
export const placeText = ({ file, line, col }: Place): string => `${oneLine(file)}:${line}:${col}`

const colorOf = { error: 'bad', warning: 'doubtful', note: 'remark' } as const satisfies Record<
  Severity,
  keyof Paint
>

/** What happened and where; the severity is said unless it is an error. */
function headLine({ severity, code, message, at }: Finding, paint: Paint): string {
  const place = at ? paint.strong(`${placeText(at)}: `) : ''
  const word = severity === 'error' ? code : `${severity}: ${code}`
  return `${place}${paint[colorOf[severity]](word)}: ${hang(message, 2)}`
}

/** The source line with its number, and carets where the finding is on that line. */
function sourceLines({ severity, at, excerpt }: Finding, margin: string, paint: Paint): string[] {
  if (!excerpt) return []
  const on = at?.line === excerpt.line ? at : undefined
  const { text, carets } = underline(excerpt.text, on?.col ?? 1, on?.length)
  const number = paint.faint(`${String(excerpt.line).padStart(margin.length - 1)} |`)
  const bar = paint.faint(`${margin}|`)
  const lines = [bar, `${number} ${text}`.trimEnd()]
  return on ? [...lines, `${bar} ${paint[colorOf[severity]](carets)}`] : lines
}

/** Lines under each other, the first of them after its label. */
function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? label : ' '.repeat(label.length)) + line)
}

/** A Finding in full: what happened, where, what was seen and what to do; without a last line break. */
export function renderFinding(
  finding: Finding,
  { paint = plain, sawLimit = 24, sameAt = [] }: FindingOptions = {},
): string {
  const margin = ' '.repeat(String(finding.excerpt?.line ?? 0).length + 1)
  const saw = renderTimeline(finding.saw, { limit: sawLimit, paint })
  return [
    headLine(finding, paint),
    ...sourceLines(finding, margin, paint),
    ...finding.includedFrom.map((place) => `${margin}= included from ${placeText(place)}`),
    ...labelled(`${margin}= the same at `, sameAt),
    ...labelled(`${margin}= saw: `, saw),
    ...finding.tries.map((text) => `${margin}= try: ${hang(text, margin.length + 7)}`),
  ].join('\n')
}
