import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import { apiArchive, archive, openApi } from '../../support/archive.ts'
import { serverXml } from '../../support/server-xml.ts'
import { startServing } from '../../support/serving.ts'
import { capturedTerminal, virtualFiles } from '../../support/virtual-files.ts'

/** The archives beside the scenarios, as our own builder makes them; UPDATE=1 writes them. */
const ratings = archive({
  'api-requester.properties': 'id=ratings_1.0.0\nconnectionRef=ratingsAPI\n',
  'openapi.json': openApi(['GET /ratings/{customer}', 'POST /ratings'], '/v1'),
})
const lost = archive({
  'api-requester.properties': 'id=lost_1.0.0\nconnectionRef=nowhereAPI\n',
  'openapi.json': openApi(['GET /lost'], '/v1'),
})

test.each([
  ['apiRequesters/ratings.ara', ratings],
  ['lost/ratings.ara', ratings],
  ['lost/lost.ara', lost],
])('the archive %s of the scenarios is our own', (name, bytes) => {
  const path = `scenarios/archives/${name}`
  if (process.env['UPDATE']) writeFileSync(path, bytes)
  expect(readFileSync(path).equals(bytes)).toBe(true)
})

const environmentOf = (request: string, more = '') => {
  const files = virtualFiles({
    'server.xml': serverXml('<zosconnect_endpointConnection id="c" host="http://h.example.com"/>'),
    'a.yaml': [
      'scenario: An API is called',
      'config: server.xml',
      `apiRequesters: aras`,
      'services: { api: { kind: api, for: c, routes: { "GET /cscvinc/employee/{e}" } } }',
      `requests: { get: ${request} }`,
      `steps: [{ call: get, expect: { calls: { api: 1 } } }]${more}`,
    ].join('\n'),
  })
  const { readFile, listFolder } = files
  return {
    ...files,
    readFile: (path: string) => (path === 'aras/a.ara' ? apiArchive('c') : readFile(path)),
    listFolder: (path: string) => (path === 'aras' ? ['a.ara'] : listFolder(path)),
  }
}

async function run(request: string, more?: string) {
  const terminal = capturedTerminal(environmentOf(request, more))
  const code = await runCommandLine(['test', 'a.yaml'], terminal)
  return { code, text: terminal.text() }
}

const whole =
  "{ api: cscvinc_1.0.0, path: '/cscvinc/employee/{employee}', parameters: { employee: 1 } }"

test('a path of the archive may be written without its encoding (config.archive.connection)', async () => {
  expect(await run(whole)).toMatchObject({ code: 0 })
})

test.each([
  [
    'api: cscvinc_1.0.0',
    'api: cscvinc_1.0',
    'no archive has the API "cscvinc_1.0"',
    'cscvinc_1.0.0',
  ],
  [
    "path: '/cscvinc/employee/{",
    "path: '/cscvinc/employees/{",
    'has no "GET /cscvinc/employees/{',
    'GET /cscvinc/employee/{employee}',
  ],
  ['{ api', '{ method: DELETE, api', 'has no "DELETE /cscvinc', 'did you mean "GET'],
  [
    '{ api',
    '{ connection: c, api',
    'has "connection" or "api", not both',
    'leave out "connection"',
  ],
  ['api: cscvinc_1.0.0, ', '', '"connection" is missing', '"api:" with the name of an API'],
  [
    'api: cscvinc_1.0.0',
    'connection: c',
    '"parameters" belong to an API',
    'write them into the path',
  ],
  [
    ', parameters: { employee: 1 }',
    '',
    '"parameters" has nothing for "{employee}"',
    'parameters: { employee',
  ],
  [
    'employee: 1',
    'employee: 1, employe: 2',
    'no parameter in the path "employe"',
    'did you mean "employee"?',
  ],
])('%s written as %s is a problem of the file', async (from, to, message, tries) => {
  const { code, text } = await run(whole.replace(from, to))
  expect(code).toBe(3)
  expect(text).toContain(message)
  expect(text).toContain(tries)
  expect(text).toContain('a.yaml:5:')
})

test('a request of traffic and of parallel calls is found in the archive, too', async () => {
  const more =
    '\n  - parallel: [{ call: get }, { call: get }]\n  - traffic: { call: get, rate: 1/s, times: 3 }'
  const text = environmentOf(whole).readFile('a.yaml')!
  const block = Buffer.from(text)
    .toString()
    .replace(/steps: \[(.*)\]$/s, 'steps:\n  - $1')
  const environment = environmentOf(whole)
  const { readFile } = environment
  const terminal = capturedTerminal({
    ...environment,
    readFile: (path: string) => (path === 'a.yaml' ? Buffer.from(block + more) : readFile(path)),
  })
  expect(await runCommandLine(['test', 'a.yaml'], terminal)).toBe(0)
  expect(terminal.text()).toContain('1 passed')
})

test('a program says an API to a served world as its copybook has it', async () => {
  const environment = environmentOf(whole)
  await using curl = await startServing({ file: 'a.yaml', environment })
  const path = '%2Fcscvinc%2Femployee%2F%7Bemployee%7D'
  const said = { api: 'cscvinc_1.0.0', path, method: 'GET', parameters: { employee: '7' } }
  expect((await curl.post('/call', said)).json).toMatchObject({ statusCode: 200 })
  const wrong = await curl.post('/call', { ...said, api: 'cscvinc_2.0.0' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('no archive has the API')
})
