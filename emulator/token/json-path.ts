import { rule } from '../rule.ts'

export const jsonPathRule = rule('response.json-path', {
  status: 'assumed',
  source: 'Assumed: the dialect of tokenPath is not documented; an example of IBM would settle it',
  says: "a path is an optional $ and then .name, ['name'] or [n]; the first match wins",
})

/** The steps of a path: names of members and indices of elements. */
export type JsonPath = readonly (string | number)[]

const step = /\.?([^.[\]'"\s]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** Reads `$.auth.client_token`, `access_token`, `$.tokens[0]['value']`; undefined for anything else. */
export function readJsonPath(text: string): JsonPath | undefined {
  const start = text.startsWith('$') ? 1 : 0
  const steps: (string | number)[] = []
  step.lastIndex = start
  while (step.lastIndex < text.length) {
    const at = step.lastIndex
    const match = step.exec(text)
    if (!match) return undefined
    // Only the first name of all may come without its dot, and none right after the `$`.
    if (match[1] !== undefined && at > 0 && text[at] !== '.') return undefined
    const [, name, index, quoted, doubleQuoted] = match
    steps.push(index === undefined ? (name ?? quoted ?? doubleQuoted)! : Number(index))
  }
  return steps.length > 0 || text === '$' ? steps : undefined
}

/** The value at a path; undefined where there is none. */
export function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string | number, unknown>>)[key]
  }
  return value
}
