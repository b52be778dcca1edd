import type { Rule } from '../../emulator/index.ts'

/** How wide the text of an explanation is. */
export const width = 100

/** Breaks a text at its blanks; every line after the first is indented like the text of the first. */
export function wrap(first: string, text: string): string {
  const indent = ' '.repeat(first.length)
  const lines: string[] = []
  let line = first
  let empty = true
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > width) {
      lines.push(line)
      line = indent
      empty = true
    }
    line += empty ? word : ` ${word}`
    empty = false
  }
  return [...lines, line].join('\n')
}

/** Rule ids in brackets, the ones no source settles marked. */
export const citation = (rules: readonly Rule[]): string =>
  rules.length === 0
    ? ''
    : `[${rules.map(({ id, status }) => (status === 'documented' ? id : `${id} (${status})`)).join(', ')}]`

/** A text with the rules it rests on. */
export const cited = (text: string, rules: readonly Rule[]): string =>
  rules.length === 0 ? text : `${text} ${citation(rules)}`
