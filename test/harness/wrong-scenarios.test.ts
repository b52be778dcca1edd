import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import type { ExitCode } from '../../harness/cli/terminal.ts'

const folder = 'test/golden/wrong'
const names = readdirSync(folder)

/** Runs a command in process and gives back what it printed. */
async function command(...args: readonly string[]): Promise<{ code: ExitCode; text: string }> {
  const parts: string[] = []
  const print = (text: string): void => void parts.push(text)
  const code = await runCommandLine(args, {
    out: print,
    err: print,
    color: false,
    progress: false,
    untilStopped: async () => {},
    environment: {
      readFile: (path) => attempt(() => readFileSync(path)),
      listFolder: (path) => attempt(() => readdirSync(path)),
      writeFile: () => 'a test writes no files',
      env: () => undefined,
      stopwatch: () => 0,
    },
  })
  return { code, text: parts.join('') }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Every `file:line:col: CODE` that begins a line, as expected.txt writes them. */
const placesIn = (text: string): readonly string[] =>
  [...text.matchAll(/^(\S+:\d+:\d+: [A-Z][A-Z0-9-]*): /gm)].map(([, place]) =>
    place!.replace(`${folder}/`, '').replace(/^[^/]+\//, ''),
  )

test('there are twelve scenarios that are wrong on purpose', () => {
  expect(names).toHaveLength(12)
})

test.each(names)('%s: the exit code and the place of the mistake are right', async (name) => {
  const [exit, ...places] = readFileSync(`${folder}/${name}/expected.txt`, 'utf8')
    .trimEnd()
    .split('\n')
  const { code, text } = await command('test', `${folder}/${name}/scenario.yaml`)
  expect(`exit ${code}`).toBe(exit)
  expect(placesIn(text)).toEqual(places)
})

test('an error in an included file is shown with the include that led there', async () => {
  const { text } = await command('test', `${folder}/an-include-with-an-error/scenario.yaml`)
  expect(text).toContain('an-include-with-an-error/scenario.yaml:3:10')
})
