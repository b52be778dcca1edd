import type { Place } from '../../emulator/index.ts'
import type { ApiOptions, ApiRoute } from '../fakes/options.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import { headerRecord } from './headers.ts'
import type { Service } from './model.ts'
import { isIssuingKind } from './names.ts'
import type { ApiWritten } from './schema/services.ts'
import { entriesOf, itemsOf, nodeAt, textOf, type Tree, type TreeEntry } from './tree.ts'

const routeKey = /^(GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) (\/[^\s?#]*)$/

/** The options of an API, its routes read from their keys. */
export function apiOptions(written: ApiWritten, tree: Tree, at: Place, found: Found): ApiOptions {
  const entries = entriesOf(nodeAt(tree, ['routes']))
  if (entries.length === 0) {
    const help = 'write a route, as "GET /accounts/{id}: { status: 200 }"'
    refuse(found, 'MISSING-KEY', 'it answers nothing: there are no routes', at, help)
  }
  const routes = entries.flatMap(([key, entry]) => routeOf(key, entry, written, found) ?? [])
  tellDoubles(routes, entries, found)
  const { token, basic } = written.require ?? {}
  const tokens = token === undefined ? [] : Array.isArray(token) ? token : [token]
  return {
    kind: 'api',
    routes,
    require: {
      headers: headerRecord(nodeAt(tree, ['require', 'headers']), found),
      tokens: tokens.map((each) => {
        const { of, header, scheme, audience, scope } =
          typeof each === 'string' ? { of: each } : each
        return {
          of,
          header: header ?? 'Authorization',
          scheme: scheme ?? 'Bearer',
          ...present({ audience, scope }),
        }
      }),
      ...(basic && { basic }),
    },
  }
}

function routeOf(
  key: string,
  entry: TreeEntry,
  { routes }: ApiWritten,
  found: Found,
): ApiRoute | undefined {
  const [, method, path] = routeKey.exec(key) ?? []
  if (method === undefined || path === undefined) {
    const said = `"${key}" is no method and path`
    return refuse(found, 'BAD-VALUE', said, entry.key, 'write it as POST /payments')
  }
  const route = routes[key] ?? {}
  return {
    name: route.name ?? key,
    method,
    path,
    status: route.status ?? 200,
    headers: headerRecord(nodeAt(entry.value, ['headers']), found),
    delayMs: route.delay ?? 0,
    ...present({ body: route.body }),
  }
}

function tellDoubles(
  routes: readonly ApiRoute[],
  entries: readonly (readonly [string, TreeEntry])[],
  found: Found,
): void {
  const names = new Set<string>()
  for (const { name, method, path } of routes) {
    const key = entries.find(([each]) => each === `${method} ${path}`)![1].key
    if (names.has(name)) refuse(found, 'DUPLICATE-NAME', `two routes are called "${name}"`, key)
    names.add(name)
  }
}

/** Checks that every token an API asks for is issued by a service of the file. */
export function checkDemands(
  tree: Tree | undefined,
  services: ReadonlyMap<string, Service | undefined>,
  found: Found,
): void {
  const issuers = [...services].filter(([, service]) => isIssuingKind(service?.options.kind))
  const known = issuers.map(([name]) => name)
  for (const [, { value }] of entriesOf(tree)) {
    for (const item of itemsOf(nodeAt(value, ['require', 'token']))) {
      const of = item.kind === 'map' ? nodeAt(item, ['of']) : item
      if (of?.kind !== 'leaf' || known.includes(textOf(of))) continue
      refuseName(found, 'service that issues tokens', textOf(of), known, of.at)
    }
  }
}
