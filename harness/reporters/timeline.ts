import type { TimelineLine } from '../runner/event.ts'
import { plain, type Paint } from './paint.ts'
import { oneLine } from './printable.ts'
import { clockTime } from '../time-text.ts'

export interface TimelineOptions {
  /** How many lines are shown before the middle is left out; absent: all. */
  readonly limit?: number
  readonly paint?: Paint
}

/** The lines shown, oldest first, and how many are left out after the first of the two parts. */
function shorten(lines: readonly TimelineLine[], limit: number) {
  if (lines.length <= limit + 1) return { first: lines, hidden: 0, last: [] }
  const head = Math.floor(limit / 3)
  const tail = limit - head
  return {
    first: lines.slice(0, head),
    hidden: lines.length - limit,
    last: lines.slice(lines.length - tail),
  }
}

const widest = (texts: readonly string[]) =>
  texts.reduce((width, { length }) => Math.max(width, length), 0)

/** One string for each line: when, the step where it changes, what, and the rules behind it. */
export function renderTimeline(
  lines: readonly TimelineLine[],
  { limit = Infinity, paint = plain }: TimelineOptions = {},
): string[] {
  const { first, hidden, last } = shorten(lines, limit)
  const shown = [...first, ...last]
  const timeWidth = widest(shown.map(({ atMs }) => clockTime(atMs)))
  const stepWidth = widest(shown.map(({ step }) => String(step)))

  const render = ({ atMs, step, depth, text, rules }: TimelineLine, previous?: TimelineLine) => {
    const time = clockTime(atMs).padStart(timeWidth)
    const number = (step === previous?.step ? '' : String(step)).padStart(stepWidth)
    const because = rules.length > 0 ? paint.faint(` [${rules.join(', ')}]`) : ''
    return `${paint.faint(time)}  ${number}  ${'  '.repeat(depth)}${oneLine(text)}${because}`
  }
  const renderAll = (part: readonly TimelineLine[]) =>
    part.map((line, i) => render(line, part[i - 1]))

  const gap = hidden > 0 ? [paint.faint(`… ${hidden} more lines`)] : []
  return [...renderAll(first), ...gap, ...renderAll(last)]
}
