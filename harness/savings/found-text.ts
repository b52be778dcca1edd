import { lengthText } from '../time-text.ts'
import type { FoundLifetime } from './model.ts'

/** What `--find` has found for a variant, in a line. */
export function foundText(found: FoundLifetime, durationMs: number): string {
  const { variant, limit, lifetimeMs, most, staleMs, orLess } = found
  if (lifetimeMs === undefined)
    return `${limit}: ${variant}: no life of tokens keeps it, with ${lengthText(durationMs)} there are ${most.toLocaleString('en')}/${limit.at(-1)!}`
  const stale = `a revoked token goes on being used for up to ${lengthText(staleMs!)}`
  return `${limit}: ${variant}: tokens must live for ${lengthText(lifetimeMs)}${orLess ? ' or less' : ''}; ${stale}`
}
