/** Lines, with single blank lines between the groups of them. */
export interface Page {
  readonly lines: (lines: readonly string[]) => void
  /** Sets what comes next apart from what stands there; nothing at the top or the end. */
  readonly gap: () => void
}

/** Begins an empty page. */
export function createPage(write: (text: string) => void): Page {
  let isEmpty = true
  let isApart = false
  return {
    lines(lines) {
      if (lines.length === 0) return
      const blank = isApart && !isEmpty ? '\n' : ''
      write(blank + lines.map((line) => `${line}\n`).join(''))
      isEmpty = false
      isApart = false
    },
    gap() {
      isApart = true
    },
  }
}
