import type { Place } from '../../emulator/index.ts'
import { present, type Found } from './found.ts'
import { headersOf } from './headers.ts'
import type { RequestTemplate } from './model.ts'
import { checkPlaceholders, type RunNames } from './placeholder.ts'
import { requestSchema } from './schema/steps.ts'
import { entriesOf, itemsOf, nodeAt, textOf, type Tree } from './tree.ts'
import { validate } from './validate.ts'

/** The requests of a file by name; undefined stands for one with errors. */
export function readRequests(
  tree: Tree | undefined,
  names: RunNames,
  found: Found,
): ReadonlyMap<string, RequestTemplate | undefined> {
  return new Map(
    entriesOf(tree).map(([name, { key, value }]) => [
      name,
      readRequest(value, name, key, names, found),
    ]),
  )
}

/** One request, under `requests` or within a call. */
export function readRequest(
  tree: Tree,
  name: string | undefined,
  at: Place,
  names: RunNames,
  found: Found,
): RequestTemplate | undefined {
  const written = validate(requestSchema, tree, found, ['api'], at)
  checkPlaceholders(tree, names, found)
  if (!written) return undefined
  const { connection, method = 'GET', path, body } = written
  return {
    name: name ?? `${method} ${path}`,
    connection,
    method,
    path: withQuery(path, nodeAt(tree, ['query'])),
    headers: headersOf(nodeAt(tree, ['headers']), found),
    at,
    ...present({ body }),
  }
}

function withQuery(path: string, query: Tree | undefined): string {
  const pairs = entriesOf(query).flatMap(([name, { value }]) =>
    itemsOf(value).map((item) => `${encoded(name)}=${encoded(textOf(item))}`),
  )
  if (pairs.length === 0) return path
  return `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}`
}

/** Encodes all but what is filled during the run. */
function encoded(text: string): string {
  return text
    .split(/((?<!\\)\$\{[^}]*\})/)
    .map((part, i) => (i % 2 === 1 ? part : encodeURIComponent(part.toWellFormed())))
    .join('')
}
