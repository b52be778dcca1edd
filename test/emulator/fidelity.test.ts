import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { assumed, readLevel, rules } from '../../emulator/index.ts'

const root = join(import.meta.dirname, '../..')
const read = (pattern: string): readonly { readonly file: string; readonly text: string }[] =>
  globSync(pattern, { cwd: root })
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
    .filter(({ file }) => !file.endsWith('fidelity.test.ts'))

test('every switch is the other reading of a rule that no source settles', () => {
  const flipped = rules.filter(({ other }) => other)
  expect(flipped.filter(({ status }) => status !== 'assumed').map(({ id }) => id)).toEqual([])
  const switched = new Set(flipped.flatMap(({ other }) => Object.keys(other!)))
  expect([...switched].toSorted()).toEqual(Object.keys(assumed).toSorted())
  const same = flipped.filter(({ other }) =>
    Object.entries(other!).some(([name, value]) =>
      Object.entries(assumed).some(([each, usual]) => each === name && usual === value),
    ),
  )
  expect(same.map(({ id }) => id)).toEqual([])
})

/** Whether an id stands in a text as a whole and not as the beginning of a longer one. */
const names = (text: string, id: string): boolean =>
  new RegExp(`(?<![\\w.-])${id.replaceAll('.', '\\.')}(?![\\w-]|\\.\\w)`).test(text)

/** The titles of tests, in place or in a table of `test.each`: every text that is a sentence and not an id alone. */
const titlesIn = (source: string): string =>
  [...source.matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)]
    .map(([, , text]) => text!)
    .filter((text) => text.includes(' '))
    .join('\n')

test('names every rule in the title of a test or in a scenario', () => {
  const titles = read('test/**/*.test.ts').map(({ text }) => titlesIn(text))
  const scenarios = read('scenarios/**/*.{yaml,yml}').map(({ text }) => text)
  const all = [...titles, ...scenarios].join('\n')
  expect(rules.filter(({ id }) => !names(all, id)).map(({ id }) => id)).toEqual([])
})

test('gathers every rule that a source declares, once', () => {
  const declared = read('emulator/**/*.ts').flatMap(({ text }) =>
    [...text.matchAll(/= rule\(\s*'([^']+)'/g)].map(([, id]) => id!),
  )
  expect(rules.map(({ id }) => id).toSorted()).toEqual(declared.toSorted())
  expect(new Set(declared).size).toBe(declared.length)
})

test('gives every rule an id of area and name', () => {
  expect(rules.filter(({ id }) => !/^[a-z]+(\.[a-z0-9-]+)+$/.test(id))).toEqual([])
})

test('says of every rule where it stands, and of an assumed one that it is assumed', () => {
  for (const { id, source, says, status } of rules) {
    expect(source.trim(), id).not.toBe('')
    expect(says.trim(), id).not.toBe('')
    expect(source.startsWith('Assumed'), id).toBe(status === 'assumed')
  }
})

test('gives as the beginning of a rule nothing but a fix level', () => {
  const begun = rules.filter(({ since }) => since !== undefined)
  expect(begun.length).toBeGreaterThan(0)
  expect(begun.filter(({ since }) => !readLevel(since!))).toEqual([])
})

test('reads every switch of the assumptions somewhere', () => {
  const sources = read('emulator/**/*.ts').filter(({ file }) => !file.endsWith('assumed.ts'))
  const text = sources.map((source) => source.text).join('\n')
  const isRead = (key: string) =>
    new RegExp(`\\bassume\\.${key}\\b|\\{[^{}:]*\\b${key}\\b[^{}:]*\\}(?: = |: )`).test(text)
  expect(Object.keys(assumed).filter((key) => !isRead(key))).toEqual([])
})
