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

export const third = rule('config.feature.third', {
  status: 'documented',
  source:
    'What are z/OS Connect API requesters?; How to configure a third-party JWT (zosConnect-3.0)',
  says: 'a configuration of zosConnect-3.0 has the same elements for connections and tokens',
})

const needed = 'zosconnect:apiRequester-1.0'
const neededByThird = 'zosconnect:oasRequester-1.0'
const isThird = /^zosconnect:(zosConnect-3\.\d+|oasRequester-\d+\.\d+)$/i

/** Reads the features of all `featureManager` elements, which are one. */
export const readFeatures = (elements: readonly ConfigElement[]): readonly Setting<string>[] =>
  elements
    .filter((element) => element.name === 'featureManager')
    .flatMap((manager) => manager.children)
    .filter((child) => child.name === 'feature')
    .flatMap(({ texts, at }) => texts.map((value) => ({ value, at, from: 'written' as const })))

/** Whether an element is there for calls to APIs. */
export const isForCalls = ({ name }: ConfigElement): boolean =>
  /^zosconnect_(endpointConnection|auth(Token|TokenLocal|orizationServer)|oAuth|apiRequesters)/.test(
    name,
  )

/**
 * Says which feature is missing for API requesters, and what is emulated of a zosConnect-3.0 server.
 * A server that has nothing of z/OS Connect may be meant to call no API, so it only learns of it.
 */
export function* checkFeatures(
  features: readonly Setting<string>[],
  root: Place,
  calls: boolean,
): Generator<ConfigProblem> {
  const other = features.find(({ value }) => isThird.test(value))
  if (other) {
    const message =
      `"${other.value}": of zosConnect-3.0 baqlab emulates connections, tokens and retries, ` +
      'which are those of zosConnect-2.0; not WAR files, the Host API and its codes'
    yield note('NOT-EMULATED', message, other.at, 'read results with that in mind')
  }
  const has = (name: string) =>
    features.some(({ value }) => value.toLowerCase() === name.toLowerCase())
  if (has(needed) || (other && has(neededByThird))) return
  const missing = other ? neededByThird : needed
  const names = features.slice(0, 200).map(({ value }) => value)
  const near = nearest(missing, names)
  const tries = near === undefined ? [] : [`did you mean that by "${near}"?`]
  const message = `the feature "${missing}" is not in featureManager: a server would call no API`
  const at = features.find(({ value }) => value === near)?.at ?? features[0]?.at ?? root
  const isMeant = calls || features.some(({ value }) => /^zosconnect:/i.test(value))
  const report = isMeant ? warning : note
  yield report('MISSING-FEATURE', message, at, ...tries, `write <feature>${missing}</feature>`)
}
