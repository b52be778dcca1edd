import { expect, test } from 'vitest'
import { renderFinding } from '../../../harness/reporters/excerpt.ts'
import { finding, fullFinding, golden, line } from './events.ts'

const at = (col: number, length?: number) => ({
  file: 'a.yaml',
  line: 7,
  col,
  ...(length !== undefined && { length }),
})

/** The source line and the carets under it, without their gutter. */
function shown(text: string, col: number, length?: number): string[] {
  const rendered = renderFinding(finding({ at: at(col, length), excerpt: { line: 7, text } }))
  return rendered
    .split('\n')
    .slice(2, 4)
    .map((each) => each.slice('7 | '.length))
}

test('shows what happened, where, what was seen and what to try', async () => {
  await expect(`${renderFinding(fullFinding)}\n`).toMatchFileSnapshot(golden('finding-full'))
})

test('shows a finding without a place in one line', () => {
  expect(renderFinding(finding())).toBe('CALLS: the auth server was called 2 times, expected 1')
})

test('says the severity of a warning and of a note', () => {
  const texts = (['warning', 'note'] as const).map((severity) =>
    renderFinding(finding({ severity, code: 'UNKNOWN', message: 'no such name', at: at(3) })),
  )
  expect(texts).toEqual([
    'a.yaml:7:3: warning: UNKNOWN: no such name',
    'a.yaml:7:3: note: UNKNOWN: no such name',
  ])
})

test('underlines as many characters as the place is long', () => {
  expect(shown('calls: { auth: 1 }', 10, 4)).toEqual(['calls: { auth: 1 }', '         ^^^^'])
})

test('underlines no more than the line has', () => {
  expect(shown('auth: 1', 7, 40)).toEqual(['auth: 1', '      ^'])
})

test('puts the caret after the last character where something is missing', () => {
  expect(shown('auth:', 6)).toEqual(['auth:', '     ^'])
})

test('keeps the tabs before the column', () => {
  expect(shown('\tauth:\t1', 8)).toEqual(['\tauth:\t1', '\t     \t^'])
})

test('stands under wide characters and under letters with marks', () => {
  expect(shown('日本e\u0301: x', 7)).toEqual(['日本e\u0301: x', '       ^'])
})

test('cuts a long line around the column', () => {
  const [text = '', carets = ''] = shown(`${'a'.repeat(500)}HERE${'b'.repeat(500)}`, 501, 4)
  expect(text).toMatch(/^…a+HEREb+…$/)
  expect(text.length).toBeLessThan(110)
  expect(carets.indexOf('^^^^')).toBe(text.indexOf('HERE'))
})

test('keeps the end of a long line when the column is there', () => {
  const [text = '', carets = ''] = shown(`${'a'.repeat(500)}END`, 501, 3)
  expect(text).toMatch(/^…a+END$/)
  expect(carets.indexOf('^^^')).toBe(text.indexOf('END'))
})

test('does not cut a character of two units in half', () => {
  const [text = ''] = shown('x' + '🔑'.repeat(300), 300)
  expect(text.isWellFormed()).toBe(true)
})

test('shows the line without carets where the place is on another line', () => {
  const text = renderFinding(finding({ at: at(1), excerpt: { line: 12, text: 'steps:' } }))
  expect(text).toBe(
    'a.yaml:7:1: CALLS: the auth server was called 2 times, expected 1\n   |\n12 | steps:',
  )
})

test('makes control characters visible and keeps the columns', () => {
  expect(shown('a\u001B[31mb\u202Ec: x\r', 11)).toEqual(['a␛[31mb\uFFFDc: x', '          ^'])
})

test('continues a message and a try of several lines under their first', () => {
  const text = renderFinding(finding({ message: 'expected\n- 1\r\n+ 2', tries: ['one\ntwo'] }))
  expect(text).toBe('CALLS: expected\n  - 1\n  + 2\n  = try: one\n         two')
})

test('leaves out the middle of a long timeline', async () => {
  const saw = Array.from({ length: 144 }, (_, i) =>
    line({ atMs: i * 3_600_000, step: i + 1, text: `call number ${i + 1}` }),
  )
  const text = renderFinding(finding({ saw }))
  expect(text).toContain('… 120 more lines')
  await expect(`${text}\n`).toMatchFileSnapshot(golden('finding-long-timeline'))
})

test('does not leave out a single line', () => {
  const saw = Array.from({ length: 25 }, () => line())
  expect(renderFinding(finding({ saw }))).not.toContain('more lines')
})
