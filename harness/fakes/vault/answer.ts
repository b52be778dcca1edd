import type { Random } from '../../seed.ts'
import { plainResponse } from '../../plain-http.ts'
import { uuid } from './ids.ts'
import type { Product } from './product.ts'

/** What Vault's JSON envelope carries; what is absent is null or empty there. */
export interface Envelope {
  readonly data?: unknown
  readonly auth?: unknown
  readonly warnings?: readonly string[]
  readonly leaseSeconds?: number
  readonly mountType?: string
  /** Whether the data stands beside the envelope as well as in it, as most of `sys` does. */
  readonly isFlat?: boolean
  /** Whether the warnings say already which fields of the request were not read. */
  readonly isTold?: boolean
  /** The token that stands for the answer. */
  readonly wrapInfo?: Readonly<Record<string, unknown>>
}

/** How Vault answers: its envelope, a bare body, a list of errors, a page, or nothing. */
export type Answer = (
  | ({ readonly kind: 'envelope' } & Envelope)
  | { readonly kind: 'bare'; readonly body: unknown }
  | { readonly kind: 'errors'; readonly errors: readonly string[] }
  | { readonly kind: 'page'; readonly text: string }
  | { readonly kind: 'empty' }
) & {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** The ordinal of the token this answer issues. */
  readonly issued?: number
}

/** A success in Vault's envelope. */
export const reply = (envelope: Envelope, status = 200): Answer => ({
  kind: 'envelope',
  status,
  ...envelope,
})

/** A body without Vault's envelope. */
export const bare = (body: unknown, status = 200): Answer => ({ kind: 'bare', body, status })

/** An error with Vault's list of reasons. */
export const refuse = (status: number, ...errors: string[]): Answer => ({
  kind: 'errors',
  status,
  errors,
})

export const noContent: Answer = { kind: 'empty', status: 204 }
export const notFound = refuse(404)

/** Several errors as Go's multierror prints them; Vault wraps most of what its core refuses so. */
export const listed = (...errors: string[]): string =>
  `${errors.length} error${errors.length > 1 ? 's' : ''} occurred:\n` +
  `${errors.map((error) => `\t* ${error}\n`).join('')}\n`

export const noToken = refuse(403, 'permission denied')
export const denied = refuse(403, listed('permission denied'))
export const unsupportedOperation = refuse(405, listed('unsupported operation'))
export const unsupportedPath = refuse(404, listed('unsupported path'))

const fixedHeaders = {
  'Cache-Control': 'no-store',
  'Content-Type': 'application/json',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
}
const bodiless = new Set([204, 205, 304])

/** The answer as bytes and headers on the wire. */
export function render(answer: Answer, random: Random, product: Product): Response {
  const { status } = answer
  const headers = answer.headers ? { ...fixedHeaders, ...answer.headers } : fixedHeaders
  if (answer.kind === 'empty' || bodiless.has(status)) return plainResponse(status, headers, null)
  if (answer.kind === 'page') return plainResponse(status, headers, answer.text)
  return plainResponse(status, headers, `${JSON.stringify(bodyOf(answer, random, product))}\n`)
}

/** The answer as JSON, before it is written. */
export function bodyOf(
  answer: Exclude<Answer, { kind: 'empty' | 'page' }>,
  random: Random,
  product: Product,
): unknown {
  switch (answer.kind) {
    case 'errors':
      return { errors: answer.errors }
    case 'bare':
      return answer.body
    case 'envelope':
      return {
        ...(answer.isFlat && (answer.data as object)),
        request_id: answer.wrapInfo ? '' : uuid(random),
        lease_id: '',
        renewable: false,
        lease_duration: answer.leaseSeconds ?? 0,
        data: answer.data ?? null,
        wrap_info: answer.wrapInfo ?? null,
        warnings: answer.warnings ?? null,
        auth: answer.auth ?? null,
        ...(product.envelopeNamesMount && { mount_type: answer.mountType ?? '' }),
      }
  }
}
