import { expect, test } from 'vitest'
import { finding, golden, mixedRun, report, result, run } from './events.ts'

test('writes the totals, every failure in full and a table of all scenarios', async () => {
  await expect(await report('markdown', mixedRun())).toMatchFileSnapshot(golden('markdown-mixed'))
})

test('lets no name and no finding mean anything to Markdown', async () => {
  const failures = [finding({ message: 'saw ```` in the body' })]
  const odd = result({ name: 'A | <b> in *it*', status: 'failed', failures })
  const text = await report('markdown', run([odd]))
  expect(text).toContain('A \\| \\<b\\> in \\*it\\*')
  expect(text).toContain('\n`````\n')
})
