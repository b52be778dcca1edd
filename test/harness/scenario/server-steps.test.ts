import { expect, test } from 'vitest'
import { one, problemsOf } from './reading.ts'

const file = (step: string): string => `scenario: x
config: server.xml
variables: { stage: test }
services:
  vault: { kind: vault, at: 'https://vault' }
  login: { kind: jwt, at: 'https://login', users: { ims: sesame } }
  auth: { kind: oauth, at: 'https://auth', clients: { app: { secret: s3cr3t } } }
  blind: { kind: jwt, at: 'https://blind', users: { ims: sesame }, token: { kind: opaque } }
  real: { kind: outside, at: 'http://127.0.0.1:9' }
requests: { a: { connection: c, path: / } }
steps:
  - call: a
  - ${step}
`
const files = { 'other.xml': '<server/>' }

test.each<[string, string, object]>([
  ['rotate: login', 'rotate login', { kind: 'rotate', service: 'login', drop: false }],
  [
    'rotate: { service: auth, drop: true }',
    'rotate auth and drop the old keys',
    { kind: 'rotate', service: 'auth', drop: true },
  ],
  [
    'skew: { auth: -30s, vault: 1m }',
    'skew auth, vault',
    { kind: 'skew', skewsMs: { auth: -30_000, vault: 60_000 } },
  ],
  [
    'config: other.xml',
    'config other.xml',
    { kind: 'config', config: { file: 'other.xml', variables: { stage: 'test' }, dropins: [] } },
  ],
  [
    '{ rotate: login, expect: { affected: 0, liveTokens: { auth: 0 } } }',
    'rotate login',
    { expect: [{ kind: 'liveTokens' }, { kind: 'affected' }] },
  ],
  [
    'fault: { at: auth, times: 1, do: token-tampered }',
    'fault at auth',
    { fault: { service: 'auth', action: { kind: 'token-tampered' } } },
  ],
  [
    'fault: { at: auth.token, times: 1, do: token-wrong-issuer }',
    'fault at auth.token',
    { fault: { endpoint: 'token', action: { kind: 'token-wrong-issuer' } } },
  ],
])('reads the step %s', (step, text, model) => {
  expect(one(file(step), { files }).steps[1]).toMatchObject({ text, ...model })
})

test.each<[string, string]>([
  ['rotate: logn', 'UNKNOWN-NAME 13:13+4 there is no service "logn"'],
  ['rotate: vault', 'BAD-VALUE 13:13+5 "vault" has no keys: its tokens are not signed'],
  ['rotate: blind', 'BAD-VALUE 13:13+5 "blind" has no keys: its tokens are not signed'],
  ['rotate: { service: real }', 'BAD-VALUE 13:24+4 "real" issues no tokens'],
  ['rotate: { drop: true }', 'MISSING-KEY 13:5+6 "service" is missing'],
  ['rotate: { service: auth, drp: true }', 'UNKNOWN-KEY 13:30+3 "drp" is not known here'],
  ['skew: { atuh: 5s }', 'UNKNOWN-NAME 13:13+4 there is no service "atuh"'],
  ['skew: { auth: 5 }', 'BAD-DURATION 13:19+1 5 has no unit'],
  ['skew: { auth: --5s }', 'BAD-DURATION 13:19+4 "--5s" is not a duration'],
  ['skew: { real: 5s }', 'BAD-VALUE 13:13+4 "real" is a real server, and its clock is its own'],
  ['skew: {}', 'NOTHING-HAPPENS 13:11+2 no clock is named'],
  ['skew: 5m', 'BAD-VALUE 13:11+2 expected a map, found a text'],
  ['config: none.xml', 'FILE-MISSING 13:13+8 there is no file "none.xml"'],
  [
    '{ skew: { auth: 5s }, expect: { affected: 1 } }',
    'BAD-VALUE 13:37+8 "affected" says nothing about a step "skew"',
  ],
  [
    'fault: { at: auth.jwks, times: 1, do: token-tampered }',
    'BAD-VALUE 13:18+9 "auth.jwks" issues no tokens',
  ],
  ['fault: { at: real, times: 1, do: token-expired }', 'BAD-VALUE 13:18+4 "real" issues no tokens'],
])('names what is wrong with the step %s', (step, problem) => {
  expect(problemsOf(file(step), { files })).toContain(problem)
})
