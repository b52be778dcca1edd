import { Zip, ZipDeflate, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { maxUnpacked, unzip } from '../../../emulator/config/zip.ts'
import { apiArchive } from '../../support/archive.ts'

it('a bomb is refused before it has gone off, whatever size it claims', () => {
  const bomb = zipSync({ 'o.json': new Uint8Array(34 * 1024 * 1024) })
  expect(bomb.length).toBeLessThan(100_000)
  const lying = new Uint8Array(bomb)
  new DataView(lying.buffer).setUint32(22, 10, true)
  for (const bytes of [bomb, lying])
    expect(unzip(bytes, () => true).wrong).toBe('it unpacks to more than 33554432 bytes')
})

it('an archive of too many files is refused', () => {
  const names = Array.from({ length: 2001 }, (_, i) => `${i}.json`)
  const many = zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array()])))
  expect(unzip(many, () => true).wrong).toBe('it has more than 2000 files')
})

const endOfDirectory = Buffer.from([0x50, 0x4b, 5, 6, ...Array.from({ length: 18 }, () => 0)])

/** An archive of one file whose size stands after it, as a stream writes it. */
function streamed(name: string, content: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  const zip = new Zip((_failure, part) => void parts.push(part))
  const file = new ZipDeflate(name)
  zip.add(file)
  file.push(content, true)
  zip.end()
  return Buffer.concat(parts)
}

const random = Uint8Array.from({ length: 20_000 }, (_, i) => (i * i * 31 + (i >> 3)) % 251)

it('reads a file of many parts whose size stands after it, and refuses it where it is cut', () => {
  const bytes = streamed('o.json', random)
  const { entries } = unzip(bytes, () => true)
  expect(Buffer.from(random).equals(entries!.get('o.json')!)).toBe(true)
  const cut = Buffer.concat([bytes.subarray(0, bytes.length / 2), endOfDirectory])
  expect(unzip(cut, () => true).wrong).toBe('a file in it is damaged')
})

it('refuses a cut archive also where the file that is cut is not wanted', () => {
  const bytes = zipSync({ 'o.txt': [random, { level: 0 }] })
  const cut = Buffer.concat([bytes.subarray(0, 9000), endOfDirectory])
  expect(unzip(cut, () => false).wrong).toBe('a file in it is damaged')
})

it('leaves out what is not wanted', () => {
  expect(unzip(zipSync({ 'o.txt': random }), () => false).entries?.size).toBe(0)
})

it('reads an archive that unpacks to as much as is read, and one of as many files', () => {
  const full = zipSync({ 'o.json': [new Uint8Array(maxUnpacked), { level: 0 }] })
  expect(unzip(full, () => true).entries?.size).toBe(1)
  const names = Array.from({ length: 2000 }, (_, i) => `${i}.json`)
  const many = zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array()])))
  expect(unzip(many, () => true).entries?.size).toBe(2000)
})

it.each([
  ['X', 0],
  ['X', 1],
])('takes a file with %s as byte %i for no archive', (char, at) => {
  const bytes = Buffer.from(apiArchive('c'))
  bytes[at] = char.charCodeAt(0)
  expect(unzip(bytes, () => true).wrong).toBe('it is no ZIP file, or its end is missing')
})
