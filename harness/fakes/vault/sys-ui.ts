import { noToken, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import type { Call } from './engine.ts'
import type { IdentityStore } from './identity-store.ts'
import type { Issuer } from './issuer.ts'
import type { Mount, MountTable } from './mount-table.ts'
import { pluginOf } from './plugin-catalog.ts'
import { find } from './mounts.ts'
import { shownMount, shownMounts } from './sys-mounts.ts'
import { effectiveSeconds } from './mount-settings.ts'
import type { Product } from './product.ts'
import type { TokenStore } from './token-store.ts'
import type { VaultToken } from './token.ts'

const mountType = 'system'

interface Known {
  readonly table: MountTable
  readonly tokens: TokenStore
  readonly identities: IdentityStore
  readonly issuer: Issuer
}

/** Everybody is told of the mounts, each of those that he may see. */
export const isOpenUi = (path: string): boolean =>
  /^internal\/ui\/(mounts(\/|$)|namespaces$)/.test(path)

/**
 * What user interfaces and the command line ask before they ask anything else; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/internal-ui-mounts
 */
export function answerOnUi(
  { path, operation, product }: Call,
  { table, tokens, identities, issuer }: Known,
  caller: VaultToken | undefined,
): Answer | undefined {
  const [, asked] = /^internal\/(.+)$/.exec(path) ?? []
  if (asked === undefined) return undefined
  const [, below] = /^ui\/mounts\/(.+)$/.exec(asked) ?? []
  const answers: Readonly<Record<string, () => Answer>> = {
    'ui/mounts': () => reply({ data: mountsFor(table, caller, product), mountType }),
    'ui/namespaces': () =>
      caller
        ? reply({ data: product.namespaceKeys, mountType })
        : refuse(500, 'client token empty'),
    'ui/resultant-acl': () =>
      reply({
        data: { ...(issuer.aclFor(caller!)?.shown ?? { root: true }), ...product.resultantAcl },
        mountType,
      }),
    ...(product.countsTokens && {
      'counters/tokens': () => counted('service_tokens', tokens.accessors.length),
    }),
    'counters/entities': () => counted('entities', identities.entities.size),
    'counters/requests': () => refuse(404, 'The functionality has been removed on this path'),
  }
  const answer = below === undefined ? answers[asked] : () => mountOf(below, table, caller, product)
  if (!answer) return undefined
  return operation === 'read' ? answer() : unsupportedOperation
}

const counted = (name: string, total: number): Answer =>
  reply({ data: { counters: { [name]: { total } } }, mountType })

function mountsFor(table: MountTable, caller: VaultToken | undefined, product: Product): object {
  const shown = (api: 'mounts' | 'auth') =>
    Object.fromEntries(
      Object.entries(
        shownMounts(api, table, (mount) =>
          caller ? shownTo(caller, mount, table, product) : open(mount),
        ),
      ).filter(([, mount]) => mount !== undefined),
    )
  return { auth: shown('auth'), secret: shown('mounts') }
}

function shownTo(
  caller: VaultToken,
  mount: Mount,
  table: MountTable,
  product: Product,
): object | undefined {
  return maySee(caller, mount.prefix) ? withTtls(mount, table, product) : undefined
}

/** What is told of a mount, with the times that hold where the product says those. */
function withTtls(mount: Mount, table: MountTable, { uiShowsSystemTtl }: Product): object {
  const shown = shownMount(mount, table)
  const config = { ...(shown['config'] as object), ...(uiShowsSystemTtl && ttlsOf(mount)) }
  return { ...shown, config }
}

/** A mount that is there for everybody. */
const open = (mount: Mount): object | undefined =>
  mount.settings.listingVisibility === 'unauth'
    ? {
        description: mount.settings.description,
        options: mount.settings.options,
        type: pluginOf(mount),
      }
    : undefined

const maySee = ({ identity }: VaultToken, prefix: string): boolean =>
  identity === undefined || identity.acl.reaches(prefix)

function mountOf(
  path: string,
  table: MountTable,
  caller: VaultToken | undefined,
  product: Product,
): Answer {
  if (!caller) return noToken
  const mount = find(table.all, path)
  if (!mount || !maySee(caller, mount.prefix)) {
    const shown = path.endsWith('/') ? path : `${path}/`
    const why =
      "preflight capability check returned 403, please ensure client's policies grant access to path"
    return refuse(403, `${why} "${mount?.prefix ?? shown}"`)
  }
  const shownPath = mount.prefix.replace(/^auth\//, '')
  return reply({ data: { ...withTtls(mount, table, product), path: shownPath }, mountType })
}

const ttlsOf = ({ settings }: Mount): object => ({
  default_lease_ttl: effectiveSeconds(settings.defaultTtlMs),
  max_lease_ttl: effectiveSeconds(settings.maxTtlMs),
})
