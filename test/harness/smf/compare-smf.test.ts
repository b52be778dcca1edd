import { expect, test } from 'vitest'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import { loginXml, oauthXml } from '../../support/requester.ts'
import { serverXml } from '../../support/server-xml.ts'
import { capturedTerminal, virtualFiles } from '../../support/virtual-files.ts'
import { csvOf, rowOf, type RowParts } from './extract.ts'

const minute = 60_000
const key = ['--key', 'SMF123S2_USER_NAME_ASSERTED']

/** Types `baqlab compare --smf`, with records against a server.xml. */
async function compare(
  rows: readonly RowParts[],
  args: readonly string[] = key,
  xml: readonly string[] = loginXml({}),
): Promise<{ readonly code: number; readonly text: string }> {
  const files = { 'prod.csv': csvOf(rows.map(rowOf)), 'server.xml': serverXml(...xml) }
  const terminal = capturedTerminal(virtualFiles(files))
  const given = ['compare', '--smf', 'prod.csv', '--config', 'server.xml', ...args]
  return { code: await runCommandLine(given, terminal), text: terminal.text() }
}

const asPredicted = [{ at: 0 }, { at: 1000, token: false }, { at: 61 * minute }]
const otherwise = [...asPredicted, { at: 62 * minute }, { at: 63 * minute, connection: 'old' }]

test('prints counts, connections and the first that differ, with both reasons', async () => {
  const { code, text } = await compare(otherwise)
  expect(code).toBe(1)
  await expect(text).toMatchFileSnapshot('../../golden/smf/differs.txt')
})

test('ends with 0 where every call is as predicted', async () => {
  const { code, text } = await compare(asPredicted)
  expect(code).toBe(0)
  expect(text).toContain('3 calls: 2 predicted the same (66.7 %), 0 differently, 1 undecided')
  expect(text).not.toContain('differ:')
})

test('prints one JSON document', async () => {
  const { code, text } = await compare(otherwise, [...key, '--json', '--level', '3.0.90.0'])
  expect(code).toBe(1)
  expect(JSON.parse(text)).toEqual({
    extract: 'prod.csv',
    config: 'server.xml',
    level: '3.0.90.0',
    servers: ['SMF123_SERVER_JOBNAME'],
    keys: ['SMF123S2_USER_NAME_ASSERTED'],
    calls: 4,
    same: 2,
    different: 1,
    undecided: { 'before the first known fetch': 1, 'nothing was sent': 0 },
    leftOut: { old: 1 },
    connections: [
      { connection: 'conn', calls: 4, same: 2, different: 1, undecided: 1, fetched: 3 },
    ],
    differences: [
      {
        line: 5,
        at: '2026-01-05T13:02:00.000Z',
        connection: 'conn',
        server: 'BAQSTRT1',
        key: 'ADA',
        emulated: { text: expect.stringContaining('kept until'), rules: ['cache.hit'] },
        product: {
          text: expect.stringContaining('asked for'),
          rules: ['cache.less-than-a-second', 'cache.empty', 'cache.cleared'],
        },
      },
    ],
    assumed: ['cache.lifetime.from-receipt'],
  })
})

test('shows the line at fault of a broken extract', async () => {
  const { code, text } = await compare([{ at: 0 }, { at: 1, retried: 'maybe' }])
  expect(code).toBe(3)
  expect(text).toMatch(/prod\.csv:3:\d+: SMF-VALUE: SMF123S2_REQ_RETRIED is "maybe"/)
  expect(text).toContain('^^^^^')
  expect(text).toContain('= try: it is 1 where it is set, 0 where it is not')
})

const inAnswer = loginXml({
  token: '',
  response:
    'tokenLocation="body" responseFormat="JSON" tokenPath="$.token" tokenLifetimePath="$.ttl"',
})

test.each([
  [[], loginXml({}), 'programs supply the credentials of "conn"', '--key'],
  [key, inAnswer, 'how long the tokens of "login" live', '--lifetime login=15m'],
  [key, oauthXml({}), 'how long the tokens of "oauth" live', '--lifetime oauth=15m'],
  [[...key, '--token', 'jwt'], loginXml({ token: '' }), 'how long the tokens', '--lifetime login'],
  [[...key, '--lifetime', 'loggin=1h'], inAnswer, '"loggin" is no element', '"login"'],
  [[...key, '--lifetime', '15'], inAnswer, '"15" is no duration', '15m'],
  [[...key, '--token', 'jtw'], inAnswer, '"jtw" is no kind of token', '"jwt"'],
  [['--config', 'none.xml', ...key], inAnswer, 'none.xml', ''],
])('says what else it needs to know: %j', async (args, xml, what, instead) => {
  const { code, text } = await compare(asPredicted, args, xml)
  expect(code).toBe(args[0] === '--config' ? 3 : 2)
  expect(text).toContain(what)
  expect(text).toContain(instead)
})

test('takes a lifetime for one element and a kind for all', async () => {
  const said = [...key, '--lifetime', 'login=1h', '--token', 'jwt']
  expect((await compare(asPredicted, said, inAnswer)).code).toBe(0)
  const none = [...key, '--lifetime', 'none']
  expect((await compare([{ at: 0 }, { at: 1000 }], none, inAnswer)).code).toBe(0)
})

test('names a connection that server.xml does not have', async () => {
  const { code, text } = await compare([{ connection: 'con' }])
  expect(code).toBe(2)
  expect(text).toContain('server.xml has none of the connections of the extract, as "con"')
  expect(text).toContain('did you mean "conn"?')
})

test('needs an extract and a configuration that can be read', async () => {
  const terminal = capturedTerminal(virtualFiles({}))
  expect(await runCommandLine(['compare', '--smf', 'no.csv'], terminal)).toBe(2)
  const given = ['compare', '--smf', 'no.csv', '--config', 'server.xml']
  expect(await runCommandLine(given, terminal)).toBe(2)
  expect(terminal.text()).toContain('no server.xml is named')
  expect(terminal.text()).toContain('no.csv cannot be read')
})
