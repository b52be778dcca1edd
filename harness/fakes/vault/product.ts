import type { FakeContext } from '../fake.ts'

/** What OpenBao tells more of a secret with versions. */
interface Described {
  /** How often its metadata was changed. */
  readonly described: number
  readonly settings: { readonly metadataCasRequired: boolean }
}

/** One of the two servers that grew from one, with all that it answers in its own way. */
export interface Product {
  readonly name: string
  readonly version: string
  /** What each envelope has beside what both have. */
  readonly envelopeNamesMount: boolean
  readonly tokenPrefix: { readonly service: string; readonly batch: string }
  /** How many characters follow the prefix of a service token. */
  readonly tokenLength: number
  /** The reasons why a token that nobody issued is refused. */
  readonly deadToken: string
  /** The word for what it fails to do with JSON that is none. */
  readonly readsJsonBy: 'parse' | 'decode'
  /** A login is refused so where a field is missing or cannot be read. */
  readonly unreadableLogin: 400 | 500
  /** What the metadata of a KV v2 secret has beside what both have. */
  readonly kvMetadata: (secret: Described) => Readonly<Record<string, unknown>>
  /** A time in its warnings. */
  readonly shownTtl: (ms: number) => string
  readonly kvConfig: (settings: Described['settings']) => Readonly<Record<string, unknown>>
  /** What a role that is read has beside what both have. */
  readonly roleFields: (role: {
    readonly strictlyBindIp: boolean
  }) => Readonly<Record<string, unknown>>
  /** What follows the name of an entity or group that nobody has named. */
  readonly identitySuffix: string
  /** The version of the plugins that come with it. */
  readonly builtIn: string
  readonly health: Readonly<Record<string, unknown>>
  readonly sealStatus: Readonly<Record<string, unknown>>
  /** How its router sends a client to a path without empty segments: as Go did before 1.26, and since. */
  readonly uncleanPath: { readonly status: number; readonly text: string }
  /** Whether `sys/init` and `sys/seal-status` answer HEAD. */
  readonly headOfStatus: boolean
}

/** The context of a fake that knows which product it imitates. */
export interface VaultContext extends FakeContext {
  readonly product: Product
}
