import type { DurationUnit } from './duration.ts'

/** How an attribute's text is read, and from which fix level the product knows it. */
export type AttributeSpec = { readonly since?: string } & (
  | { readonly type: 'string' | 'id' | 'boolean' | 'port' | 'password' | 'body' | 'header' }
  | { readonly type: 'url' | 'path' | 'list' }
  | { readonly type: 'reference' | 'references'; readonly to: readonly string[] }
  | { readonly type: 'duration'; readonly unit: DurationUnit; readonly negative?: 'is-unset' }
  | { readonly type: 'enum'; readonly values: readonly string[] }
)

/** An element we know: whether ids or its name alone make two of it one, and what may stand in it. */
export interface ElementSpec {
  readonly kind: 'singleton' | 'factory'
  readonly attributes: Readonly<Record<string, AttributeSpec>>
  readonly children?: Readonly<Record<string, ElementSpec>>
  /** True where no list of attributes was seen, so that none can be called unknown. */
  readonly open?: true
}

/** A text with its variables filled in. */
export const text = { type: 'string' } as const
/** An id, which takes no variables. */
export const id = { type: 'id' } as const
/** `true` or `false`. */
export const flag = { type: 'boolean' } as const
/** The name of an HTTP header. */
export const header = { type: 'header' } as const
/** A password, plain or encoded. */
export const password = { type: 'password' } as const
/** A duration whose bare number is seconds. */
export const seconds = { type: 'duration', unit: 's' } as const
/** A duration whose bare number is milliseconds. */
export const timeout = { type: 'duration', unit: 'ms' } as const
/** One of a fixed list of values. */
export const oneOf = (...values: readonly string[]) => ({ type: 'enum', values }) as const
/** The id of one element of these names. */
export const ref = (...to: readonly string[]) => ({ type: 'reference', to }) as const
/** Ids of elements of these names, separated by commas. */
export const refs = (...to: readonly string[]) => ({ type: 'references', to }) as const
/** An element that may stand many times, each with an id. */
export const factory = (attributes: Readonly<Record<string, AttributeSpec>>): ElementSpec => ({
  kind: 'factory',
  attributes: { id, ...attributes },
})
/** Several attributes that are plain texts. */
export const texts = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, text]))
/** A path: variables filled in, double slashes counted once. */
export const path = { type: 'path' } as const

/** Texts that commas separate. */
export const list = { type: 'list' } as const

/** An element's specification; safe for names such as `constructor`. */
export const specOf = (
  table: Readonly<Record<string, ElementSpec>> | undefined,
  name: string,
): ElementSpec | undefined => (table && Object.hasOwn(table, name) ? table[name] : undefined)
