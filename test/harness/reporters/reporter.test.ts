import { expect, test } from 'vitest'
import { createMask } from '../../../harness/mask/mask.ts'
import { reporterNames } from '../../../harness/reporters/index.ts'
import { fullFinding, line, mixedRun, report, result, run } from './events.ts'

test('names the reporters, the default first', () => {
  expect(reporterNames).toEqual([
    'pretty',
    'json',
    'junit',
    'github',
    'markdown',
    'html',
    'tap',
    'ndjson',
    'smf',
  ])
})

test.for(reporterNames)('%s ends each text it writes with a line break', async (name) => {
  await report(name, mixedRun(), { write: (text) => expect(text).toMatch(/\n$/) })
})

test.for(reporterNames)('%s shows no escape sequence unless colour is asked for', async (name) => {
  const text = 'got \u001B[31mred'
  const timeline = [line({ text })]
  const failures = [{ ...fullFinding, message: text, saw: timeline, tries: [text] }]
  const events = run([result({ status: 'failed', name: text, timeline, failures })])
  expect(await report(name, events, { verbose: true })).not.toContain('\u001B')
})

/** Records tell calls and no findings. */
const telling = reporterNames.filter((name) => name !== 'smf')

test.for(telling)('%s leaves masked text as it is', async (name) => {
  const mask = createMask(['s3cr3t!'])
  const failures = [{ ...fullFinding, message: mask('sent "s3cr3t!" to the server') }]
  const text = await report(name, run([result({ status: 'failed', failures })]))
  expect(text).toContain('*******')
})
