import { expect, test } from 'vitest'
import { fullFinding, line, mixedRun, report, result, run } from './events.ts'

test('writes one document that asks nothing of anybody', async () => {
  const text = await report('html', mixedRun())
  expect(text).toMatch(/^<!doctype html>/i)
  expect(text).toContain(`default-src 'none'`)
  expect(text).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)[^"]*\.(js|css|woff)|@import|url\(/)
})

test('shows failures in full, the timeline and the assumed rules, and escapes them', async () => {
  const name = '<script>alert(1)</script>'
  const failed = result({ name, status: 'failed', failures: [fullFinding], timeline: [line()] })
  const text = await report('html', run([{ ...failed, assumed: ['cache.per-server'] }]))
  expect(text).not.toContain(name)
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(text).toContain('      calls: { auth: 1 }')
  expect(text).toContain('call readSecret')
  expect(text).toContain('cache.per-server')
})

test('says how many passed, failed and were skipped', async () => {
  const text = await report(
    'html',
    run([result(), result({ status: 'skipped', because: 'no Docker' })]),
  )
  expect(text).toContain('1 passed, 0 failed, 1 skipped')
  expect(text).toContain('no Docker')
})
