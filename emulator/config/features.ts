import { nearest } from '../nearest.ts'
import type { Place } from '../problem.ts'
import { note, warning } from '../problem.ts'
import { rule } from '../rule.ts'
import type { ConfigElement } from './files.ts'
import type { ConfigProblem, Setting } from './model.ts'

export const featureCase = rule('config.feature.case', {
  status: 'documented',
  source: "server.xml of IBM's sample zosconnect-sample-cobol-apirequester",
  says: 'names of features compare without regard to case',
})

const needed = 'zosconnect:apiRequester-1.0'
const third = /^zosconnect:(zosConnect-3\.0|oasRequester-1\.0)$/i

/** Reads the features of all `featureManager` elements, which are one. */
export const readFeatures = (elements: readonly ConfigElement[]): readonly Setting<string>[] =>
  elements
    .filter((element) => element.name === 'featureManager')
    .flatMap((manager) => manager.children)
    .filter((child) => child.name === 'feature')
    .flatMap(({ texts, at }) => texts.map((value) => ({ value, at, from: 'written' as const })))

/** Says which feature is missing for API requesters, and which one is not emulated. */
export function* checkFeatures(
  features: readonly Setting<string>[],
  root: Place,
): Generator<ConfigProblem> {
  const other = features.find(({ value }) => third.test(value))
  if (other) {
    const message = `"${other.value}" is not emulated: baqlab knows API requesters of zosConnect-2.0`
    yield note('NOT-EMULATED', message, other.at, `use ${needed}`)
  }
  if (features.some(({ value }) => value.toLowerCase() === needed.toLowerCase())) return
  const names = features.slice(0, 200).map(({ value }) => value)
  const near = nearest(needed, names)
  const tries = near === undefined ? [] : [`did you mean that by "${near}"?`]
  const message = `the feature "${needed}" is not in featureManager: a server would call no API`
  const at = features.find(({ value }) => value === near)?.at ?? features[0]?.at ?? root
  yield warning('MISSING-FEATURE', message, at, ...tries, `write <feature>${needed}</feature>`)
}
