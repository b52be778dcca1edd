import { expect, test } from 'vitest'
import { ListMethod } from '../../../harness/network/list-method.ts'

const rewritten = (method: ListMethod, text: string) =>
  method.rewrite(Buffer.from(text, 'latin1')).toString('latin1')

test('makes LIST a GET, wherever the line was torn', () => {
  const text = 'LIST /v1/secret?a=1 HTTP/1.1\r\nHost: x\r\n\r\n'
  const expected = 'GET /v1/secret?a=1&list=true HTTP/1.1\r\nHost: x\r\n\r\n'
  for (let at = 0; at <= text.length; at++) {
    const method = new ListMethod()
    const parts = [text.slice(0, at), text.slice(at)]
    expect(parts.map((part) => rewritten(method, part)).join('')).toBe(expected)
  }
})

test.each(['GET / HTTP/1.1\r\n', 'L', 'LINK /a HTTP/1.1\r\n', '\u0016\u0003\u0001'])(
  'leaves other beginnings alone: %j',
  (text) => {
    const method = new ListMethod()
    expect(rewritten(method, text) + rewritten(method, 'OCK / HTTP/1.1\r\n')).toBe(
      `${text}OCK / HTTP/1.1\r\n`,
    )
  },
)

test('looks again only when a request begins', () => {
  const method = new ListMethod()
  const list = 'LIST / HTTP/1.1\r\n'
  expect(rewritten(method, 'POST / HTTP/1.1\r\n')).toBe('POST / HTTP/1.1\r\n')
  expect(rewritten(method, list)).toBe(list)
  method.begin()
  expect(rewritten(method, list)).toBe('GET /?list=true HTTP/1.1\r\n')
})
