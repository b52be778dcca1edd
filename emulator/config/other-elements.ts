import type { ConfigElement } from './files.ts'
import type { ElementSpec } from './specs.ts'
import { specOf } from './specs.ts'
import { readReference, readReferences } from './ids.ts'
import type { Reading, Source } from './reading.ts'
import { readEnum, readFlag, readHeader, readMs, readPort, readSecret, readText } from './values.ts'

/** Checks the values of an element and of its children that nobody has read. */
export function checkOther(reading: Reading, element: ConfigElement, spec: ElementSpec): void {
  const source: Source = { reading, element, spec }
  for (const name of Object.keys(spec.attributes)) {
    const attribute = element.attributes.get(name)
    if (attribute && !reading.seen.has(attribute)) checkValue(source, name)
  }
  for (const child of element.children) {
    const childSpec = specOf(spec.children, child.name)
    if (childSpec) checkOther(reading, child, childSpec)
  }
}

function checkValue(source: Source, name: string): unknown {
  const spec = source.spec.attributes[name]!
  switch (spec.type) {
    case 'id':
      return undefined
    case 'string':
    case 'url':
    case 'path':
    case 'list':
    case 'body':
      return readText(source, name)
    case 'boolean':
      return readFlag(source, name, false)
    case 'port':
      return readPort(source, name)
    case 'password':
      return readSecret(source, name)
    case 'header':
      return readHeader(source, name)
    case 'reference':
      return readReference(source, name)
    case 'references':
      return readReferences(source, name)
    case 'duration':
      return readMs(source, name)
    case 'enum':
      return readEnum(source, name, spec.values)
    default:
      return spec satisfies never
  }
}
