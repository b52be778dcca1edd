import { expect, test } from 'vitest'
import { renderFindings } from '../../../harness/reporters/findings.ts'
import { finding } from './events.ts'

const at = (line: number) => ({ file: 'server.xml', line, col: 3 })
const unknown = (line: number, message = 'no such attribute') =>
  finding({ code: 'UNKNOWN', message, at: at(line), tries: ['leave it out'] })

test('says once what is to be said of several places, and names them', () => {
  expect(renderFindings([unknown(2), unknown(4), unknown(6)])).toBe(
    [
      'server.xml:2:3: UNKNOWN: no such attribute',
      '  = the same at server.xml:4:3',
      '                server.xml:6:3',
      '  = try: leave it out',
      '\n',
    ].join('\n'),
  )
})

test('keeps apart what differs in a word', () => {
  expect(renderFindings([unknown(2), unknown(4, 'no such element')])).not.toContain('the same')
})

test('names eight of many places and counts the others', () => {
  const lines = renderFindings(Array.from({ length: 100 }, (_, i) => unknown(i + 1))).split('\n')
  expect(lines.slice(8, 10).map((line) => line.trim())).toEqual([
    'server.xml:9:3',
    '91 more places',
  ])
})

test('says a finding without a place once, however often it came', () => {
  const text = renderFindings([finding(), finding()])
  expect(text).toBe('CALLS: the auth server was called 2 times, expected 1\n\n')
})
