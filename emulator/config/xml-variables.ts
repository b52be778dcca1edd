import { warning } from '../problem.ts'
import { rule } from '../rule.ts'
import { attributeOf } from './xml.ts'
import type { ConfigProblem } from './model.ts'
import type { Origin } from './origin.ts'
import type { Definition } from './variables.ts'
import type { XmlElement } from './xml.ts'

export const variableConflict = rule('config.variable.conflict', {
  status: 'documented',
  source: 'Open Liberty: BaseConfiguration.getVariables',
  says: 'a variable of a file included with IGNORE counts only where there was none before it',
})

/** What `<variable>` elements define, filled as files are read, so that an include knows those before it. */
export interface XmlVariables {
  readonly values: Map<string, Definition>
  readonly defaults: Map<string, Definition>
}

/** Takes one `<variable>` into the table; the last one wins, unless its file was included with IGNORE. */
export function defineVariable(
  { values, defaults }: XmlVariables,
  element: XmlElement,
  { conflicts }: Origin,
  problems: ConfigProblem[],
): void {
  const name = attributeOf(element, 'name')?.value ?? ''
  const value = attributeOf(element, 'value')
  const fallback = attributeOf(element, 'defaultValue')
  if (name === '') problems.push(incomplete(element, 'name'))
  else if (!value && !fallback) problems.push(incomplete(element, 'value'))
  if (conflicts.at(-1) === 'IGNORE' && (values.has(name) || defaults.has(name))) return
  const define = (attribute: typeof value, into: Map<string, Definition>) => {
    if (!attribute) return
    const { file, line } = attribute.at
    const origin = `the variable "${name}" (${file}:${line})`
    into.set(name, { text: attribute.value, what: 'variable', origin, at: attribute.valueAt })
  }
  define(value, values)
  define(fallback, defaults)
}

const incomplete = (element: XmlElement, name: string): ConfigProblem =>
  warning(
    'MISSING-ATTRIBUTE',
    `the variable has no "${name}" and defines nothing`,
    element.at,
    `write ${name}="…"`,
  )
