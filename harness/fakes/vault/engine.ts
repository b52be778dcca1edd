import type { X509Certificate } from 'node:crypto'
import type { TokenFault } from '../fake.ts'
import type { Answer } from './answer.ts'
import type { Schema } from './field-readers.ts'
import type { Product } from './product.ts'
import type { RoleTokens } from './role-tokens.ts'
import type { Identity, VaultToken } from './token.ts'

/** What is done to a path; a write to what does not exist yet creates, and HEAD no policy can grant. */
export type Operation = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'scan' | 'head'

/** A request on its way to the engine it is for; `path` is below the mount. */
export interface Call {
  /** Whose answers are given. */
  readonly product: Product
  readonly operation: Operation
  readonly path: string
  /** The whole path without `/v1/` and namespace, as Vault's messages show it. */
  readonly fullPath: string
  readonly query: URLSearchParams
  /** The fields of the body, or of the query where a request has no body. */
  readonly data: Readonly<Record<string, unknown>>
  /** The fields that the path says. */
  readonly captured: readonly string[]
  /** The token of the request's headers, good or not. */
  readonly shownToken?: string
  /** How long the answer is to wait behind a token, in milliseconds; 0 where it is not. */
  readonly wrapMs?: number
  readonly fault?: TokenFault
  /** Where the client found this server. */
  readonly origin?: string
  /** What the client has shown of itself in the handshake. */
  readonly certificate?: X509Certificate
}

/** Of a request what says whose login it is. */
export type Login = Pick<Call, 'data' | 'certificate'>

/** Answers everything below one mount. */
export interface Engine {
  /** Whether a path asks for no token. */
  isOpen?(path: string): boolean
  /** Whether a path asks for no token, and yet looks at one that is shown. */
  takesNoToken?(path: string): boolean
  /** Whom a login is for, where users can be locked out; empty or undefined where it names nobody. */
  whoLogsIn?(call: Call): string | undefined
  /** The role that a login is for, of a method whose roles can have quotas; undefined where it is for none. */
  roleOf?(login: Login): string | undefined
  /** What a role or user says today of the times of a token it once gave; or why that is not renewed. */
  renewal?(identity: Identity): RoleTokens | Answer
  /** Paths with nothing below them: a list, which ends in a slash, finds no route there. */
  readonly leaves?: RegExp
  /** Decides between `create` and `update`; an engine without it knows only `update`. */
  exists?(path: string): boolean
  /** What Vault reads of a write to a path before it asks whether the caller may write; undefined elsewhere. */
  readsFirst?(path: string): Schema | undefined
  /** Without a token only for what `isOpen` or `takesNoToken`. */
  handle(call: Call, token: VaultToken | undefined): Answer | Promise<Answer>
}

/** Whether an operation writes, whatever it finds. */
export const isWrite = (operation: Operation): boolean =>
  operation === 'create' || operation === 'update'
