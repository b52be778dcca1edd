import { basename } from 'node:path'

export { expect } from 'vitest'

/** One test of a file, or one row of its table. */
export interface CollectedTest {
  readonly id: string
  readonly file: string
  readonly run: () => unknown
}

type Body = (...row: readonly unknown[]) => unknown
type Declared = readonly [title: string, ...optionsAndBody: readonly unknown[]]

const collected: CollectedTest[] = []
let file = ''

/** The tests of one file, by importing it. */
export async function collect(
  path: string,
  load: () => Promise<unknown>,
): Promise<readonly CollectedTest[]> {
  file = path
  await load()
  return collected.splice(0)
}

function add(title: string, run: () => unknown): void {
  const alike = collected.filter((each) => each.id.startsWith(`${basename(file)}: ${title} #`))
  collected.push({ id: `${basename(file)}: ${title} #${alike.length + 1}`, file, run })
}

const bodyOf = (rest: readonly unknown[]): Body =>
  rest.find((each) => typeof each === 'function') as Body

/** As much of Vitest's `test` as tests of the emulator use. */
export const test = Object.assign(
  (...[title, ...rest]: Declared) => add(title, () => bodyOf(rest)()),
  {
    each:
      (rows: readonly unknown[]) =>
      (...[title, ...rest]: Declared): void => {
        for (const row of rows)
          add(title, () => bodyOf(rest)(...(Array.isArray(row) ? row : [row])))
      },
    for:
      (rows: readonly unknown[]) =>
      (...[title, ...rest]: Declared): void => {
        for (const row of rows) add(title, () => bodyOf(rest)(row))
      },
  },
)

export const it = test
