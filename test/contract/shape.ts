/** What a value must look like: its own value, a predicate, or for an object the fields that matter. */
export type Shape =
  | string
  | number
  | boolean
  | null
  | ((value: unknown) => boolean)
  | readonly Shape[]
  | { readonly [field: string]: Shape }

/** Where and how a value differs from a shape; undefined where it fits. Arrays must fit whole. */
export function difference(shape: Shape, value: unknown, at = 'body'): string | undefined {
  if (typeof shape === 'function') return shape(value) ? undefined : `${at} is ${show(value)}`
  if (shape === null || typeof shape !== 'object')
    return shape === value ? undefined : `${at} is ${show(value)}, expected ${show(shape)}`
  if (value === null || typeof value !== 'object') return `${at} is ${show(value)}`
  if (Array.isArray(shape) && (!Array.isArray(value) || value.length !== shape.length))
    return `${at} is ${show(value)}, expected ${shape.length} items`
  for (const [field, each] of Object.entries(shape) as [string, Shape][]) {
    const found = difference(each, (value as Record<string, unknown>)[field], `${at}.${field}`)
    if (found !== undefined) return found
  }
  return undefined
}

const show = (value: unknown): string => JSON.stringify(value) ?? 'absent'
