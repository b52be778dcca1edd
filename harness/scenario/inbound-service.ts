import type { Place } from '../../emulator/index.ts'
import type { ImsOptions, InboundOperation, InboundOptions } from '../fakes/options.ts'
import { present, refuse, refuseName, type Found } from './found.ts'
import type { ImsWritten, InboundWritten } from './schema/services.ts'
import { entriesOf, keyAt, nodeAt, placeAt, textOf, type Tree } from './tree.ts'

const operationKey = /^(GET|POST|PUT|DELETE|PATCH|HEAD) (\/[^\s?#]*)$/

/** The options of the provider side; `services` is the tree of all services, for the IMS behind it. */
export function inboundOptions(
  written: InboundWritten,
  { tree, at, services, found }: { tree: Tree; at: Place; services: Tree; found: Found },
): InboundOptions {
  const operations = entriesOf(nodeAt(tree, ['apis'])).flatMap(([api, { value }]) =>
    entriesOf(value).flatMap(([key, entry]) => {
      const [, method, path] = operationKey.exec(key) ?? []
      const more = written.apis[api]?.[key]
      if (method !== undefined && path !== undefined && more) {
        const { name = key, transaction, status = 200, body } = more
        return [{ name, api, method, path, transaction, status, ...present({ body }) }]
      }
      if (more)
        refuse(
          found,
          'BAD-VALUE',
          `"${key}" is no method and path`,
          entry.key,
          'write it as GET /accounts/{id}',
        )
      return []
    }),
  )
  if (operations.length === 0) {
    const help = 'write an API, as "accounts: { GET /accounts: { transaction: ACCTQRY } }"'
    refuse(found, 'MISSING-KEY', 'it serves nothing: there are no operations', at, help)
  }
  tellDoubles(operations, tree, found)
  const ims = imsOf(written.ims, tree, services, operations, found)
  const { propagateNetworkSecurityCred = true } = written
  return { kind: 'inbound', operations, ims: { ...ims, propagateNetworkSecurityCred } }
}

function tellDoubles(operations: readonly InboundOperation[], tree: Tree, found: Found): void {
  const names = new Set<string>()
  for (const { name, api, method, path } of operations) {
    const at = keyAt(tree, ['apis', api, `${method} ${path}`])
    if (names.has(name)) refuse(found, 'DUPLICATE-NAME', `two operations are called "${name}"`, at)
    names.add(name)
  }
}

/** What the provider side must know of the IMS behind it. */
function imsOf(
  service: string,
  tree: Tree,
  services: Tree,
  operations: readonly InboundOperation[],
  found: Found,
): Omit<InboundOptions['ims'], 'propagateNetworkSecurityCred'> {
  const all = entriesOf(services).filter(
    ([, { value }]) => textOf(nodeAt(value, ['kind'])) === 'ims',
  )
  const node = nodeAt(services, [service])
  const names = all.map(([name]) => name)
  if (!node || !names.includes(service))
    refuseName(found, 'service of kind ims', service, names, placeAt(tree, ['ims']))
  const known = entriesOf(node && nodeAt(node, ['transactions'])).map(([name]) => name)
  for (const { api, method, path, transaction } of node && names.includes(service)
    ? operations
    : []) {
    const at = placeAt(tree, ['apis', api, `${method} ${path}`, 'transaction'])
    if (!known.includes(transaction))
      refuseName(found, `transaction of "${service}"`, transaction, known, at)
  }
  const version = node && nodeAt(node, ['version'])
  return {
    service,
    address: textOf(node && nodeAt(node, ['at'])).replace(/\/+$/, ''),
    version: version?.kind === 'leaf' && typeof version.value === 'number' ? version.value : 15,
  }
}

/** The options of an IMS. */
export function imsOptions(written: ImsWritten, tree: Tree, found: Found): ImsOptions {
  const entries = entriesOf(nodeAt(tree, ['transactions']))
  for (const [name, { key }] of entries)
    if (!/^[A-Z0-9$#@]{1,8}$/.test(name))
      refuse(
        found,
        'BAD-VALUE',
        `"${name}" cannot be a transaction`,
        key,
        'use 1 to 8 of A-Z, 0-9, $, # and @',
      )
  const transactions = Object.entries(written.transactions).map(([name, more]) => {
    const { db2 = [], body } = more ?? {}
    return [name, { db2, ...present({ body }) }] as const
  })
  return {
    kind: 'ims',
    version: written.version ?? 15,
    transactions: Object.fromEntries(transactions),
  }
}
