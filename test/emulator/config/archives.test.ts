import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { maxFileBytes } from '../../../emulator/config/decode.ts'
import { readArchive } from '../../../emulator/config/archive.ts'
import type { ApiArchive } from '../../../emulator/config/model.ts'
import { apiArchive, archive, openApi } from '../../support/archive.ts'
import { filesOptions, readFiles, said, serverXml } from '../../support/server-xml.ts'

const server = serverXml(
  '<zosconnect_endpointConnection id="cscvincAPI" host="https://api.example.com"/>',
  '<zosconnect_apiRequesters location="${server.config.dir}/aras"/>',
)
const read = (files: Readonly<Record<string, string | Uint8Array>>) =>
  readFiles({ 'server.xml': server, ...files })
const told = ({ problems }: ReturnType<typeof read>) =>
  problems.map(({ severity, code, message }) => `${severity} ${code} ${message}`)

it('reads the archives of location by the names of their APIs (config.archive.layout)', () => {
  const ara = apiArchive('cscvincAPI')
  const { config, problems } = read({ 'aras/cscvinc.ara': ara, 'aras/readme.txt': 'x' })
  expect(problems).toEqual([])
  expect([...config!.archives]).toEqual([
    [
      'cscvinc_1.0.0',
      {
        file: 'aras/cscvinc.ara',
        name: 'cscvinc_1.0.0',
        connectionRef: 'cscvincAPI',
        operations: [
          { method: 'GET', path: '/cscvinc/employee/{employee}' },
          { method: 'POST', path: '/cscvinc/employee' },
        ],
      },
    ],
  ])
})

const document = openApi(['GET /x'])

function archiveOf(files: Readonly<Record<string, unknown>>): ApiArchive {
  const found = readArchive('a.ara', archive(files))
  if ('wrong' in found) throw new Error(found.wrong)
  return found.archive
}

it.each([
  [{ 'a.properties': 'id=given_2.0\nconnectionRef=c', 'o.json': document }, 'given_2.0', 'c'],
  [{ 'a.xml': '<api id="xml_1" connectionRef="c"/>', 'o.json': document }, 'xml_1', 'c'],
  [
    { 'a.xml': '<a><connectionRef>c</connectionRef></a>', 'o.json': document },
    'cscvinc_1.0.0',
    'c',
  ],
  [{ 'a.json': { id: 'json_1', connectionRef: 'c' }, 'o.json': document }, 'json_1', 'c'],
  [{ 'o.json': { ...document, info: { title: 't' } } }, 't_1.0.0', undefined],
  [{ 'o.yaml': 'openapi: 3.0.0\ninfo: { title: y, version: "2" }\npaths: {}' }, 'y_2', undefined],
  [{ 'o.json': '{ broken', 'a.yaml': 'a: [', 'b.xml': '<' }, undefined, undefined],
  [{ 'o.txt': document }, undefined, undefined],
  [{ 'o.json.txt': document }, undefined, undefined],
  [{ 'o.yml': 'openapi: 3.0.0\ninfo: { title: y }\npaths: {}' }, 'y_1.0.0', undefined],
  [{ 'a.yml': 'id: y\nconnectionRef: c' }, 'y', 'c'],
  [{ 'b.properties': 'id=b', 'a.properties': 'id=a', 'c.json': { id: 'c' } }, 'a', undefined],
  [{ 'o.json.properties': 'openapi: 3\npaths: {}\ninfo: { title: t }' }, undefined, undefined],
  [{ 'o.json': { paths: {}, info: { title: 't' } } }, undefined, undefined],
  [{ 'o.json': { openapi: '', paths: {}, info: { title: 't' } } }, undefined, undefined],
  [{ 'o.json': { openapi: '3', paths: {}, info: { title: '' } } }, undefined, undefined],
  [{ 'o.json': { openapi: '3', paths: [], info: { title: 't' } } }, undefined, undefined],
  [{ 'a.yaml': 'null', 'b.json': 'null', 'c.json': '[]' }, undefined, undefined],
  [{ 'a.json': { id: '', connectionRef: 5 } }, undefined, undefined],
  [{ 'a.json': ' {"id": "first", "id": "last"}' }, 'last', undefined],
  [{ 'a.json': '{"id": "x"} {' }, undefined, undefined],
  [{ 'a.yaml': 'api:\n  id: inner\n  connectionRef: c' }, undefined, undefined],
  [{ 'a.properties.xml': '<a>\nid=x\n</a>' }, undefined, undefined],
  [{ 'a.properties': '<a id="x"/>' }, undefined, undefined],
  [{ 'a.xml.properties': '<a id="x"/>' }, undefined, undefined],
  [{ 'a.properties': '\\u0020ID=x\\u0020\nconnectionref=\\u0020' }, 'x', undefined],
  [{ 'a.properties': 'id=\nid=x' }, 'x', undefined],
  [{ 'a.xml': '<a id=" x "><id>y</id><connectionref> c </connectionref></a>' }, 'x', 'c'],
  [
    { 'a.xml': '<a id=" " connectionRef=""><connectionRef> </connectionRef></a>' },
    undefined,
    undefined,
  ],
  [{ 'a.xml': '<a><id> </id><b id="x"/></a>' }, 'x', undefined],
])('finds name and connectionRef in %j (config.archive.name)', (files, name, connectionRef) => {
  const found = {
    operations: expect.anything(),
    ...(name !== undefined && { name }),
    ...(connectionRef !== undefined && { connectionRef }),
  }
  expect(archiveOf(files)).toStrictEqual({ file: 'a.ara', ...found })
})

