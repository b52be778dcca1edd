import { editDistance } from '../nearest.ts'
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
const isPartOfThird = /^zosconnect:(cics|db2|ims|monitoring)-\d+\.\d+$/i

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

/** Other features of z/OS Connect differ by more; names of other lengths are not compared. */
const isSlipOf = (wanted: string, name: string): boolean =>
  Math.abs(name.length - wanted.length) <= 3 &&
  editDistance(name.toLowerCase(), wanted.toLowerCase()) <= 3

/**
 * Says which feature is missing for API requesters, and what is emulated of a zosConnect-3.0 server.
 * A server without connections may be a provider, or no z/OS Connect at all: it only learns of it.
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
  const names = features.slice(0, 200).map(({ value }) => value)
  const isOfThird = other !== undefined || names.some((name) => isPartOfThird.test(name))
  const missing = isOfThird ? neededByThird : needed
  const near = names.find((name) => isSlipOf(missing, name))
  const at = features.find(({ value }) => value === near)?.at ?? features[0]?.at ?? root
  const where = `the feature "${missing}" is not in featureManager`
  if (calls || near !== undefined) {
    const tries = near === undefined ? [] : [`did you mean that by "${near}"?`]
    const message = `${where}: a server would call no API`
    yield warning('MISSING-FEATURE', message, at, ...tries, `write <feature>${missing}</feature>`)
  } else {
    const message = `${where} and there is no connection: this server calls no API`
    const tries = `if programs are to call APIs through it, write <feature>${missing}</feature>`
    yield note('MISSING-FEATURE', message, at, tries)
  }
}
