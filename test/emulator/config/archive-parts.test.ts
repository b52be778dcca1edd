import { expect, it } from 'vitest'
import { readArchive } from '../../../emulator/config/archive.ts'
import { archive, openApi } from '../../support/archive.ts'

function readOf(files: Readonly<Record<string, unknown>>) {
  const read = readArchive('a.ara', archive(files))
  if (!('archive' in read)) throw new Error(read.wrong)
  const { name, connectionRef, operations } = read.archive
  return [name, connectionRef, operations.map(({ method, path }) => `${method} ${path}`)]
}

const paths = { '/x': { get: {} } }
const named = { swagger: '2.0', info: { title: 't', version: '1' }, paths }

it.each([
  // The first of several by name, whatever the order in the archive.
  [{ 'b.properties': 'id=b', 'a.properties': 'id=a' }, ['a', undefined, []]],
  [{ 'a.properties': 'id=a', 'b.properties': 'id=b' }, ['a', undefined, []]],
  [{ 'a.properties': 'ID = a \nconnectionRef= ' }, ['a', undefined, []]],
  [
    { 'a.properties.txt': 'id=a', 'b.json.bak': named, 'c.xml1': '<a id="x"/>' },
    [undefined, undefined, []],
  ],
  [
    { 'a.xml': '<a id=" x "><connectionRef> </connectionRef><b connectionRef=""/></a>' },
    ['x', undefined, []],
  ],
  [
    { 'a.xml': '<a><id> y </id><deep><connectionRef> c </connectionRef></deep></a>' },
    ['y', 'c', []],
  ],
  [{ 'a.json': { id: '', connectionRef: 5 }, 'b.json': { id: 'b' } }, ['b', undefined, []]],
  [{ 'a.json': [{ id: 'a' }], 'b.json': null, 'c.json': 'text' }, [undefined, undefined, []]],
  [{ 'a.properties': '{"id": "json"}', 'b.json': 'id=b' }, [undefined, undefined, []]],
  [{ 'a.yml': 'id: y\nconnectionRef: c' }, ['y', 'c', []]],
  [{ 'a.json': ' \n{"id": "spaced"}' }, ['spaced', undefined, []]],
  // A second document is no document: only its texts are looked at.
  [
    { 'a.json': named, 'b.json': { ...named, id: 'second', paths: {} } },
    ['second', undefined, ['GET /x']],
  ],
  [{ 'a.json': { info: named.info, paths } }, [undefined, undefined, []]],
  [{ 'a.json': { swagger: '', paths } }, [undefined, undefined, []]],
  [{ 'a.json': { openapi: '3.0.0', paths: [] } }, [undefined, undefined, []]],
  [
    { 'a.json': { openapi: '3.0.0', info: { title: '' }, paths } },
    [undefined, undefined, ['GET /x']],
  ],
  [
    { 'a.json': { openapi: '3.0.0', info: { title: 't', version: '' }, paths } },
    ['t_1.0.0', undefined, ['GET /x']],
  ],
])('reads of the files %j what they say (config.archive.layout)', (files, expected) => {
  expect(readOf(files)).toEqual(expected)
})

it.each([
  [
    { '/a': { get: {}, put: {}, trace: {} }, 'x-b': { get: {} }, '/c': 5, d: { post: {} } },
    ['GET /a', 'PUT /a'],
  ],
  [
    { '/a': { get: 'no', head: {}, options: {}, patch: {}, delete: {}, post: {} } },
    ['POST /a', 'DELETE /a', 'OPTIONS /a', 'HEAD /a', 'PATCH /a'],
  ],
])('finds the operations of %j', (each, expected) => {
  expect(readOf({ 'a.json': { ...named, paths: each } })[2]).toEqual(expected)
})

it.each([
  ['https://h/v1//', '/v1/x'],
  ['/v1?a=b/c', '/v1/x'],
  ['/v1#a\nb', '/v1/x'],
  ['v1', '/v1/x'],
  ['/to/http://h/y', '/to/http://h/y/x'],
])('takes the path of the server %s (config.archive.path)', (url, expected) => {
  const document = { openapi: '3.0.0', servers: [{ url }], paths }
  expect(readOf({ 'a.json': document })[2]).toEqual([`GET ${expected}`])
})

it.each([[[{ url: '' }]], [['text']], [{}], [[]]])('servers %j give no base path', (servers) => {
  expect(readOf({ 'a.json': { openapi: '3.0.0', servers, paths } })[2]).toEqual(['GET /x'])
})

it('reads 5,000 operations of an archive and no more', () => {
  const operations = Array.from({ length: 5001 }, (_, i) => `GET /${i}`)
  const read = readOf({ 'a.json': openApi(operations) })[2] as string[]
  expect(read.length).toBe(5000)
})