it('takes as operations what is an object under a path, and at most five thousand', () => {
  const extension = { 'x-paths': { get: {} }, '/none': null, '/text': 'get', '/list': [{}] }
  const paths = { ...extension, '/x': { get: {}, put: 'text', parameters: {}, trace: {} } }
  expect(archiveOf({ 'o.json': { openapi: '3', paths } }).operations).toEqual([
    { method: 'GET', path: '/x' },
  ])
  const many = openApi(Array.from({ length: 5001 }, (_, i) => `GET /${i}`))
  expect(archiveOf({ 'o.json': many }).operations).toHaveLength(5000)
})

it.each([
  ['/base', undefined, '/base/x'],
  ['base/', undefined, '/base/x'],
  ['/', undefined, '/x'],
  [undefined, 'https://h.example.com:90/v1/', '/v1/x'],
  ['base//', undefined, '/base/x'],
  [undefined, '/v2?x', '/v2/x'],
  [undefined, '/v2?x=1&y#z\n', '/v2/x'],
  [undefined, '/proxy/https://h/p', '/proxy/https://h/p/x'],
  [undefined, 'x+y.z-1://h', '/x'],
  [undefined, 5, '/x'],
  [5, '/v3', '/v3/x'],
  [undefined, undefined, '/x'],
])('base path %s and server %s give %s (config.archive.path)', (basePath, url, expected) => {
  const servers = url === undefined ? undefined : [{ url }]
  const { operations } = archiveOf({ 'o.json': { ...document, basePath, servers } })
  expect(operations).toEqual([{ method: 'GET', path: expected }])
})

it('an archive whose connection is missing is an error with the nearest name (config.archive.connection)', () => {
  const { problems } = read({ 'aras/a.ara': apiArchive('cscvincApi') })
  expect(problems).toMatchObject([
    {
      severity: 'error',
      code: 'MISSING-REFERENCE',
      message:
        'connectionRef of "aras/a.ara" is "cscvincApi", which is no zosconnect_endpointConnection',
      at: { file: 'server.xml', line: 4, col: 37 },
      tries: ['did you mean "cscvincAPI"?'],
    },
  ])
})

const whole = apiArchive('cscvincAPI')

it.each([
  ['empty', new Uint8Array(), 'it is no ZIP file, or its end is missing'],
  ['text', new TextEncoder().encode('PK this is none'), 'it is no ZIP file, or its end is missing'],
  ['cut', whole.subarray(0, whole.length - 60), 'it is no ZIP file, or its end is missing'],
  ['without its middle', without(whole, 60, 200), 'a file in it is damaged'],
])('an archive that is %s is an error', (_what, bytes, wrong) => {
  const { problems } = read({ 'aras/a.ara': bytes })
  expect(problems).toMatchObject([{ severity: 'error', code: 'ARCHIVE-BROKEN' }])
  expect(problems[0]?.message).toContain(wrong)
})

function without(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
}

