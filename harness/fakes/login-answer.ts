import type { TokenFault } from './fake.ts'
import { jsonPath, withValueAt, type JsonPath } from './json-path.ts'
import type { LoginAnswer } from './options.ts'
import { plainResponse } from '../plain-http.ts'

const types = { JSON: 'application/json', Text: 'text/plain', JWT: 'application/jwt' } as const

/** Where a misplaced token goes when its right place is a header or a whole body. */
export const misplacedHeader = 'X-Misplaced-Token'

/** The media type of a login's answer; undefined where it has no body. */
export function answerType({ in: place, format, lifetimePath }: LoginAnswer): string | undefined {
  if (place === 'body') return types[format]
  return lifetimePath === undefined ? undefined : types.JSON
}

/** How a login with these options hands over a token, at its place or, by the fault, beside it. */
export function loginAnswerer(
  options: LoginAnswer,
  lifetimeMs: number | undefined,
): (token: string, fault?: TokenFault) => Response {
  const type = answerType(options)
  const lifetimePath =
    options.lifetimePath === undefined ? undefined : jsonPath(options.lifetimePath)
  const inJson = options.in === 'body' && options.format === 'JSON'
  const tokenPath = inJson ? jsonPath(options.path) : undefined

  function json(token: string, path: JsonPath | undefined): string {
    let root: unknown
    if (path) root = withValueAt(root, path, token)
    if (lifetimePath && lifetimeMs !== undefined)
      root = withValueAt(root, lifetimePath, Math.floor(lifetimeMs / 1000))
    return JSON.stringify(root ?? {})
  }

  function bodyOf(token: string, misplaced: boolean): string | null {
    if (type === types.JSON)
      return json(token, misplaced && tokenPath ? beside(tokenPath) : tokenPath)
    return options.in === 'header' || misplaced ? null : token
  }

  function headerOf(misplaced: boolean): string | undefined {
    if (inJson) return undefined
    if (misplaced) return misplacedHeader
    return options.in === 'header' ? options.header : undefined
  }

  // Paths that contradict each other are found when the server is made, not when it answers.
  json('', tokenPath)

  return (token, fault) => {
    const misplaced = fault === 'token-misplaced'
    const header = headerOf(misplaced)
    const headers = { ...(type && { 'Content-Type': type }), ...(header && { [header]: token }) }
    return plainResponse(200, headers, bodyOf(token, misplaced))
  }
}

/** A path next to the given one: what is there is not found by the given one. */
function beside(path: JsonPath): JsonPath {
  const last = path.at(-1) ?? 'token'
  return [...path.slice(0, -1), typeof last === 'number' ? last + 1 : `misplaced_${last}`]
}
