import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import { finding, fullFinding, golden, line, mixedRun, report, result, run } from './events.ts'

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)

test('shows scenarios, failures, problems, assumptions and totals', async () => {
  await expect(await report('pretty', mixedRun())).toMatchFileSnapshot(golden('pretty-mixed'))
})

test('shows the timeline of each scenario when asked for', async () => {
  const timeline = [
    line({ text: 'call readSecret on BAQSTRT1' }),
    line({ depth: 1, text: 'POST /login 200', rules: ['cache.opaque', 'cache.lifetime.response'] }),
    line({ atMs: 898_000, step: 2, text: 'advance 14m58s' }),
  ]
  const saved = { against: '3.0.85.0', shares: { auth: 0.9876, api: 0 } }
  const events = run([result({ timeline, saved }), result({ name: 'Another' })])
  const text = await report('pretty', events, { verbose: true })
  await expect(text).toMatchFileSnapshot(golden('pretty-verbose'))
})

test('says the same in colour', async () => {
  const colored = await report('pretty', mixedRun(), { color: true })
  expect(colored).toContain('\u001B[')
  expect(stripVTControlCharacters(colored)).toBe(await report('pretty', mixedRun()))
})

test('closes with passed and failed alone on the line', async () => {
  expect(lastLine(await report('pretty', run([result(), result()])))).toBe('2 passed, 0 failed')
})

test('counts a problem as failed and says so on a line before', async () => {
  const results = [
    result(),
    result({ status: 'failed', failures: [fullFinding] }),
    result({ status: 'problem', problems: [finding()] }),
    result({ status: 'skipped', because: 'no Docker' }),
  ]
  const text = await report('pretty', run(results))
  expect(text).toMatch(/\n1 of the failed is a problem in a file\n1 passed, 2 failed, 1 skipped\n$/)
})

test('closes a run of nothing', async () => {
  expect(lastLine(await report('pretty', run([])))).toBe('0 passed, 0 failed')
})

test('leaves out a row that only repeats the level', async () => {
  const text = await report('pretty', run([result({ row: '3.0.86.0' }), result({ row: 'two' })]))
  expect(text.split('\n').slice(0, 2)).toEqual([
    '✓ An opaque token is reused for its lifetime (3.0.86.0) 12ms',
    '✓ An opaque token is reused for its lifetime [two] (3.0.86.0) 12ms',
  ])
})

test('shows a warning of the scenario file though it passed', async () => {
  const at = { file: result().file, line: 4, col: 1 }
  const problems = [finding({ severity: 'warning', code: 'UNUSED', message: 'never called', at })]
  expect(await report('pretty', run([result({ problems })]))).toContain(
    ':4:1: warning: UNUSED: never called',
  )
})

test('counts the warnings and notes of a shared configuration once', async () => {
  const problems = [
    finding({ severity: 'warning', message: 'one' }),
    finding({ severity: 'note', message: 'two' }),
    finding({ severity: 'note', message: 'three' }),
  ]
  const text = await report('pretty', run([result({ problems }), result({ problems })]))
  expect(text).toContain('\n1 warning and 2 notes not shown: see baqlab check\n')
})

test('shows a warning with a failed scenario though it was passed over before', async () => {
  const problems = [finding({ severity: 'warning', code: 'UNKNOWN', message: 'no such name' })]
  const failed = result({ status: 'failed', failures: [fullFinding], problems })
  const text = await report('pretty', run([result({ problems }), failed]))
  expect(text).toContain('warning: UNKNOWN: no such name')
  expect(text).not.toContain('not shown')
})

test('shows a timeline of any length', async () => {
  const timeline = Array.from({ length: 200_000 }, (_, i) => line({ atMs: i }))
  const text = await report('pretty', run([result({ timeline })]), { verbose: true })
  expect(text).toContain('00:03:19.999')
})

test('keeps a name on one line whatever is in it', async () => {
  const text = await report('pretty', run([result({ name: 'two\nlines\u001B[2J' })]))
  expect(text.split('\n')[0]).toBe('✓ two␊lines␛[2J (3.0.86.0) 12ms')
})
