// What a terminal would obey instead of show: C0, DEL and C1 controls, line and paragraph
// separators, and the marks that reorder text.
const unseen = /(?![\t\n])\p{Cc}|[\u2028-\u202E\u2066-\u2069]/gu

function picture(char: string): string {
  const code = char.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : '\uFFFD'
}

/** The text with control characters made visible, one for one; tabs and line breaks stay. */
export const printable = (text: string): string => text.replace(unseen, picture)

/** The same on one line: line breaks are made visible too. */
export const oneLine = (text: string): string => printable(text).replaceAll('\n', '\u240A')

/** Continues a text of several lines under its first one. */
export const hang = (text: string, indent: number): string =>
  printable(text.replaceAll('\r\n', '\n')).replaceAll('\n', `\n${' '.repeat(indent)}`)
