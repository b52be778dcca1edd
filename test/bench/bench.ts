import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { bundle } from '../build/bundle.ts'
import { measureColdStart } from './cold-start.ts'
import { spreadOf, table, type Row } from './measure.ts'
import { workload } from './workload.ts'

/** `npm run bench`: the figures of design §8, measured side by side; `--long` makes a million calls. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const isLong = process.argv.includes('--long')
const rounds = 15
const processes = 5

const temporary = await mkdtemp(join(tmpdir(), 'baqlab-bench-'))
try {
  say(`node ${process.version}, ${cpus().length} processors, ${rounds} rounds`)
  const rows = [
    ...(await coldStartRows()),
    ...(await dayRows()),
    await thousandRow(),
    ...(await bankRows()),
    ...(await memoryRows(isLong ? [100_000, 1_000_000] : [50_000, 100_000])),
  ]
  say(`\n${table(rows)}`)
} finally {
  await rm(temporary, { recursive: true, force: true })
}

async function coldStartRows(): Promise<readonly Row[]> {
  say('building, and starting from nothing ...')
  await bundle(root, join(temporary, 'dist'))
  await writeFile(join(temporary, 'package.json'), '{ "type": "module" }')
  for (const [file, text] of Object.entries(workload)) await writeFile(join(temporary, file), text)
  const scenario = join(temporary, 'one-call.yaml')
  return measureColdStart({ root, command: join(temporary, 'dist/baqlab.js'), scenario, rounds })
}

async function dayRows(): Promise<readonly Row[]> {
  say('a day of 1,000 calls ...')
  const figures: (readonly number[])[] = []
  for (let i = 0; i < processes; i++) figures.push(await inProcess<readonly number[]>('days', 3))
  return ['first', 'second', 'third'].map((which, i) => ({
    name: `24 hours, 1,000 calls, opaque tokens: ${which} run`,
    unit: 'ms',
    spread: spreadOf(figures.map((each) => each[i]!)),
    ...(which === 'third' && { target: { text: '100 ms', most: 100, of: 'value' } as const }),
  }))
}

async function thousandRow(): Promise<Row> {
  say('1,000 scenarios ...')
  const figures: number[] = []
  for (let i = 0; i < processes; i++)
    figures.push(...(await inProcess<readonly number[]>('thousand', 1000)))
  return {
    name: '1,000 scenarios in one process',
    unit: 'ms',
    spread: spreadOf(figures),
    target: { text: '10 s', most: 10_000, of: 'value' },
  }
}

/** A day of a bank, and how much faster counting what is certain is than making every call. */
async function bankRows(): Promise<readonly Row[]> {
  say('a day of 86,400,000 calls on eight servers ...')
  const days: (readonly number[])[] = []
  for (let i = 0; i < processes; i++) days.push(await inProcess<readonly number[]>('bank', 24))
  const [made, counted] = await inProcess<readonly number[]>('everyCall', 60)
  const [byDay, memory] = [0, 1].map((which) => spreadOf(days.map((each) => each[which]!)))
  return [
    {
      name: '86,400,000 calls on eight servers, at two fix levels',
      unit: 'ms',
      spread: byDay!,
      target: { text: '2 s', most: 2000, of: 'value' },
    },
    {
      name: '  resident at its end',
      unit: 'MB',
      spread: memory!,
      target: { text: '300 MB', most: 300, of: 'value' },
    },
    { name: 'a minute of it, fast path', unit: 'ms', spread: spreadOf([counted!]) },
    {
      name: 'a minute of it, every call made, against the fast path',
      unit: 'ms',
      spread: spreadOf([made!]),
      base: spreadOf([counted!]),
    },
  ]
}

/** Memory is level where what some calls needed is enough for many more; the journal is full after 40,000. */
async function memoryRows([few, many]: readonly [number, number]): Promise<readonly Row[]> {
  const text = (calls: number) => `${calls.toLocaleString('en')} calls`
  say(`memory through ${text(many)} ...`)
  const figures = await inProcess<readonly (readonly number[])[]>('memory', many)
  const after = (calls: number, i: number) => spreadOf([figures[(calls / many) * 10 - 1]![i]!])
  return ['heap', 'resident'].flatMap((what, i): Row[] => [
    { name: `${what} after ${text(few)}`, unit: 'MB', spread: after(few, i) },
    {
      name: `${what} after ${text(many)}`,
      unit: 'MB',
      spread: after(many, i),
      base: after(few, i),
      target: { text: 'level: 1.25x', most: 1.25, of: 'ratio' },
    },
  ])
}

/** One measurement in a process of its own, where nothing is warm yet. */
async function inProcess<Figures>(name: string, size: number): Promise<Figures> {
  const script = fileURLToPath(new URL('in-process.ts', import.meta.url))
  const args = ['--expose-gc', script, name, String(size)]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as Figures
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
