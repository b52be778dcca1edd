import { ask as send, errors, login, text, unsupported, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const keys = ['a', 'y', 'x/a', 'x/b', 'x/a/q', 'b/c', 'b/d/e']

/** Lists of all that is below a folder. */
export const scanCases: readonly Case[] = [
  {
    name: 'all secrets below a folder are told at once',
    only: 'openbao',
    steps: [
      ...keys.map((key) => ask('POST', `flat/scan/${key}`, 204, { body: { n: 1 } })),
      ask('SCAN', 'flat/scan', 200, { expect: { data: { keys } } }),
      ask('GET', 'flat/scan?scan=true', 200, { expect: { data: { keys } } }),
      ask('SCAN', 'flat/scan/nowhere', 200, { expect: { data: {} } }),
      ...keys.map((key) => ask('DELETE', `flat/scan/${key}`, 204)),
    ],
  },
  {
    name: 'all secrets with versions below a folder are told at once',
    only: 'openbao',
    steps: [
      ...keys.map((key) => ask('POST', `secret/data/scan/${key}`, 200, { body: { data: {} } })),
      ask('SCAN', 'secret/metadata/scan', 200, { expect: { data: { keys } } }),
      ask('SCAN', 'secret/detailed-metadata/scan', 200, {
        expect: { data: { keys, key_info: { 'x/a/q': { current_version: 1 } } } },
      }),
      ask('SCAN', 'secret/data/scan', 405, { expect: unsupported }),
      ask('SCAN', 'secret/scan', 404, { expect: { warnings: [text] } }),
      ...keys.map((key) => ask('DELETE', `secret/metadata/scan/${key}`, 204)),
    ],
  },
  {
    name: 'a scan is refused where it is none, or is not granted',
    steps: [
      login('app-id'),
      ask('SCAN', 'cubbyhole', 405),
      ask('SCAN', 'sys/policies/acl', 405),
      ask('SCAN', 'secret/metadata', { openbao: 403, vault: 405 }, { token: 'mine' }),
    ],
  },
  {
    name: 'a request is a list or a scan',
    only: 'openbao',
    steps: [
      ask('GET', 'flat?scan=true&list=true', 400, { expect: { errors: [] } }),
      ask('GET', 'flat?scan=x', 400, { expect: { errors: [] } }),
      ask('SCAN', 'nowhere', 404, { expect: errors(text) }),
    ],
  },
]
