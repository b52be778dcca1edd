/** The keys of a secret without its values; what lies deeper than `depth` is not shown. */
export function subkeysOf(value: unknown, depth: number): unknown {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return null
  const isBare = (each: unknown) =>
    typeof each === 'object' && each !== null && Object.keys(each).length === 0
  const entries = Object.entries(value).map(([name, each]) => [
    name,
    isBare(each) ? null : subkeysOf(each, depth - 1),
  ])
  return Object.fromEntries(entries)
}
