/** The JSON path at which a body has exactly that text; undefined where it is no JSON or has it nowhere. */
export function pathOf(text: string, body: string | undefined): string | undefined {
  try {
    return find(text, JSON.parse(body ?? ''), '$')
  } catch {
    return undefined
  }
}

function find(text: string, value: unknown, path: string): string | undefined {
  if (value === text) return path
  if (typeof value !== 'object' || value === null) return undefined
  const isList = Array.isArray(value)
  for (const [name, inner] of Object.entries(value)) {
    const found = find(text, inner, path + (isList ? `[${name}]` : member(name)))
    if (found !== undefined) return found
  }
  return undefined
}

const member = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? `.${name}` : `['${name}']`

/** A path as scenario files write it: with its `$`. */
export const rooted = (path: string): string =>
  path.startsWith('$') ? path : `$${path.startsWith('[') ? '' : '.'}${path}`
