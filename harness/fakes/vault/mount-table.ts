import type { Random } from '../../seed.ts'
import type { VaultOptions } from '../options.ts'
import type { Engine } from './engine.ts'
import { uuid } from './ids.ts'
import { engineAt, mountPoints, type MountPoint, type Parts } from './mounts.ts'

/** What a mount can be told when it is made, and later. */
export interface MountSettings {
  readonly description: string
  readonly defaultTtlMs: number
  readonly maxTtlMs: number
  readonly forceNoCache: boolean
  readonly listingVisibility?: string
  readonly tokenType?: string
  readonly options: Readonly<Record<string, string>> | null
  readonly local: boolean
  readonly sealWrap: boolean
  /** How users of an auth method are locked out. */
  readonly lockout?: NonNullable<VaultOptions['lockout']>
}

/** A mount point, what answers there and what it says of itself. */
export interface Mount extends MountPoint {
  readonly engine: Engine
  settings: MountSettings
  /** Drawn when somebody first looks. */
  ids?: { readonly accessor: string; readonly uuid: string }
}

export const plainSettings: MountSettings = {
  description: '',
  defaultTtlMs: 0,
  maxTtlMs: 0,
  forceNoCache: false,
  options: {},
  local: false,
  sealWrap: false,
}

const builtIn = ['token', 'sys', 'cubbyhole']

/** What every server has. */
const settingsOf: Readonly<Record<string, Partial<MountSettings>>> = {
  token: { description: 'token based credentials', options: null },
  sys: {
    description: 'system endpoints used for control, policy and debugging',
    options: null,
    sealWrap: true,
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
    parts: Omit<Parts, 'sys'>,
    sysEngine: (table: MountTable) => Engine,
  ) {
    this.#parts = { ...parts, sys: sysEngine(this) }
    this.#bare = { ...options, approle: {}, userpass: {}, jwt: {}, cert: {}, secrets: {} }
    const points = mountPoints(options)
    this.#all = points.map((point) => ({
      ...point,
      engine: engineAt(point, points, options, this.#parts),
      settings: { ...plainSettings, ...settingsOf[point.type], ...lockoutOf(point, options) },
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

  get plugins(): string {
    return this.#parts.context.product.builtIn
  }

  get(prefix: string): Mount | undefined {
    return this.#all.find((mount) => mount.prefix === prefix)
  }

  /** The mount that stands in the way of another one there. */
  inTheWay(prefix: string): Mount | undefined {
    return this.#all.find((m) => prefix.startsWith(m.prefix) || m.prefix.startsWith(prefix))
  }

  /** Makes an empty mount. */
  add(point: MountPoint, settings: MountSettings): void {
    const engine = engineAt(point, [point], this.#bare, this.#parts)
    const all = [...this.#all, { ...point, engine, settings }]
    this.#all = all.toSorted((a, b) => b.prefix.length - a.prefix.length)
  }

  /** Takes a mount away, with all that it has and the tokens it has issued. */
  remove(prefix: string): void {
    if (!this.get(prefix)) return
    this.#all = this.#all.filter((mount) => mount.prefix !== prefix)
    this.#parts.tokens.killBelow(prefix)
  }

  /** What a mount is known by, whatever its path. */
  idsOf(mount: Mount): { readonly accessor: string; readonly uuid: string } {
    const id = () => uuid(this.random)
    mount.ids ??= { accessor: `${accessorName(mount)}_${id().slice(0, 8)}`, uuid: id() }
    return mount.ids
  }
}

// A login by JWT has no user whom wrong credentials could lock out.
const lockoutOf = ({ prefix, type }: MountPoint, { lockout }: VaultOptions) =>
  lockout && prefix.startsWith('auth/') && !['token', 'jwt'].includes(type) ? { lockout } : {}

const accessorName = ({ prefix, type }: Mount): string =>
  `${prefix.startsWith('auth/') ? 'auth_' : ''}${pluginOf(type)}`

/** The name of the plugin that answers for a type. */
export const pluginOf = (type: string): string =>
  type === 'sys' ? 'system' : type.replace(/^kv-v\d$/, 'kv')
