type Fields = Readonly<Record<string, unknown>>

const isMap = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What a JSON merge patch makes of a target; null takes a field away.
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export function mergePatch(target: unknown, patch: Fields): unknown {
  const merged = new Map<string, unknown>(isMap(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, isMap(value) ? mergePatch(merged.get(name), value) : value)
  }
  return Object.fromEntries(merged)
}
