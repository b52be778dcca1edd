// What XML 1.0 has no way to write, halves of surrogate pairs included.
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

const entity = (char: string) => entities[char] ?? char

/** Character data between tags; `]]>` cannot occur in it. */
export const xmlText = (text: string): string =>
  text.replace(unwritable, '').replace(/[&<>\r]/g, entity)

/** The attributes of a start tag, each with a blank before it; white space survives normalisation. */
export const xmlAttributes = (attributes: Readonly<Record<string, string | number>>): string =>
  Object.entries(attributes)
    .map(([name, value]) => [
      name,
      String(value)
        .replace(unwritable, '')
        .replace(/[&<>"\t\n\r]/g, entity),
    ])
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
