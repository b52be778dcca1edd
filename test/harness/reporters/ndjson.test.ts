import { expect, test } from 'vitest'
import { mixedRun, report, result, run } from './events.ts'

test('writes each event as it happens, one JSON object a line', async () => {
  const events = mixedRun()
  const lines: string[] = []
  await report('ndjson', events, { write: (text) => void lines.push(text) })
  expect(lines).toHaveLength(events.length)
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual(events.map(({ kind }) => kind))
})

test('tells of a result what the JSON report tells', async () => {
  const events = run([result({ row: '3.0.86.0' })])
  const whole = JSON.parse(await report('json', events))
  const lines = (await report('ndjson', events)).trim().split('\n')
  const [, , finished, totals] = lines.map((line) => JSON.parse(line))
  expect(finished).toEqual({ kind: 'scenario-finished', ...whole.scenarios[0] })
  expect(totals).toEqual({ kind: 'run-finished', ...whole.totals })
})
