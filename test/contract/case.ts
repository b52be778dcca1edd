import type { Shape } from './shape.ts'

export interface Request {
  readonly method: string
  /** Without `/v1/`, or with all of it where it begins with a slash. */
  readonly path: string
  /** `root`, a token saved by an earlier step, or a text sent as it is. */
  readonly token?: string
  /** The header the token is in. */
  readonly as?: 'x-vault-token' | 'bearer'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A body that is not JSON, or not quite. */
  readonly raw?: string
}

/** The two servers that grew from one. */
export type Product = 'vault' | 'openbao'

/** One status for both, or what each is known to answer. */
export type Status = number | Readonly<Record<Product, number>>

/** What each of the two answers, where they differ. */
export class ByProduct {
  readonly shapes: Readonly<Record<Product, Shape>>
  constructor(shapes: Readonly<Record<Product, Shape>>) {
    this.shapes = shapes
  }
}

export const byProduct = (shapes: Readonly<Record<Product, Shape>>): ByProduct =>
  new ByProduct(shapes)

export interface Exchange {
  readonly request: Request
  readonly status: Status
  readonly body?: Shape | ByProduct
  /** Saves the token of the answer under this name; `path` says where another text to save is. */
  readonly save?: string
  readonly path?: string
}

/** Signs a JWT and saves it; `iat`, `nbf` and `exp` are seconds from now, and those undefined are left out. */
export interface Signing {
  readonly sign: Readonly<Record<string, unknown>>
  readonly save: string
  /** Signs with a key that nobody trusts. */
  readonly forged?: boolean
}

/** What any Vault must do after `preparation`, on a server that nothing else uses. */
export interface Case {
  readonly name: string
  /** The one product that has this. */
  readonly only?: Product
  readonly steps: readonly (Exchange | Signing | { readonly advance: number })[]
}

export const text = (value: unknown): boolean => typeof value === 'string' && value !== ''
export const count = (value: unknown): boolean => Number.isInteger(value)
export const startsWith = (start: string) => (value: unknown) =>
  typeof value === 'string' && value.startsWith(start)
export const mentions = (part: string) => (value: unknown) =>
  typeof value === 'string' && value.includes(part)
/** Seconds that are left of a time that began a moment ago. */
export const about = (seconds: number) => (value: unknown) =>
  typeof value === 'number' && value <= seconds && value > seconds - 2

export const errors = (...all: readonly Shape[]): Shape => ({ errors: all })
export const denied = errors('1 error occurred:\n\t* permission denied\n\n')
// Vault adds `invalid token`, OpenBao does not.
export const dead = errors(mentions('permission denied'))
export const unsupported = errors(mentions('unsupported operation'))

/** A request and what must come of it. */
export function ask(
  method: string,
  path: string,
  status: Status,
  more: Partial<Request> & { expect?: Shape | ByProduct; save?: string; from?: string } = {},
): Exchange {
  const { expect, save, from, ...request } = more
  return {
    request: { method, path, ...request },
    status,
    ...(expect !== undefined && { body: expect }),
    ...(save !== undefined && { save }),
    ...(from !== undefined && { path: from }),
  }
}

/** Logs in by AppRole with the secret id that `preparation` gives a role; the token is saved as `mine`. */
export const login = (roleId: string, mount = 'approle'): Exchange =>
  ask('POST', `auth/${mount}/login`, 200, {
    body: { role_id: roleId, secret_id: `${roleId}-secret` },
    expect: { auth: { client_token: text } },
    save: 'mine',
  })

/** A login that must be refused. */
export const refused = (
  fields: Readonly<Record<string, unknown>>,
  error: string,
  status: Status = 400,
): Exchange => ask('POST', 'auth/approle/login', status, { body: fields, expect: errors(error) })

/** HashiCorp Vault asks whom a login is for before the method looks at it. */
export const namesNobody = (openbao: Shape) =>
  byProduct({ vault: errors('failed to determine alias name from login request'), openbao })

/** The saved token is dead. */
export const isDead: Exchange = ask('GET', 'auth/token/lookup-self', 403, {
  token: 'mine',
  expect: dead,
})

/** The cases that a product is held to. */
export const casesOf = (all: readonly Case[], product: Product): readonly Case[] =>
  all.filter(({ only }) => only === undefined || only === product)
