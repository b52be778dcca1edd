import { expect, test } from 'vitest'
import { assumed } from '../../../emulator/assumed.ts'
import type { ConfigElement } from '../../../emulator/config/files.ts'
import { checkOther } from '../../../emulator/config/other-elements.ts'
import { passwordKeys } from '../../../emulator/config/password-keys.ts'
import type { Reading } from '../../../emulator/config/reading.ts'
import { indexReferences } from '../../../emulator/config/references.ts'
import type { AttributeSpec, ElementSpec } from '../../../emulator/config/specs.ts'
import { createVariables } from '../../../emulator/config/variables.ts'
import { readXml, type XmlElement } from '../../../emulator/config/xml.ts'
import { newestKnownLevel } from '../../../emulator/level.ts'
import { readElements, summary } from '../../support/server-xml.ts'

const merged = ({ name, at, attributes, children, text }: XmlElement): ConfigElement => ({
  name,
  id: '',
  at,
  attributes: new Map(attributes.map((each) => [each.name, each])),
  replaced: new Map(),
  children: children.map(merged),
  texts: [text],
})

/** The codes reported of a text by a specification. */
function codesOf(text: string, spec: ElementSpec, isSeen = false): readonly string[] {
  const none = new Map()
  const sources = {
    outside: none,
    files: none,
    system: none,
    bootstrap: none,
    predefined: none,
    environment: none,
  }
  const element = merged(readXml('f.xml', text).root!)
  const reading: Reading = {
    level: newestKnownLevel,
    assume: assumed,
    variables: createVariables(sources, { values: none, defaults: none }),
    passwords: passwordKeys(),
    references: indexReferences([]),
    problems: [],
    seen: new Set(isSeen ? element.attributes.values() : []),
  }
  checkOther(reading, element, spec)
  return reading.problems.map(({ code }) => code)
}

const keyStore = ['keyStore']

test.for<[AttributeSpec, string, ...(readonly string[])]>([
  [{ type: 'id' }, '${x}'],
  [{ type: 'string' }, '${x}', 'BAD-VARIABLE'],
  [{ type: 'url' }, '${x}', 'BAD-VARIABLE'],
  [{ type: 'path' }, '${x}', 'BAD-VARIABLE'],
  [{ type: 'list' }, '${x}', 'BAD-VARIABLE'],
  [{ type: 'body' }, '${x}'],
  [{ type: 'boolean' }, 'x', 'BAD-VALUE'],
  [{ type: 'port' }, 'x', 'BAD-VALUE'],
  [{ type: 'password' }, '{hash}x', 'BAD-PASSWORD'],
  [{ type: 'header' }, 'a b', 'BAD-VALUE'],
  [{ type: 'reference', to: keyStore }, 'k', 'MISSING-REFERENCE'],
  [{ type: 'references', to: keyStore }, 'k,l', 'MISSING-REFERENCE', 'MISSING-REFERENCE'],
  [{ type: 'duration', unit: 's' }, 'x', 'BAD-DURATION'],
  [{ type: 'enum', values: ['a', 'b'] }, 'c', 'BAD-VALUE'],
  [{ type: 'enum', values: ['a', 'b'] }, 'B'],
])('of a value of %j that nobody has read, %s, it reports %s', ([attribute, value, ...codes]) => {
  const spec: ElementSpec = { kind: 'singleton', attributes: { a: attribute } }
  const outer: ElementSpec = { kind: 'singleton', attributes: {}, children: { x: spec } }
  const text = `<x a="${value}" other="\${y}"/>`
  expect(codesOf(text, spec)).toEqual(codes)
  expect(codesOf(text, spec, true)).toEqual([])
  expect(codesOf(`<o><unknown/>${text}</o>`, outer)).toEqual(codes)
})

test('checks what z/OS Connect reads and baqlab does not', () => {
  const read = readElements(
    '<zosconnect_zosConnectManager useJsonErrorResponses="si"/>',
    '<safAuthorization racRouteLog="ALL"/>',
  )
  expect(summary(read)).toEqual(['error BAD-VALUE 3:54', 'error BAD-VALUE 4:32'])
})
