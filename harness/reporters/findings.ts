import type { Finding } from '../runner/event.ts'
import { placeText, renderFinding, type FindingOptions } from './excerpt.ts'

/** How many places are named beside the one whose line is shown; the rest is a number. */
const namedPlaces = 8

/**
 * Findings in full, with an empty line after each. What is to be said of many places in the same
 * words is said once, at the first of them, and names the others.
 */
export function renderFindings(findings: readonly Finding[], options: FindingOptions = {}): string {
  const alike = Map.groupBy(findings, sameWords)
  return [...alike.values()]
    .map(([first, ...others]) => renderFinding(first!, { ...options, sameAt: placesOf(others) }))
    .map((text) => `${text}\n\n`)
    .join('')
}

const sameWords = ({ severity, code, message, tries, includedFrom, saw }: Finding): string =>
  JSON.stringify([severity, code, message, tries, includedFrom, saw])

function placesOf(findings: readonly Finding[]): readonly string[] {
  const places = findings.flatMap(({ at }) => (at ? [placeText(at)] : []))
  const named = places.slice(0, namedPlaces)
  const more = places.length - named.length
  return more > 0 ? [...named, `${more} more places`] : named
}
