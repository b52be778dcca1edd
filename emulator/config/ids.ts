import { warning } from '../problem.ts'
import { rule } from '../rule.ts'
import { clip } from './clip.ts'
import type { ConfigProblem, Setting } from './model.ts'
import { named, refuse, warn, written, writtenAs } from './reading.ts'
import type { Source, Written } from './reading.ts'
import type { ConfigElement } from './files.ts'
import { namesIn } from './variables.ts'

export const idIsLiteral = rule('config.id.literal', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'an id takes no variables',
})

/** Reads the ids that an attribute refers to, separated by commas; one that is missing is reported. */
export function readReferences(
  source: Source,
  name: string,
): Setting<readonly string[]> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const ids = found.value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
  const distinct = [...new Set(ids)]
  for (const id of distinct) checkReference(source, found, id)
  if (distinct.length < ids.length) {
    warn(
      source,
      'NO-EFFECT',
      `"${name}" names an id twice`,
      found.attribute.valueAt,
      'name it once',
    )
  }
  return writtenAs(found, distinct)
}

/** Reads the one id that an attribute refers to. */
export function readReference(source: Source, name: string): Setting<string> | undefined {
  const found = written(source, name)
  if (!found) return undefined
  const id = found.value.trim()
  checkReference(source, found, id)
  return writtenAs(found, id)
}

const libertyOwn: ReadonlySet<string> = new Set([
  'defaultSSLConfig',
  'defaultKeyStore',
  'defaultTrustStore',
  'defaultJWT',
])

function checkReference(source: Source, { attribute, spec }: Written, id: string): void {
  if (spec.type !== 'reference' && spec.type !== 'references') return
  const isTold = namesIn(id).length > 0 && !spec.to.some((name) => name.startsWith('zosconnect_'))
  if (isTold) return
  const { references, problems } = source.reading
  if (references.find(spec.to, id) !== undefined) return
  const message = `"${attribute.name}" of ${named(source.element)} refers to "${clip(id)}", which is not there`
  const tries = references.suggest(spec.to, id)
  // Liberty has these itself; of others a copy of the files often has not all.
  if (libertyOwn.has(id) && !spec.to.some((name) => name.startsWith('zosconnect_'))) return
  const isOurs = spec.to.every((name) => name.startsWith('zosconnect_') || name === 'jwtBuilder')
  if (isOurs) return refuse(source, 'MISSING-REFERENCE', message, attribute.valueAt, tries)
  problems.push(warning('MISSING-REFERENCE', message, attribute.valueAt, tries))
}

/** Reports an id that is missing, or that holds a variable. */
export function* checkId(element: ConfigElement): Generator<ConfigProblem> {
  if (element.id === '') {
    const message = `"${element.name}" has no id: nothing can refer to it`
    yield warning('MISSING-ID', message, element.at, 'write id="…"')
  } else if (/\$\{[^{}]*\}/.test(element.id)) {
    const at = element.attributes.get('id')?.valueAt
    const message = `the id "${clip(element.id)}" stays as it is: an id takes no variables`
    yield warning('BAD-VARIABLE', message, at, 'write the id itself')
  }
}
