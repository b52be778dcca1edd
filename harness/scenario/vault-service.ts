import type { VaultMount, VaultOptions, VaultTokenOptions } from '../fakes/options.ts'
import { readCertificate } from './client-certificate.ts'
import { present, refuse, refuseName, warn, type Found } from './found.ts'
import type { ServiceReading } from './oauth-service.ts'
import type { VaultWritten } from './schema/services.ts'
import { entriesOf, nodeAt, placeAt, type Tree } from './tree.ts'
import { jwtRoles } from './vault-jwt.ts'

const defaultTtlMs = 768 * 3_600_000
const everything = ['create', 'read', 'update', 'patch', 'delete', 'list'] as const

type Role =
  | NonNullable<VaultWritten['approle']>[string]
  | NonNullable<VaultWritten['userpass']>[string]
  | NonNullable<VaultWritten['jwt']>[string]
  | NonNullable<VaultWritten['cert']>[string]

/** The options of a vault, its mounts and policies completed. */
export function vaultOptions(written: VaultWritten, reading: ServiceReading): VaultOptions {
  const { tree, found } = reading
  const { approle = {}, userpass = {}, product, namespace, rootToken } = written
  const secrets = withoutSlashes(written.secrets ?? {})
  const mounts = mountsOf(written, Object.keys(secrets), tree, found)
  const policies = written.policies ?? { scenario: policyOf(mounts) }
  checkRoles(tree, Object.keys(policies), found)
  tellDataPaths(mounts, tree, found)
  tellImpossible(written, tree, found)
  const options = (role: Role) => tokenOptions(role, written.policies ? [] : ['scenario'])
  return {
    kind: 'vault',
    sealed: written.sealed ?? false,
    mounts,
    policies,
    secrets,
    approle: mapValues(approle, (role) => ({
      ...options(role),
      roleId: role.roleId,
      secretIdNumUses: role.secretIdNumUses ?? 0,
      mount: mountName(role.mount, 'approle'),
      ...present({ secretId: role.secretId, secretIdTtlMs: role.secretIdTtl }),
    })),
    userpass: mapValues(userpass, (user) => ({
      ...options(user),
      password: user.password,
      mount: mountName(user.mount, 'userpass'),
    })),
    jwt: jwtRoles(written.jwt ?? {}, reading, (role) => ({
      ...options(role),
      mount: mountName(role.mount, 'jwt'),
    })),
    cert: mapEntries(written.cert ?? {}, (name, role) => ({
      ...options(role),
      certificate:
        readCertificate(nodeAt(tree, ['cert', name, 'certificate'])!, reading.readFile, found) ??
        '',
      allowedCommonNames: [role.allowedCommonNames ?? []].flat(),
      mount: mountName(role.mount, 'cert'),
    })),
    ...present({ product, namespace: namespace && trimmed(namespace), rootToken }),
  }
}

function tokenOptions(role: Role, policies: readonly string[]): VaultTokenOptions {
  const tokenMaxTtlMs = role.tokenMaxTtl ?? Math.max(defaultTtlMs, role.tokenTtl ?? 0)
  return {
    tokenTtlMs: role.tokenTtl ?? Math.min(defaultTtlMs, tokenMaxTtlMs),
    tokenMaxTtlMs,
    tokenNumUses: role.tokenNumUses ?? 0,
    tokenType: role.tokenType ?? 'service',
    policies: role.policies ?? policies,
  }
}

/** Everything on every KV mount: what a scenario that says nothing of policies means. */
const policyOf = (mounts: readonly VaultMount[]): Record<string, typeof everything> =>
  Object.fromEntries(
    mounts.filter(({ type }) => type.startsWith('kv')).map(({ path }) => [`${path}/*`, everything]),
  )

