import type { Place } from '../problem.ts'

/** Gives the place of `length` characters at an offset, cut at the end of their line. */
export type Locate = (offset: number, length?: number) => Place

/** Indexes the lines of a text whose lines end with LF or CRLF; a look-up takes logarithmic time. */
export function locateIn(file: string, text: string): Locate {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset, length = 1) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    const lineEnd = (starts[low + 1] ?? text.length + 1) - 1
    const shown = Math.max(1, Math.min(length, lineEnd - offset))
    return { file, line: low + 1, col: offset - starts[low]! + 1, length: shown }
  }
}

/** Makes a lone CR a line end as well, without moving any offset. */
export const unifyLineEnds = (text: string): string => text.replace(/\r(?!\n)/g, '\n')
