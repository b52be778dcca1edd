import { expect, test } from 'vitest'
import { golden, mixedRun, report, result, run } from './events.ts'

test('writes a line for each scenario, and why it is not ok', async () => {
  await expect(await report('tap', mixedRun())).toMatchFileSnapshot(golden('tap-mixed'))
})

test('guards what would begin a directive', async () => {
  const text = await report('tap', run([result({ name: 'A # TODO and a \\ in it' })]))
  expect(text).toContain('A \\# TODO and a \\\\ in it\n')
})

test('plans no test for a run without scenarios', async () => {
  expect(await report('tap', run([]))).toBe('TAP version 14\n1..0\n# 0 passed, 0 failed\n')
})
