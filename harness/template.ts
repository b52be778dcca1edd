import { readJsonPath, valueAt } from '../emulator/index.ts'

/** What `${...}` can stand for at run time: a captured value, or a token a service has issued. */
export interface TemplateScope {
  readonly captured: ReadonlyMap<string, unknown>
  readonly issuedToken: (service: string, ordinal: number) => string | undefined
}

/** Thrown while a request is filled in: the scenario fails with this message. */
export class TemplateError extends Error {
  override name = 'TemplateError'
}

const placeholder = /\\\$\{|\$\{([^{}]*)\}/g
const issued = /^([A-Za-z][\w-]*)\.issued\[(\d+)\]$/

/** The text with every `${name.path}` replaced; `\${` is a literal `${`. */
export function fillText(text: string, scope: TemplateScope): string {
  if (!text.includes('${')) return text
  return text.replace(placeholder, (_all, name: string | undefined) =>
    name === undefined ? '${' : asText(lookUp(name, scope), name),
  )
}

/** The same for every string inside a value; a value without any `${` is given back as it is. */
export function fillValue(value: unknown, scope: TemplateScope): unknown {
  return stringsIn(value).some((text) => text.includes('${')) ? fillDeep(value, scope) : value
}

function fillDeep(value: unknown, scope: TemplateScope): unknown {
  if (typeof value === 'string') return fillText(value, scope)
  if (Array.isArray(value)) return value.map((each) => fillDeep(each, scope))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, fillDeep(each, scope)]),
  )
}

function lookUp(name: string, { captured, issuedToken }: TemplateScope): unknown {
  const token = issued.exec(name)
  if (token) return issuedToken(token[1]!, Number(token[2]))
  const [first = '', ...rest] = readJsonPath(name) ?? []
  return valueAt(captured.get(String(first)), rest)
}

function asText(value: unknown, name: string): string {
  if (value === undefined || value === null)
    throw new TemplateError(`nothing was captured as "\${${name}}"`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Every string inside a value, at any depth. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}
