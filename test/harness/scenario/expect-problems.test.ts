import { expect, test } from 'vitest'
import { expecting, head, problemsOf } from './reading.ts'

const call = '  - call: secret\n'

test.each<[string, string, string]>([
  ['nothing expected', '{}', 'CANNOT-FAIL 10:29+2 nothing is expected'],
  ['no counts expected', '{ calls: {} }', 'CANNOT-FAIL 10:38+2 nothing is expected under "calls"'],
  [
    'a count that is always right',
    '{ calls: { vault: { atLeast: 0 } } }',
    'CANNOT-FAIL 10:47+14 any value lies between these limits',
  ],
  [
    'a range that is always right',
    '{ calls: { vault: { between: [0, 1000000000000] } } }',
    'CANNOT-FAIL 10:47+31 any value lies between these limits',
  ],
  [
    'a range that is never right',
    '{ calls: { vault: { between: [5, 3] } } }',
    'CANNOT-HOLD 10:47+19 nothing lies between these limits',
  ],
  [
    'an unknown limit',
    '{ calls: { vault: { atMoost: 3 } } }',
    'UNKNOWN-KEY 10:49+7 "atMoost" is not known here',
  ],
  [
    'a count that is a text',
    '{ calls: { vault: two } }',
    'BAD-VALUE 10:47+3 expected 2, { atMost }, { atLeast } or { between: [a, b] }, found a text',
  ],
  [
    'a count of nobody',
    '{ calls: { valt: 1 } }',
    'UNKNOWN-NAME 10:40+4 there is no service "valt"',
  ],
  [
    'a count of no endpoint',
    '{ calls: { vault.logn: 1 } }',
    'UNKNOWN-NAME 10:40+10 "vault" has no endpoint "logn"',
  ],
  [
    'a count of no status',
    '{ calls: { "vault.login:9": 1 } }',
    'UNKNOWN-NAME 10:40+15 "9" is neither a status nor a kind of failure',
  ],
  [
    'a request after the last',
    '{ calls: { vault: 1 }, requests: [{ to: vault, nth: 2 }] }',
    'CANNOT-HOLD 10:63+21 request 2 to "vault" is described, but at most 1 are expected',
  ],
  [
    'an order beyond the count',
    '{ calls: { vault: 1 }, order: [vault, vault] }',
    'CANNOT-HOLD 10:59+14 the order has "vault" 2 times, but at most 1 are expected',
  ],
  ['an empty order', '{ order: [] }', 'CANNOT-FAIL 10:38+2 the order names nothing'],
  [
    'an order with a status',
    '{ order: ["vault.login:403"] }',
    'BAD-VALUE 10:39+17 "vault.login:403" has a status, which only counts have',
  ],
  [
    'an unknown return code',
    '{ returnCode: BAQ-SUCESS }',
    'UNKNOWN-NAME 10:43+10 there is no return code "BAQ-SUCESS"',
  ],
  [
    'a broken expression',
    '{ body: { matches: "(" } }',
    'BAD-VALUE 10:37+16 "(" is not a regular expression: unterminated group',
  ],
  [
    'an expression for all',
    '{ body: { matches: .* } }',
    'CANNOT-FAIL 10:37+15 every text matches ".*"',
  ],
  [
    'an unknown rule',
    '{ because: cache.opque }',
    'UNKNOWN-NAME 10:40+11 there is no rule "cache.opque"',
  ],
  ['an unknown server', '{ cache: { BAQ: 1 } }', 'UNKNOWN-NAME 10:40+3 there is no server "BAQ"'],
  [
    'outcomes of one call',
    '{ outcomes: { "0/200": "100%" } }',
    'BAD-VALUE 10:31+8 "outcomes" says nothing about a step "call"',
  ],
  [
    'live tokens of an api',
    '{ liveTokens: { mesh: 1 } }',
    'BAD-VALUE 10:45+4 "mesh" issues no tokens',
  ],
])('names %s', (_title, text, problem) => {
  expect(problemsOf(expecting(text), { rules: ['cache.opaque'] })).toEqual([problem])
})

test.each<[string, string, string]>([
  [
    'a share that is always right',
    '{ outcomes: { 0/200: ">= 0%" } }',
    'CANNOT-FAIL 11:30+7 ">= 0%" holds whatever happens',
  ],
  [
    'a share above all',
    '{ outcomes: { 0/200: "> 100%" } }',
    'CANNOT-HOLD 11:30+8 "> 100%" never holds',
  ],
  [
    'an outcome that is none',
    '{ outcomes: { "200": "100%" } }',
    'BAD-VALUE 11:23+5 "200" is not returnCode/statusCode',
  ],
  [
    'a saving without rows',
    '{ saved: { against: a, vault: "> 1%" } }',
    'UNKNOWN-NAME 11:29+1 there is no row "a"',
  ],
  [
    'a status code at the end',
    '{ statusCode: 200 }',
    'BAD-VALUE 11:11+10 "statusCode" says nothing about the end of a scenario',
  ],
])('names %s', (_title, text, problem) => {
  expect(problemsOf(`${head}${call}expect: ${text}\n`)).toEqual([problem])
})
