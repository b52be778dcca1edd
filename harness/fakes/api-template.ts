import { readJsonPath, valueAt } from './json-path.ts'

/** What a template may speak of. */
export interface TemplateRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Uint8Array
}

/** The value behind `path.id`, `query.q`, `header.x-name` or `body.a.b`; undefined where none is. */
type Look = (expression: string) => unknown

const placeholder = /\$\{([^}]*)\}/g
const wholePlaceholder = /^\$\{([^}]*)\}$/

/**
 * A body with its place-holders filled from a request. One that is a whole string keeps the type of
 * its value; what the request does not have becomes empty text.
 */
export function filled(template: unknown, request: TemplateRequest): unknown {
  return fill(template, lookerInto(request))
}

/** Whether a body has any place-holder. */
export const isTemplate = (body: unknown): boolean =>
  (JSON.stringify(body) ?? '').search(placeholder) >= 0

function fill(template: unknown, look: Look): unknown {
  if (typeof template === 'string') {
    const whole = wholePlaceholder.exec(template)?.[1]
    if (whole !== undefined) return orEmpty(look(whole))
    return template.replace(placeholder, (_all, expression: string) => asText(look(expression)))
  }
  if (Array.isArray(template)) return template.map((each) => fill(each, look))
  if (typeof template !== 'object' || template === null) return template
  const entries = Object.entries(template).map(([key, value]) => [key, fill(value, look)])
  return Object.fromEntries(entries)
}

const orEmpty = (value: unknown): unknown => (value === undefined ? '' : value)

/** A value as it stands within a text. */
export function asText(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function lookerInto({ params, query, headers, body }: TemplateRequest): Look {
  let json: { readonly value: unknown } | undefined
  return (expression) => {
    const [, root, name = ''] = /^(\w+)(?:\.(.*))?$/s.exec(expression.trim()) ?? []
    switch (root) {
      case 'path':
        return Object.hasOwn(params, name) ? params[name] : undefined
      case 'query':
        return query.get(name) ?? undefined
      case 'header':
        return isHeaderName(name) ? (headers.get(name) ?? undefined) : undefined
      case 'body':
        return valueAt((json ??= readBody(body)).value, readJsonPath(name) ?? ['', ''])
      default:
        return undefined
    }
  }
}

const isHeaderName = (name: string): boolean => /^[\w!#$%&'*+.^`|~-]+$/.test(name)

function readBody(body: Uint8Array): { readonly value: unknown } {
  const text = new TextDecoder().decode(body)
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { value: text }
  }
}
