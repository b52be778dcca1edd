import type { Finding, ScenarioResult } from '../runner/event.ts'
import { findingKey } from './wording.ts'

/** What is to be shown of a scenario's problems. */
export interface Sifted {
  readonly shown: readonly Finding[]
  /** Errors that an earlier scenario had too, and that were shown there. */
  readonly repeated: readonly Finding[]
}

/** Whether a scenario ended badly, so that everything known of it matters. */
export const isUnwell = ({ status }: ScenarioResult): boolean =>
  status === 'failed' || status === 'problem'

/**
 * Many scenarios share a server.xml, so its problems come again and again. Shown are errors, what
 * lies in the scenario file itself, and all that a failed scenario has, each once; the rest is
 * kept to be counted.
 */
export class Sieve {
  readonly #shown = new Set<string>()
  readonly #hidden = new Map<string, Finding>()

  sift(result: ScenarioResult): Sifted {
    const isShown = ({ severity, at }: Finding) =>
      severity === 'error' || isUnwell(result) || at?.file === result.file
    const { wanted = [], unwanted = [] } = Object.groupBy(result.problems, (each) =>
      isShown(each) ? 'wanted' : 'unwanted',
    )
    for (const each of unwanted) this.#hidden.set(findingKey(each), each)
    const { fresh = [], repeated = [] } = Object.groupBy(wanted, (each) =>
      this.#isFirst(each) ? 'fresh' : 'repeated',
    )
    return { shown: fresh, repeated: repeated.filter(({ severity }) => severity === 'error') }
  }

  /** What was never shown. */
  get hidden(): readonly Finding[] {
    return [...this.#hidden].filter(([key]) => !this.#shown.has(key)).map(([, each]) => each)
  }

  #isFirst(finding: Finding): boolean {
    const { size } = this.#shown
    return this.#shown.add(findingKey(finding)).size > size
  }
}
