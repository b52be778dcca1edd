import type { Random } from '../../seed.ts'
import type { VaultOptions } from '../options.ts'
import type { Engine } from './engine.ts'
import { uuid } from './ids.ts'
import { lockoutFrom, plainSettings, type MountSettings } from './mount-settings.ts'
import {
  engineAt,
  find,
  mountPoints,
  type MountPoint,
  type MountType,
  type Parts,
} from './mounts.ts'
import { KvV1Engine } from './kv-v1-engine.ts'
import { KvV2Engine } from './kv-v2-engine.ts'
import { pluginOf } from './plugin-catalog.ts'
import type { Product } from './product.ts'
import { systemTtlMs } from './token.ts'
import type { Tuning } from './ttl.ts'

/** A mount point, what answers there and what it says of itself. */
export interface Mount extends MountPoint {
  prefix: string
  type: MountType
  engine: Engine
  settings: MountSettings
  /** Drawn when somebody first looks. */
  ids?: { readonly accessor: string; readonly uuid: string }
}

const builtIn = ['token', 'sys', 'cubbyhole', 'identity']

/** What every server has. */
const settingsOf: Readonly<Record<string, Partial<MountSettings>>> = {
  token: { description: 'token based credentials', options: null },
  sys: {
    description: 'system endpoints used for control, policy and debugging',
    options: null,
    sealWrap: true,
    lists: { passthrough_request_headers: ['Accept'] },
  },
  identity: {
    description: 'identity store',
    options: null,
    lists: { passthrough_request_headers: ['Authorization'] },
  },
  cubbyhole: {
    description: 'per-token private secret storage',
    options: null,
    local: true,
  },
  'kv-v1': { options: { version: '1' } },
  'kv-v2': { options: { version: '2' } },
}

/** All mounts there are, those of the scenario at first. */
export class MountTable {
  readonly #parts: Parts
  readonly #bare: VaultOptions
  #all: readonly Mount[]

  constructor(
    options: VaultOptions,
    parts: Omit<Parts, 'sys' | 'table'>,
    sysEngine: (table: MountTable) => Engine,
  ) {
    this.#parts = { ...parts, sys: sysEngine(this), table: this }
    this.#bare = { ...options, approle: {}, userpass: {}, jwt: {}, cert: {}, secrets: {} }
    const points = mountPoints(options)
    this.#all = points.map((point) => ({
      ...point,
      engine: engineAt(point, points, options, this.#parts),
      settings: {
        ...plainSettings,
        ...settingsOf[point.type],
        ...(point.prefix === 'secret/' && { description: 'key/value secret storage' }),
        ...lockoutOf(point, options),
      },
    }))
  }

  /** Longest prefix first. */
  get all(): readonly Mount[] {
    return this.#all
  }

  /** What is above a namespace: only what every namespace has. */
  get builtIn(): readonly Mount[] {
    return this.#all.filter(({ type }) => builtIn.includes(type))
  }

  get random(): Random {
    return this.#parts.context.random
  }

  /** The version of what answers there. */
  pluginVersionOf(mount: Mount): string {
    const { plugins, ownPluginVersion } = this.product
    const kind = mount.prefix.startsWith('auth/') ? 'auth' : 'secret'
    return plugins[kind][pluginOf(mount)] ?? ownPluginVersion
  }

  byAccessor(accessor: string): Mount | undefined {
    return this.#all.find((mount) => this.idsOf(mount).accessor === accessor)
  }

  get product(): Product {
    return this.#parts.context.product
  }

  get(prefix: string): Mount | undefined {
    return this.#all.find((mount) => mount.prefix === prefix)
  }

  /** Whether there is a key of that name that signs for plugins. */
  readonly hasKey = (name: string): boolean => this.#parts.oidc.hasKey(name)

  /** The mount that stands in the way of another one there. */
  inTheWay(prefix: string): Mount | undefined {
    return this.#all.find((m) => prefix.startsWith(m.prefix) || m.prefix.startsWith(prefix))
  }

  /** Makes an empty mount. */
  add(point: MountPoint, settings: MountSettings): void {
    const engine = engineAt(point, [point], this.#bare, this.#parts)
    this.#all = byLength([...this.#all, { ...point, engine, settings }])
  }

  /** Gives a mount another path; what it has issued ends. */
  move(mount: Mount, prefix: string): void {
    this.#parts.tokens.killBelow(mount.prefix)
    mount.prefix = prefix
    this.#all = byLength(this.#all)
  }

  /** Makes versions of the secrets of a mount that has none. */
  upgrade(mount: Mount): void {
    const { engine } = mount
    const secrets = engine instanceof KvV1Engine ? engine.secrets : []
    mount.type = 'kv-v2'
    mount.engine = new KvV2Engine(this.#parts.context, secrets)
  }

  /** Takes a mount away, with all that it has and the tokens it has issued. */
  remove(prefix: string): void {
    if (!this.get(prefix)) return
    this.#all = this.#all.filter((mount) => mount.prefix !== prefix)
    this.#parts.tokens.killBelow(prefix)
  }

  /** What the mount that a path is below says of the times of its tokens. */
  tuningOf(path: string): Tuning {
    const { defaultTtlMs, maxTtlMs, tokenType } = find(this.#all, path)?.settings ?? plainSettings
    return {
      defaultTtlMs: defaultTtlMs || systemTtlMs,
      maxTtlMs: maxTtlMs || systemTtlMs,
      ...(tokenType && { tokenType }),
    }
  }

  /** What a mount is known by, whatever its path. */
  idsOf(mount: Mount): { readonly accessor: string; readonly uuid: string } {
    const id = () => uuid(this.random)
    mount.ids ??= { accessor: `${accessorName(mount)}_${id().slice(0, 8)}`, uuid: id() }
    return mount.ids
  }
}

const byLength = (mounts: readonly Mount[]): readonly Mount[] =>
  mounts.toSorted((a, b) => b.prefix.length - a.prefix.length)

// A login by JWT has no user whom wrong credentials could lock out.
const lockoutOf = ({ prefix, type }: MountPoint, { lockout }: VaultOptions) =>
  lockout && prefix.startsWith('auth/') && !['token', 'jwt'].includes(type)
    ? { lockout: lockoutFrom(lockout) }
    : {}

const accessorName = (mount: Mount): string =>
  `${mount.prefix.startsWith('auth/') ? 'auth_' : ''}${pluginOf(mount)}`
