import { expect, test } from 'vitest'
import { golden, mixedRun, report, result, run } from './events.ts'

test('writes one document with all that the run said', async () => {
  await expect(await report('json', mixedRun())).toMatchFileSnapshot(golden('json-mixed'))
})

test('writes nothing before the run has finished', async () => {
  expect(await report('json', mixedRun().slice(0, -1))).toBe('')
})

test('keeps the order of keys whoever made the objects', async () => {
  const turned = (value: object) => Object.fromEntries(Object.entries(value).toReversed())
  const events = run([result()])
  const other = run([turned(result()) as unknown as ReturnType<typeof result>])
  expect(await report('json', other)).toBe(await report('json', events))
})

test('gives the same bytes for the same run apart from wallMs', async () => {
  const without = (text: string) => text.replaceAll(/"wallMs": [\d.]+/g, '')
  const first = await report('json', run([result({ wallMs: 1 })]))
  const second = await report('json', run([result({ wallMs: 2.5 })]))
  expect(second).not.toBe(first)
  expect(without(second)).toBe(without(first))
})

test('says null where there is nothing to say', async () => {
  const { scenarios } = JSON.parse(await report('json', run([result()])))
  expect(scenarios[0]).toMatchObject({ row: null, vault: null, saved: null, because: null })
})

test('names the kind of Vault and what was saved', async () => {
  const saved = { against: '3.0.85.0', shares: { auth: 0.5 } }
  const events = run([result({ vault: { kind: 'embedded' }, saved })])
  const { scenarios } = JSON.parse(await report('json', events))
  expect(scenarios[0]).toMatchObject({ vault: { kind: 'embedded', version: null }, saved })
})
