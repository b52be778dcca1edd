import type { Place } from '../../emulator/index.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import { headersOf } from './headers.ts'
import type { RequestTemplate } from './model.ts'
import { checkPlaceholders, type RunNames } from './placeholder.ts'
import { requestSchema } from './schema/steps.ts'
import { entriesOf, itemsOf, keyAt, nodeAt, placeAt, textOf, type Tree } from './tree.ts'
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
  const written = validate(requestSchema, tree, found, [], at)
  checkPlaceholders(tree, names, found)
  if (!written) return undefined
  const { connection, api, method = 'GET', path, parameters, body } = written
  if ((connection === undefined) === (api === undefined)) return tellTarget(tree, at, found)
  if (parameters && api === undefined) {
    const said = '"parameters" belong to an API that is named by "api"'
    return refuse(
      found,
      'UNKNOWN-KEY',
      said,
      keyAt(tree, ['parameters']),
      'write them into the path',
    )
  }
  const target =
    api === undefined ? { connection: connection!, path } : apiTarget(tree, api, path, found)
  return {
    name: name ?? `${method} ${path}`,
    method,
    ...target,
    path: withQuery(target.path, nodeAt(tree, ['query'])),
    headers: headersOf(nodeAt(tree, ['headers']), found),
    at,
    ...present({ body }),
  }
}

function tellTarget(tree: Tree, at: Place, found: Found): undefined {
  const both = nodeAt(tree, ['api']) !== undefined
  return both
    ? refuse(
        found,
        'CANNOT-HOLD',
        'a request has "connection" or "api", not both',
        keyAt(tree, ['api']),
        'leave out "connection": the archive names it',
      )
    : refuse(
        found,
        'MISSING-KEY',
        '"connection" is missing',
        at,
        'add "connection:" here, or "api:" with the name of an API',
      )
}

/** An operation as the copybook writes it, with every `{name}` of its path filled. */
function apiTarget(
  tree: Tree,
  api: string,
  written: string,
  found: Found,
): Pick<RequestTemplate, 'connection' | 'api' | 'path'> {
  const operation = decoded(written)
  const values = new Map(entriesOf(nodeAt(tree, ['parameters'])))
  const names = [...operation.matchAll(/(?<!\$)\{([^{}]*)\}/g)].map(([, name = '']) => name)
  const at = placeAt(tree, ['path'])
  for (const name of names.filter((each) => !values.has(each)))
    refuse(
      found,
      'MISSING-KEY',
      `"parameters" has nothing for "{${name}}" of the path`,
      at,
      `add "parameters: { ${name}: … }"`,
    )
  for (const [name, { key }] of values)
    if (!names.includes(name)) refuseName(found, 'parameter in the path', name, names, key)
  const path = operation.replace(/(?<!\$)\{([^{}]*)\}/g, (whole, name: string) => {
    const value = values.get(name)
    return value ? encoded(textOf(value.value)) : whole
  })
  return { connection: '', path, api: { name: api, path: operation, at: placeAt(tree, ['api']) } }
}

/** Copybooks have the path URL-encoded; a path that is not, stays as it is. */
function decoded(path: string): string {
  if (!/^%2F/i.test(path)) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
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
