import { rule } from '../rule.ts'

const page = 'Calling an authentication server (zosConnect-2.0)'

export const substituteAny = rule('request.substitute', {
  status: 'documented',
  since: '3.0.70.0',
  source: `${page}: Request body`,
  says: '${name} in requestBody is replaced by user ID, password or a custom parameter of that name',
})

export const substituteTwo = rule('request.substitute-before', {
  status: 'documented',
  source: `${page}: Request body, Note`,
  says: 'before 3.0.70.0 only ${userid} and ${password} are replaced',
})

export const onePass = rule('request.substitute-once', {
  status: 'assumed',
  source: 'Assumed: neither recursion nor escaping is described',
  says: 'names are case-sensitive, values go in raw and are not searched again, and a custom parameter cannot replace userid or password',
})

export const placeholderMissing = rule('request.placeholder-missing', {
  status: 'assumed',
  source: 'Assumed: sending the literal text would leak configuration',
  says: 'a place-holder without a value ends the call before any request is sent',
})

const placeholder = /\$\{([^{}]*)\}/g

/** The names in `${...}`, in order, each once. */
export function placeholders(template: string): readonly string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, name]) => name!))]
}

/** The template with every place-holder filled, or the first name that has no value. */
export function substitute(
  template: string,
  valueOf: (name: string) => string | undefined,
): { readonly text: string } | { readonly missing: string } {
  const missing = placeholders(template).find((name) => valueOf(name) === undefined)
  if (missing !== undefined) return { missing }
  return { text: template.replace(placeholder, (_, name: string) => valueOf(name)!) }
}

/** Whether a value would break the JSON text it is put into unescaped. */
export const breaksJson = (value: string): boolean => JSON.stringify(value) !== `"${value}"`
