import { existsSync, readFileSync } from 'node:fs'
import { createWorld, perform, readScenarios, run, type Environment } from '../../harness/index.ts'
import { compare } from '../../harness/savings/compare.ts'
import { runVariant } from '../../harness/savings/run-variant.ts'
import { callsOfStep, flowText, workload } from './workload.ts'

const bankDay = 'scenarios/savings/eight-servers-log-in-for-a-thousand-calls-a-second.yaml'

/** One measurement in a process of its own: its name in, its figures out, as JSON. */
const measurements = { days, thousand, memory, bank, everyCall }

const [name, size] = process.argv.slice(2)
const measurement = measurements[name as keyof typeof measurements]
process.stdout.write(JSON.stringify(await measurement(Number(size))))

/** Milliseconds of so many runs of one day, one after another in this process. */
async function days(runs: number): Promise<readonly number[]> {
  const figures: number[] = []
  for (let i = 0; i < runs; i++) figures.push(await timeOf(['a-day.yaml'], workload))
  return figures
}

/** Milliseconds of so many scenario files in one run. */
async function thousand(files: number): Promise<readonly number[]> {
  const names = Array.from({ length: files }, (_, i) => `${i}.yaml`)
  const texts = Object.fromEntries(names.map((each) => [each, workload['one-call.yaml']]))
  return [await timeOf(names, { ...workload, ...texts })]
}

/** Heap and resident megabytes after each tenth of so many calls in one world, its counts still exact. */
async function memory(calls: number): Promise<readonly (readonly number[])[]> {
  const environment = environmentOf({ ...workload, 'flow.yaml': flowText })
  const [scenario] = readScenarios({ file: 'flow.yaml', ...environment }).scenarios
  const { world } = await createWorld(scenario!, environment)
  if (!world) throw new Error('the world of the memory measurement cannot be')
  await using mine = world
  const figures: (readonly number[])[] = []
  for (let made = callsOfStep; made <= calls; made += callsOfStep) {
    await perform(mine, scenario!.steps[0]!)
    if (made % (calls / 10) === 0) figures.push(memoryNow())
    const counted = mine.journal.count('vault.read')
    if (counted !== made) throw new Error(`${counted} requests were counted of ${made}`)
  }
  return figures
}

function memoryNow(): readonly number[] {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return [heapUsed / 1e6, rss / 1e6]
}

async function timeOf(
  files: readonly string[],
  texts: Readonly<Record<string, string>>,
): Promise<number> {
  const began = performance.now()
  for await (const event of run({ environment: environmentOf(texts), files })) {
    if (event.kind !== 'run-finished') continue
    const { passed } = event.totals
    if (passed !== files.length) throw new Error(`${passed} of ${files.length} scenarios passed`)
  }
  return performance.now() - began
}

function environmentOf(texts: Readonly<Record<string, string>>): Environment {
  const bytes = new Map(Object.entries(texts).map(([file, text]) => [file, Buffer.from(text)]))
  return {
    readFile: (path) => bytes.get(path),
    listFolder: () => undefined,
    writeFile: () => undefined,
    env: () => undefined,
    stopwatch: () => performance.now(),
  }
}

/** A day of a bank compared at two fix levels: milliseconds, and megabytes resident at the end. */
async function bank(hours: number): Promise<readonly number[]> {
  const { scenario, options, ofHours } = bankScenario(hours)
  const began = performance.now()
  const { comparison } = await compare(scenario, ofHours, options)
  const calls = comparison?.variants.map(({ figures }) => figures.calls)
  if (calls?.some((each) => each !== hours * 3_600_000)) throw new Error(`${calls?.join()} calls`)
  return [performance.now() - began, process.memoryUsage().rss / 1e6]
}

/** Milliseconds of so many seconds of the same traffic at the newer level: every call made, and counted. */
async function everyCall(seconds: number): Promise<readonly number[]> {
  const { scenario, options, ofHours } = bankScenario(seconds / 3600)
  const figures: number[] = []
  for (const maySkip of [false, true]) {
    const began = performance.now()
    const bucketMs = ofHours.forMs
    await runVariant(scenario, ofHours, ofHours.variants[1]!, { ...options, bucketMs, maySkip })
    figures.push(performance.now() - began)
  }
  return figures
}

function bankScenario(hours: number) {
  const readFile = (path: string) => (existsSync(path) ? readFileSync(path) : undefined)
  const read = readScenarios({ file: bankDay, readFile, env: () => undefined, mayBeIdle: true })
  const [scenario] = read.scenarios
  const spec = scenario!.compare!
  const forMs = hours * 3_600_000
  const flows = spec.flows.map((flow) => ({ ...flow, forMs }))
  const stopwatch = () => performance.now()
  const options = { readFile, seed: 1, command: 'npm run bench', stopwatch }
  return { scenario: scenario!, options, ofHours: { ...spec, forMs, flows } }
}
