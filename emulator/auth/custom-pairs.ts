import { rule } from '../rule.ts'

export const pairFormat = rule('credentials.custom-format', {
  status: 'assumed',
  since: '3.0.70.0',
  source: 'Assumed for BAQ-TOKEN-*; "OAuth 2.0 parameters" documents the format for zosConnect-3.0',
  says: 'custom parameters and headers are written name=value[,name=value...]; \\, stands for a comma in a value; a pair without = is an error',
})

/** Reads `name=value[,name=value...]`; order and case are kept, `\,` is a comma, other backslashes are literal. */
export function readPairs(
  text: string,
): { readonly pairs: readonly (readonly [string, string])[] } | { readonly wrong: string } {
  if (text === '') return { pairs: [] }
  const parts = text.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ','))
  const wrong = parts.findIndex((part) => part.indexOf('=') < 1)
  if (wrong >= 0) return { wrong: `pair ${wrong + 1} is not written name=value` }
  return {
    pairs: parts.map((part) => {
      const at = part.indexOf('=')
      return [part.slice(0, at), part.slice(at + 1)]
    }),
  }
}
