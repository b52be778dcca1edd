import type { ServerConfig } from '../../emulator/config/model.ts'
import { Secret } from '../../emulator/secret.ts'

/** The part of a configuration that a test looks at. */
export type Pick = (config: ServerConfig) => unknown

/** A configuration as a table shows it: values that are written alone, others after the word `default`. */
export function shown(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal()
  if (value instanceof Map || value instanceof Set) return [...value].map(shown)
  if (Array.isArray(value)) return value.map(shown)
  if (typeof value !== 'object' || value === null) return value
  if ('from' in value && 'value' in value)
    return value.from === 'written' ? shown(value.value) : ['default', shown(value.value)]
  if ('line' in value && 'col' in value) return [value.line, value.col].join(':')
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]))
}
