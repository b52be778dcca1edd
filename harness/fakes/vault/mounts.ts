import type { VaultMount, VaultOptions } from '../options.ts'
import { AppRoleEngine } from './approle-engine.ts'
import { CertEngine } from './cert-engine.ts'
import { CubbyholeEngine } from './cubbyhole-engine.ts'
import type { Engine } from './engine.ts'
import { IdentityEngine } from './identity-engine.ts'
import type { IdentityStore } from './identity-store.ts'
import type { Issuer } from './issuer.ts'
import { JwtEngine } from './jwt-engine.ts'
import { KvV1Engine } from './kv-v1-engine.ts'
import { KvV2Engine } from './kv-v2-engine.ts'
import type { MountTable } from './mount-table.ts'
import type { OidcTokens } from './oidc-tokens.ts'
import type { Policies } from './policies.ts'
import { TokenEngine } from './token-engine.ts'
import type { TokenStore } from './token-store.ts'
import { UserpassEngine } from './userpass-engine.ts'
import type { VaultContext } from './product.ts'
import { UnemulatedEngine } from './unemulated-engine.ts'
import type { Wrapping } from './wrapping.ts'

export type MountType =
  VaultMount['type'] | 'token' | 'sys' | 'cubbyhole' | 'identity' | 'unemulated'

/** Where something is mounted; `prefix` ends in a slash, and an auth method's begins with `auth/`. */
export interface MountPoint {
  readonly prefix: string
  readonly type: MountType
  /** The plugin, where it has another name than the type. */
  readonly plugin?: string
}

const trimmed = (path: string): string => path.replace(/^\/+|\/+$/g, '')
const isAuth = (type: MountType): boolean => ['approle', 'userpass', 'jwt', 'cert'].includes(type)

/** Every mount, longest first: what Vault always has, what is configured, and what roles, users and secrets need. */
export function mountPoints(options: VaultOptions): MountPoint[] {
  const points = new Map<string, MountPoint>()
  const add = (path: string, type: MountType): void => {
    const prefix = `${isAuth(type) ? 'auth/' : ''}${trimmed(path).replace(/^auth\//, '')}/`
    if (!points.has(prefix)) points.set(prefix, { prefix, type })
  }
  points.set('auth/token/', { prefix: 'auth/token/', type: 'token' })
  add('sys', 'sys')
  add('cubbyhole', 'cubbyhole')
  add('identity', 'identity')
  for (const { path, type } of options.mounts) add(path, type)
  for (const { mount } of Object.values(options.approle)) add(mount, 'approle')
  for (const { mount } of Object.values(options.userpass)) add(mount, 'userpass')
  for (const { mount } of Object.values(options.jwt ?? {})) add(mount, 'jwt')
  for (const { mount } of Object.values(options.cert ?? {})) add(mount, 'cert')
  for (const path of Object.keys(options.secrets).map(trimmed))
    if (!find([...points.values()], path)) add(path.split('/')[0]!, 'kv-v2')
  return [...points.values()].toSorted((a, b) => b.prefix.length - a.prefix.length)
}

/** The mount a path belongs to; a mount's own path needs no slash at its end. */
export function find<T extends MountPoint>(points: readonly T[], path: string): T | undefined {
  const isUnder = ({ prefix }: T): boolean =>
    path.startsWith(prefix) || (path.length === prefix.length - 1 && prefix.startsWith(path))
  return points.find(isUnder)
}

/** What the engines of one server share. */
export interface Parts {
  readonly context: VaultContext
  readonly tokens: TokenStore
  readonly policies: Policies
  readonly issuer: Issuer
  readonly wrapping: Wrapping
  readonly sys: Engine
  readonly identities: IdentityStore
  readonly table: MountTable
  readonly oidc: OidcTokens
}

/** What answers at a mount point, with what the options have of roles, users and secrets there. */
export function engineAt(
  point: MountPoint,
  points: readonly MountPoint[],
  options: VaultOptions,
  { context, tokens, issuer, sys, identities, table, oidc }: Parts,
): Engine {
  const name = point.prefix.replace(/^auth\//, '').slice(0, -1)
  const secrets = () => secretsOf(points, point, options)
  switch (point.type) {
    case 'token':
      return new TokenEngine(tokens, issuer, context)
    case 'sys':
      return sys
    case 'identity':
      return new IdentityEngine(identities, table, oidc)
    case 'cubbyhole':
      return new CubbyholeEngine(context)
    case 'approle':
      return new AppRoleEngine(name, on(name, options.approle), issuer, context)
    case 'userpass':
      return new UserpassEngine(name, on(name, options.userpass), issuer, context)
    case 'jwt':
      return new JwtEngine(name, on(name, options.jwt ?? {}), issuer, context, oidc)
    case 'cert':
      return new CertEngine(name, on(name, options.cert ?? {}), issuer, context)
    case 'kv-v1':
      return new KvV1Engine(secrets(), (path) => table.tuningOf(path).defaultTtlMs)
    case 'kv-v2':
      return new KvV2Engine(context, secrets())
    case 'unemulated':
      return new UnemulatedEngine(
        `${point.prefix.startsWith('auth/') ? 'auth methods' : 'secrets engines'} of the type ${point.plugin}`,
      )
  }
}

/** Roles or users of one mount. */
const on = <T extends { readonly mount: string }>(
  name: string,
  all: Readonly<Record<string, T>>,
): [string, T][] =>
  Object.entries(all).filter(([, each]) => trimmed(each.mount).replace(/^auth\//, '') === name)

/** The secrets of one mount, by their paths below it. */
function secretsOf(
  points: readonly MountPoint[],
  point: MountPoint,
  { secrets }: VaultOptions,
): [string, Readonly<Record<string, unknown>>][] {
  return Object.entries(secrets)
    .map(([path, data]) => ({ path: trimmed(path), data }))
    .filter(({ path }) => find(points, path) === point)
    .map(({ path, data }) => [path.slice(point.prefix.length), data])
}
