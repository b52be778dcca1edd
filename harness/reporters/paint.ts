import { styleText } from 'node:util'

type Color = (text: string) => string

/** What we colour, by meaning. */
export interface Paint {
  readonly bad: Color
  readonly good: Color
  readonly doubtful: Color
  readonly remark: Color
  readonly strong: Color
  readonly faint: Color
}

const keep: Color = (text) => text

/** Leaves every text as it is. */
export const plain: Paint = {
  bad: keep,
  good: keep,
  doubtful: keep,
  remark: keep,
  strong: keep,
  faint: keep,
}

const style =
  (format: Parameters<typeof styleText>[0]): Color =>
  (text) =>
    styleText(format, text, { validateStream: false })

const colored: Paint = {
  bad: style('red'),
  good: style('green'),
  doubtful: style('yellow'),
  remark: style('cyan'),
  strong: style('bold'),
  faint: style('dim'),
}

/** Colours for a terminal, or none. */
export const createPaint = (color: boolean): Paint => (color ? colored : plain)
