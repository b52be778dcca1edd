import { ask as send, errors, text, unsupported, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const letters = 'rule "charset" {\n  charset = "abcdef"\n  min-chars = 1\n}\n'
const digits = 'rule "charset" {\n  charset = "01"\n}\n'
const policy = `length = 20\n${letters}${digits}`

const faulty = [
  'abc',
  'length = 20',
  letters,
  `length = "x"\n${letters}`,
  `length = 200\n${letters}`,
  `length = 3\n${letters}`,
  'length = 5\nrule "other" {\n  charset = "ab"\n}\n',
  'length = 5\nrule "charset" {}\n',
  'length = 5\nrule "charset" {\n  charset = "ab"\n  min-chars = 6\n}\n',
  'rule {',
]

const matches = (pattern: RegExp) => (value: unknown) =>
  typeof value === 'string' && pattern.test(value)

/** Policies that passwords are drawn by. */
export const passwordPolicyCases: readonly Case[] = [
  {
    name: 'passwords are drawn by a policy',
    steps: [
      ask('LIST', 'sys/policies/password', 404, { expect: { errors: [] } }),
      ask('PUT', 'sys/policies/password/strong', 204, { body: { policy } }),
      ask('GET', 'sys/policies/password/strong', 200, { expect: { data: { policy } } }),
      ask('GET', 'sys/policies/password/strong/generate', 200, {
        expect: { data: { password: matches(/^(?=.*[a-f])[a-f01]{20}$/) } },
      }),
      ask('LIST', 'sys/policies/password', 200, { expect: { data: { keys: ['strong'] } } }),
      ask('DELETE', 'sys/policies/password/strong', 204),
      ask('DELETE', 'sys/policies/password/strong', 204),
      ask('GET', 'sys/policies/password/strong', 404, { expect: errors(text) }),
      ask('GET', 'sys/policies/password/strong/generate', 404, { expect: errors(text) }),
      ask('POST', 'sys/policies/password/strong/generate', 405, { body: {}, expect: unsupported }),
      ask('GET', 'sys/policies/password', 405, { expect: unsupported }),
    ],
  },
  {
    name: 'a policy for passwords may be JSON or base64',
    steps: [
      ask('PUT', 'sys/policies/password/json', 204, {
        body: { policy: '{"length":8,"rule":{"charset":{"charset":"ab"}}}' },
      }),
      ask('GET', 'sys/policies/password/json/generate', 200, {
        expect: { data: { password: matches(/^[ab]{8}$/) } },
      }),
      ask('PUT', 'sys/policies/password/json', 204, { body: { policy: btoa(policy) } }),
      ask('GET', 'sys/policies/password/json', 200, { expect: { data: { policy } } }),
      ask('DELETE', 'sys/policies/password/json', 204),
    ],
  },
  {
    name: 'a policy by which no password can be drawn is refused',
    steps: ['', ...faulty].map((each) =>
      ask('PUT', 'sys/policies/password/faulty', 400, {
        body: { policy: each },
        expect: errors(text),
      }),
    ),
  },
]
