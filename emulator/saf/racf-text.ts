import type { Place } from '../problem.ts'

/** The characters of one command, continuation lines joined, and where each of them stands. */
export interface CommandText {
  readonly text: string
  readonly at: (index: number) => Place
}

interface Line {
  readonly text: string
  readonly number: number
  /** How many characters were left out before it. */
  readonly skipped: number
}

/**
 * The commands of a text: one a line, continued by `-` or `+` at the end of a line, where `+` also
 * drops the blanks before what follows. JCL around them is passed over.
 */
export function commandsIn(text: string, file: string): readonly CommandText[] {
  const commands: CommandText[] = []
  let lines: Line[] = []
  let trims = false
  const finish = (): void => {
    if (lines.length > 0) commands.push(joined(lines, file))
    lines = []
  }
  for (const [i, raw] of text.split(/\r\n|[\r\n]/).entries()) {
    if (raw.startsWith('//')) {
      finish()
      continue
    }
    const skipped: number = trims ? raw.length - raw.trimStart().length : 0
    const whole: string = raw.slice(skipped).trimEnd()
    const mark = whole.at(-1)
    const continues = mark === '-' || mark === '+'
    const kept = continues ? whole.slice(0, -1) : whole
    lines.push({ text: kept, number: i + 1, skipped })
    trims = mark === '+'
    if (!continues) finish()
  }
  finish()
  return commands
}

function joined(lines: readonly Line[], file: string): CommandText {
  const starts: number[] = []
  let text = ''
  for (const line of lines) {
    starts.push(text.length)
    text += line.text
  }
  const at = (index: number): Place => {
    const nth = starts.findLastIndex((start) => start <= index)
    const line = lines[nth]!
    return { file, line: line.number, col: index - starts[nth]! + line.skipped + 1 }
  }
  return { text, at }
}
