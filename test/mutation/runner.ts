import { globSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MutantCoverage } from '@stryker-mutator/api/core'
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner'
import { collect, type CollectedTest } from './vitest.ts'

/** What Stryker's instrumented code reads and writes. */
interface Instrumented {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  mutantCoverage?: MutantCoverage
}

/** How long a test may take with a mutant; the slowest takes a second without. */
const longestMs = 5000
const inStryker: Instrumented = ((globalThis as { __stryker__?: Instrumented }).__stryker__ ??= {})
const ourVitest = new URL('./vitest.ts', import.meta.url).href

registerHooks({
  resolve: (name, context, next) =>
    name === 'vitest' && context.parentURL !== ourVitest
      ? { url: ourVitest, shortCircuit: true }
      : next(name, context),
})

let thrownAside: (thrown: unknown) => void = () => undefined
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (thrown) => thrownAside(thrown))

/**
 * Runs the tests of the emulator over and over in one process: a mutant costs milliseconds, where a
 * worker of Vitest for each costs a second. Mutants that hold only while files are read are ignored
 * (ignoreStatic), so nothing is ever read again. stryker.json names a tsconfig that is not there:
 * TypeScript 7 has no JavaScript API, and Stryker does without where it finds none.
 */
class InProcess implements TestRunner {
  #tests: readonly CollectedTest[] = []
  readonly #spentMs = new Map<string, number>()

  capabilities() {
    return { reloadEnvironment: true }
  }

  async init(): Promise<void> {
    // They read the sources, which mutants change; or try thousands of inputs, which takes too long.
    const files = globSync('test/emulator/**/*.test.ts').filter(
      (path) => !/fidelity|mutated/.test(path),
    )
    for (const path of files.map((each) => resolve(each))) {
      const found = await collect(path, () => import(pathToFileURL(path).href))
      this.#tests = [...this.#tests, ...found]
    }
  }

  async dryRun(): Promise<DryRunResult> {
    const results: TestResult[] = []
    for (const test of this.#tests) {
      inStryker.currentTestId = test.id
      const failureMessage = await this.#failureOf(test, 10 * longestMs)
      inStryker.currentTestId = undefined
      const about = {
        id: test.id,
        name: test.id,
        fileName: test.file,
        timeSpentMs: this.#spentMs.get(test.id)!,
      }
      results.push(
        failureMessage === undefined
          ? { ...about, status: TestStatus.Success }
          : { ...about, status: TestStatus.Failed, failureMessage },
      )
    }
    const { mutantCoverage } = inStryker
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutantCoverage && { mutantCoverage }),
    }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    inStryker.hitCount = 0
    inStryker.hitLimit = options.hitLimit
    const tests = this.#inOrder(options)
    for (const [before, test] of tests.entries()) {
      inStryker.activeMutant = options.activeMutant.id
      const failureMessage = await this.#failureOf(test, longestMs)
      inStryker.activeMutant = undefined
      if (failureMessage === undefined) continue
      if (inStryker.hitCount > (options.hitLimit ?? Infinity))
        return { status: MutantRunStatus.Timeout, reason: 'the hit limit is reached' }
      return this.#killed(test, failureMessage, before + 1)
    }
    return { status: MutantRunStatus.Survived, nrOfTests: tests.length }
  }

  /** A test that fails without the mutant too says nothing of it: an earlier one left something behind. */
  async #killed(
    test: CollectedTest,
    failureMessage: string,
    nrOfTests: number,
  ): Promise<MutantRunResult> {
    const without = await this.#failureOf(test, longestMs)
    if (without === undefined)
      return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests }
    const errorMessage = `${test.id} fails without the mutant: ${without}`
    return { status: MutantRunStatus.Error, errorMessage }
  }

  /** The tests of the mutated folder first, and the quick ones first. */
  #inOrder({ testFilter = [], sandboxFileName }: MutantRunOptions): readonly CollectedTest[] {
    const wanted = new Set(testFilter)
    const [folder = ''] = /emulator\/.*(?=\/)/.exec(sandboxFileName) ?? []
    const cost = ({ id, file }: CollectedTest): number =>
      (this.#spentMs.get(id) ?? 0) + (file.includes(`test/${folder}/`) ? 0 : longestMs)
    return this.#tests.filter(({ id }) => wanted.has(id)).toSorted((a, b) => cost(a) - cost(b))
  }

  async #failureOf({ id, run }: CollectedTest, limitMs: number): Promise<string | undefined> {
    const begun = performance.now()
    let limit
    const aside = new Promise((_, reject) => {
      thrownAside = reject
      limit = setTimeout(() => reject(new Error('takes too long')), limitMs)
    })
    try {
      await Promise.race([run(), aside])
      this.#spentMs.set(id, performance.now() - begun)
      return undefined
    } catch (thrown) {
      return String(thrown)
    } finally {
      clearTimeout(limit)
    }
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', injectableClass: InProcess },
]