it('names what an archive lacks, two of one name, and a folder that is not there', () => {
  expect(told(read({ 'aras/a.ara': archive({ 'readme.txt': 'x' }) }))).toEqual([
    'warning ARCHIVE-INCOMPLETE no name was found in "aras/a.ara"',
    'warning ARCHIVE-INCOMPLETE no connectionRef was found in "aras/a.ara"',
    'warning ARCHIVE-INCOMPLETE no OpenAPI document with operations was found in "aras/a.ara"',
  ])
  expect(told(read({ 'aras/a.ara': whole, 'aras/B.ara': whole }))).toEqual([
    'warning DUPLICATE-ID the archives "aras/a.ara" and "aras/B.ara" are both "cscvinc_1.0.0"',
  ])
  expect(told(read({}))).toEqual([])
  expect(told(readFiles({ 'server.xml': server }, { apiRequesters: 'gone' }))).toEqual([
    'error FILE-MISSING the folder "gone" cannot be read',
  ])
})

it.each([
  ['aras', 'srv/aras/a.ara'],
  ['/aras', '/aras/a.ara'],
  ['${server.config.dir}/aras', 'srv/aras/a.ara'],
  ['srvs', 'srv/srvs/a.ara'],
])('looks for archives at location="%s" in %s', (location, file) => {
  const text = serverXml(
    '<zosconnect_endpointConnection id="cscvincAPI" host="https://api.example.com"/>',
    `<zosconnect_apiRequesters location="${location}"/>`,
  )
  const files = { 'srv/server.xml': text, [file]: whole }
  const { config } = readFiles(files, { file: 'srv/server.xml' })
  expect(config?.archives.get('cscvinc_1.0.0')?.file).toBe(file)
})

it('says what to do about archives that cannot be read', () => {
  const large = new Uint8Array(maxFileBytes + 1)
  const files = { 'aras/a.ara': large, 'aras/b.ara': 'x', 'aras/c.ara.old': 'x', 'aras/d.ara': 'x' }
  const { readFile } = filesOptions({ 'server.xml': server, ...files })
  const options = {
    readFile: (path: string) => (path === 'aras/d.ara' ? undefined : readFile(path)),
  }
  expect(said(readFiles({ 'server.xml': server, ...files }, options))).toEqual([
    '"aras/a.ara" is no archive: it has more than 8388608 bytes | build it again',
    '"aras/b.ara" is no archive: it is no ZIP file, or its end is missing | build it again',
    '"aras/d.ara" is no archive: it cannot be opened | build it again',
  ])
  expect(
    said(read({ 'aras/a.ara': archive({ 'a.properties': 'id=x\nconnectionRef=cscvincAPI' }) })),
  ).toEqual([
    'no OpenAPI document with operations was found in "aras/a.ara" | look into it with unzip -l',
  ])
  expect(said(read({ 'aras/a.ara': whole, 'aras/b.ara': whole }))).toEqual([
    'the archives "aras/a.ara" and "aras/b.ara" are both "cscvinc_1.0.0" | remove one: the first is used',
  ])
  expect(said(readFiles({ 'server.xml': server }, { apiRequesters: 'gone' }))).toEqual([
    'the folder "gone" cannot be read | check its path',
  ])
})

it('reads a thousand archives and no more', () => {
  const names = Array.from({ length: 1001 }, (_, i) => `aras/${i}.ara`)
  expect(read(Object.fromEntries(names.map((name) => [name, 'x']))).problems).toHaveLength(1000)
})

it('a folder that is given stands for location', () => {
  const files = { 'server.xml': server, 'other/a.ara': whole, 'aras/b.ara': archive({}) }
  const { config, problems } = readFiles(files, { apiRequesters: 'other/' })
  expect(problems).toEqual([])
  expect(config?.archives.get('cscvinc_1.0.0')?.file).toBe('other/a.ara')
})

it('gives an archive or a problem for any mutated archive, and never throws', () => {
  const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), cut: fc.nat(9) })
  const property = fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
    let bytes: Uint8Array = new Uint8Array(whole)
    for (const { at, byte, cut } of changes) {
      bytes[at % bytes.length] = byte
      bytes = without(bytes, at, at + (cut > 6 ? cut : 0))
    }
    const { config, problems } = read({ 'aras/a.ara': bytes })
    expect(config).toBeDefined()
    for (const { at } of problems) expect(at?.line).toBeGreaterThan(0)
  })
  fc.assert(property, { numRuns: process.env.SOAK ? 100_000 : 500, seed: 20_261_121 })
}, 600_000)
