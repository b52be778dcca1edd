import { expect, test } from 'vitest'
import {
  filesInOrder,
  folderOf,
  isAbsolute,
  isUrl,
  normalisePath,
} from '../../../emulator/config/paths.ts'
import { predefinedVariables } from '../../../emulator/config/predefined.ts'

test.for([
  ['a/./b//c', 'a/b/c'],
  ['a/b/../c', 'a/c'],
  ['a/../../b', '../b'],
  ['../../a', '../../a'],
  ['../a/../..', '../..'],
  ['/../a', '/a'],
  ['/a/../../b/', '/b/'],
  ['a/', 'a/'],
  ['./', ''],
  ['/', '/'],
  ['', ''],
])('takes dots and double slashes out of %j', ([path, expected]) => {
  expect(normalisePath(path!)).toBe(expected)
})

test.for([
  ['/a', true],
  ['\\a', true],
  ['C:/a', true],
  ['c:\\a', true],
  ['C:a', false],
  ['CC:/a', false],
  ['1:/a', false],
  ['a/b', false],
  ['', false],
] as const)('of the path %j it is %s that it begins at a root', ([path, expected]) => {
  expect(isAbsolute(path)).toBe(expected)
})

test.for([
  ['http://h', true],
  ['a+b.c-1://h', true],
  ['C://h', false],
  ['1a://h', false],
  ['x/http://h', false],
  ['http:/h', false],
] as const)('of %j it is %s that it is a URL', ([location, expected]) => {
  expect(isUrl(location)).toBe(expected)
})

test('gives the folder of a file', () => {
  expect(['a/b/c', 'c', '/c'].map(folderOf)).toEqual(['a/b/', '', '/'])
})

test('orders files by lower-cased names, then by the names themselves, and leaves folders out', () => {
  const sorted = ['A.xml', 'B_.xml', 'Ba.xml', 'a.xml', 'aB', 'ab']
  const expected = ['A.xml', 'a.xml', 'aB', 'ab', 'B_.xml', 'Ba.xml']
  expect(filesInOrder([...sorted, 'folder/'])).toEqual(expected)
  expect(filesInOrder(['/odd', ...sorted.toReversed()])).toEqual(['/odd', ...expected])
})

test.for([
  ['server.xml', 'defaultServer', './'],
  ['./server.xml', 'defaultServer', './'],
  ['one/../server.xml', 'one', 'one/../'],
  ['servers/one//./server.xml', 'one', 'servers/one//./'],
])('knows the server of %s by its folder', ([file, name, folder]) => {
  expect(predefinedVariables(file!)).toEqual({
    'wlp.server.name': name,
    'server.config.dir': folder,
    'server.output.dir': '${server.config.dir}',
    'wlp.user.dir': '${server.config.dir}../../',
    'shared.app.dir': '${wlp.user.dir}shared/apps/',
    'shared.config.dir': '${wlp.user.dir}shared/config/',
    'shared.resource.dir': '${wlp.user.dir}shared/resources/',
  })
})
