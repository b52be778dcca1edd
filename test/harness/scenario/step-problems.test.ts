import { expect, test } from 'vitest'
import { head, problemsOf } from './reading.ts'

const call = '  - call: secret\n'

test.each<[string, string, string]>([
  ['an unknown step', '- calls: secret', 'UNKNOWN-KEY 10:5+5 "calls" is no step'],
  [
    'a step that does two things',
    '- { call: secret, advance: 5m }',
    'BAD-VALUE 10:21+7 a step does one thing; this one has "call" and "advance"',
  ],
  ['an unknown request', '- call: secrt', 'UNKNOWN-NAME 10:11+5 there is no request "secrt"'],
  [
    'a request of the archive without a path',
    '- call: { api: a_1.0.0, method: GET }',
    'MISSING-KEY 10:5+4 "path" is missing',
  ],
  [
    'a path without a slash',
    '- call: { connection: c, path: a }',
    'BAD-VALUE 10:34+1 "a" has no leading slash',
  ],
  [
    'a method in small letters',
    '- call: { connection: c, path: /, method: get }',
    'BAD-VALUE 10:45+3 "get" is not known here',
  ],
  [
    'an unknown server',
    '- { call: secret, on: BAQSTRT2 }',
    'UNKNOWN-NAME 10:25+8 there is no server "BAQSTRT2"',
  ],
  [
    'an unknown field',
    '- { call: secret, as: { tokenUser: a } }',
    'UNKNOWN-KEY 10:27+9 "tokenUser" is not known here',
  ],
  [
    'a field that is a number',
    '- { call: secret, as: { tokenUsername: 5 } }',
    'BAD-VALUE 10:42+1 expected a text, or { value, length }, found a number',
  ],
  [
    'a negative length',
    '- { call: secret, as: { tokenUsername: { value: a, length: -1 } } }',
    'BAD-VALUE 10:62+2 the length -1 is negative',
  ],
  [
    'a length beyond the field',
    '- { call: secret, as: { tokenUsername: { value: a, length: 257 } } }',
    'BAD-VALUE 10:62+3 the length 257 is more than the 256 characters of BAQ-TOKEN-USERNAME',
  ],
  [
    'a value beyond the field',
    `- { call: secret, as: { tokenUsername: ${'a'.repeat(257)} } }`,
    'BAD-VALUE 10:42+257 257 characters do not fit into BAQ-TOKEN-USERNAME, which has 256',
  ],
  [
    'a capture without a path',
    '- { call: secret, capture: { a: data } }',
    'BAD-VALUE 10:35+4 "data" is not a JSON path',
  ],
  [
    'a capture named as a service',
    '- { call: secret, capture: { vault: $ } }',
    'DUPLICATE-NAME 10:32+5 "vault" already names something else',
  ],
  [
    'a value nobody captures',
    '- call: { connection: c, path: "/${a.b}" }',
    'UNKNOWN-NAME 10:34+9 there is no captured value "a"',
  ],
  [
    'a token that has no name',
    '- call: { connection: c, path: "/${vault.token}" }',
    'UNKNOWN-NAME 10:34+17 "vault.token" names no token of "vault"',
  ],
  [
    'a placeholder without its end',
    '- call: { connection: c, path: "/${a" }',
    'BAD-VALUE 10:34+6 a "${" has no "}"',
  ],
  [
    'a header that cannot be',
    '- call: { connection: c, path: /, headers: { "a b": c } }',
    'BAD-VALUE 10:48+5 "a b" cannot be the name of a header',
  ],
  ['a duration without a unit', '- advance: 90', 'BAD-DURATION 10:14+2 90 has no unit'],
  ['a duration with decimals', '- advance: 1.5s', 'BAD-DURATION 10:14+4 "1.5s" is not a duration'],
  [
    'characters after a duration',
    '- advance: 5m and',
    'BAD-DURATION 10:14+6 "5m and" is not a duration',
  ],
  [
    'a moment that has passed',
    '- advance: 5m\n  - at: 4m',
    'IN-THE-PAST 11:9+2 4m after the start has passed when this step begins',
  ],
  ['no calls in parallel', '- parallel: []', 'NOTHING-HAPPENS 10:15+2 there are no calls'],
  [
    'two paces of traffic',
    '- traffic: { call: secret, every: 1s, rate: 1/s, for: 5m }',
    'BAD-VALUE 10:41+4 "every" and "rate" exclude each other',
  ],
  [
    'traffic without an end',
    '- traffic: { call: secret, every: 1s }',
    'MISSING-KEY 10:14+27 "for" or "times" is missing',
  ],
  [
    'a fault at no endpoint',
    '- fault: { at: vault.logn, times: 1, status: 503 }',
    'UNKNOWN-NAME 10:18+10 "vault" has no endpoint "logn"',
  ],
  [
    'a fault without a window',
    '- fault: { at: vault, status: 503 }',
    'MISSING-KEY 10:12+26 nothing says how long the fault lasts',
  ],
  [
    'a fault with two windows',
    '- fault: { at: vault, call: 1, for: 5m, status: 503 }',
    'BAD-VALUE 10:34+3 "for" and "call" exclude each other',
  ],
  [
    'a fault that does nothing',
    '- fault: { at: vault, call: 1 }',
    'MISSING-KEY 10:12+22 nothing says what the fault does',
  ],
  [
    'a fault that does two things',
    '- fault: { at: vault, call: 1, status: 503, do: reset }',
    'BAD-VALUE 10:47+2 "do" and "status" exclude each other',
  ],
  [
    'a body without a status',
    '- fault: { at: vault, call: 1, do: reset, body: a }',
    'BAD-VALUE 10:45+4 "body" belongs to an answer with a status',
  ],
  [
    'a token of an api',
    '- fault: { at: mesh, call: 1, do: token-huge }',
    'BAD-VALUE 10:18+4 "mesh" issues no tokens',
  ],
  [
    'a token of another endpoint',
    '- fault: { at: vault.read, call: 1, do: token-huge }',
    'BAD-VALUE 10:18+10 "vault.read" issues no tokens',
  ],
  [
    'ordinals backwards',
    '- fault: { at: vault, calls: 3..2, do: reset }',
    'CANNOT-HOLD 10:32+4 "3..2" ends before it begins',
  ],
  ['a revoked api', '- revoke: mesh', 'BAD-VALUE 10:13+4 "mesh" issues no tokens'],
  ['a restarted stranger', '- restart: BAQ', 'UNKNOWN-NAME 10:14+3 there is no server "BAQ"'],
  [
    'a return code of an advance',
    '- { advance: 5m, expect: { returnCode: 0 } }',
    'BAD-VALUE 10:30+10 "returnCode" says nothing about a step "advance"',
  ],
  [
    'counts of a fault',
    '- { fault: { at: vault, call: 1, do: reset }, expect: { calls: { vault: 0 } } }',
    'CANNOT-FAIL 10:59+5 "calls" says nothing about a step "fault"',
  ],
  [
    'a zero before any call',
    '- { advance: 5m, expect: { calls: { vault: 0 } } }',
    'CANNOT-FAIL 10:46+1 "vault" cannot have been called: no step so far makes a call',
  ],
])('names %s', (_title, step, problem) => {
  expect(problemsOf(`${head}  ${step}\n${call}`)).toContain(problem)
})
