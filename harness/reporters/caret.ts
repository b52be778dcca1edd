import { blanksFor, columnWidth } from './column-width.ts'
import { printable } from './printable.ts'

/** A source line and the carets to go under it. */
export interface Underlined {
  readonly text: string
  readonly carets: string
}

const longest = 100
const before = 40

interface Cut {
  readonly from: number
  readonly to: number
}

const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff

/** The nearest position to the left that does not split a character of two units. */
const boundary = (text: string, at: number) => (isLow(text.charCodeAt(at)) ? at - 1 : at)

/** The part of a long line that is shown, so that the column is inside it. */
function cutAround(text: string, start: number): Cut {
  if (text.length <= longest) return { from: 0, to: text.length }
  const from = Math.max(0, Math.min(start - before, text.length - longest))
  return { from: boundary(text, from), to: boundary(text, from + longest) }
}

/** Underlines `length` characters from `col`; cuts a long line around them, marked by `…`. */
export function underline(line: string, col: number, length = 1): Underlined {
  const text = printable(line.replace(/\r?\n?$/, ''))
  const start = Math.max(0, Math.min(col - 1, text.length))
  const { from, to } = cutAround(text, start)
  const head = from > 0 ? '…' : ''
  const tail = to < text.length ? '…' : ''
  const span = text.slice(start, Math.min(start + length, to))
  return {
    text: `${head}${text.slice(from, to)}${tail}`.trimEnd(),
    carets: blanksFor(head + text.slice(from, start)) + '^'.repeat(Math.max(1, columnWidth(span))),
  }
}
