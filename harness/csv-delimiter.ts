/** What separates the fields of a CSV text: comma, semicolon or tab, whichever its line of names has most of. */
export function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r|\n/, 1)
  const count = (delimiter: string) => header.split(delimiter).length
  return [';', '\t'].find((each) => count(each) > count(',')) ?? ','
}
