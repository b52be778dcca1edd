/** One row of a table, with what would end a cell made harmless. */
export const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replace(/[\\|]/g, '\\$&').replace(/</g, '&lt;').replace(/\r?\n/g, ' ')).join(' | ')} |`

/** The first two lines of a table. */
export const head = (...cells: readonly string[]): readonly string[] => [
  row(...cells),
  row(...cells.map(() => '---')),
]