/** The mounts written, or the default one, and those that a secret, role or user needs. */
function mountsOf(
  { mounts, approle, userpass, jwt, cert }: VaultWritten,
  secrets: readonly string[],
  tree: Tree,
  found: Found,
): VaultMount[] {
  const all = new Map(
    Object.entries(mounts ?? { secret: 'kv-v2' as const }).map(([p, t]) => [trimmed(p), t]),
  )
  for (const path of secrets) {
    const mount = [...all.keys()].find((each) => path.startsWith(`${each}/`))
    if (mount === undefined) all.set(path.split('/')[0]!, 'kv-v2')
  }
  for (const [kind, roles] of [
    ['approle', approle],
    ['userpass', userpass],
    ['jwt', jwt],
    ['cert', cert],
  ] as const) {
    for (const [name, role] of Object.entries(roles ?? {})) {
      const path = `auth/${mountName(role.mount, kind)}`
      const type = all.get(path) ?? kind
      if (type !== kind) {
        const said = `"${path}" is mounted as ${type}, not as ${kind}`
        refuse(found, 'BAD-VALUE', said, placeAt(tree, [kind, name, 'mount']))
      }
      all.set(path, type)
    }
  }
  return [...all].map(([path, type]) => ({ path, type }))
}

const mountName = (written: string | undefined, kind: string): string =>
  written === undefined ? kind : trimmed(written).replace(/^auth\//, '')

const trimmed = (path: string): string => path.replace(/^\/+|\/+$/g, '')

const withoutSlashes = <T>(record: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([path, value]) => [trimmed(path), value]))

const mapEntries = <T, U>(
  record: Record<string, T>,
  make: (name: string, value: T) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(name, value)]))

const mapValues = <T, U>(record: Record<string, T>, make: (value: T) => U): Record<string, U> =>
  mapEntries(record, (_name, value) => make(value))

/** What Vault itself would refuse when the role is written, and policies that are not there. */
function checkRoles(tree: Tree, policies: readonly string[], found: Found): void {
  for (const [path, { key }] of entriesOf(nodeAt(tree, ['secrets']))) {
    if (trimmed(path).includes('/')) continue
    refuse(
      found,
      'BAD-VALUE',
      `"${path}" is a mount without a path`,
      key,
      'write it as secret/name',
    )
  }
  for (const kind of ['approle', 'userpass', 'jwt', 'cert']) {
    for (const [, { value: role }] of entriesOf(nodeAt(tree, [kind]))) {
      const list = nodeAt(role, ['policies'])
      for (const item of list?.kind === 'list' ? list.items : []) {
        const name = item.kind === 'leaf' ? String(item.value) : ''
        if (![...policies, 'default', 'root'].includes(name)) {
          refuseName(found, 'policy', name, policies, item.at)
        }
      }
    }
  }
}

/** Vault's API has `data/` in the path of a KV v2 secret, its command line and this file have not. */
function tellDataPaths(mounts: readonly VaultMount[], tree: Tree, found: Found): void {
  for (const [path, { key }] of entriesOf(nodeAt(tree, ['secrets']))) {
    const mount = mounts.find((each) => trimmed(path).startsWith(`${each.path}/data/`))
    if (mount?.type !== 'kv-v2') continue
    const without = trimmed(path).replace('/data/', '/')
    const said = `the path of a secret has no "data/" here, unless it is part of its name`
    warn(found, 'BAD-VALUE', said, key, `write "${without}"`)
  }
}

/** Combinations of times and kinds that Vault refuses. */
function tellImpossible(
  { approle, userpass, jwt, cert }: VaultWritten,
  tree: Tree,
  found: Found,
): void {
  for (const [kind, roles] of [
    ['approle', approle],
    ['userpass', userpass],
    ['jwt', jwt],
    ['cert', cert],
  ] as const) {
    for (const [name, { tokenTtl, tokenMaxTtl, tokenType, tokenNumUses }] of Object.entries(
      roles ?? {},
    )) {
      if (tokenTtl !== undefined && tokenMaxTtl !== undefined && tokenTtl > tokenMaxTtl) {
        const at = placeAt(tree, [kind, name, 'tokenTtl'])
        refuse(found, 'BAD-VALUE', 'tokenTtl is longer than tokenMaxTtl', at)
      }
      if (tokenType === 'batch' && tokenNumUses !== undefined && tokenNumUses > 0) {
        const at = placeAt(tree, [kind, name, 'tokenNumUses'])
        refuse(found, 'BAD-VALUE', 'the uses of a batch token are not counted', at, 'remove it')
      }
    }
  }
}
