import { createWorld, perform, readScenarios, run, type Environment } from '../../harness/index.ts'
import { callsOfStep, flowText, workload } from './workload.ts'

/** One measurement in a process of its own: its name in, its figures out, as JSON. */
const measurements = { days, thousand, memory }

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
