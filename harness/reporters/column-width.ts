const none = /^[\p{Mn}\p{Me}\p{Cf}]$/u
const wide =
  /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]$/u

function widthOf(char: string): number {
  if (none.test(char)) return 0
  return wide.test(char) ? 2 : 1
}

/** How many columns a terminal gives the text; a tab counts as one. */
export const columnWidth = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + widthOf(char), 0)

/** Blanks as wide as the text, with its tabs where it has them. */
export const blanksFor = (text: string): string =>
  Array.from(text)
    .map((char) => (char === '\t' ? char : ' '.repeat(widthOf(char))))
    .join('')
