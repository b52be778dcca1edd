import { listed, refuse, type Answer } from './answer.ts'
import type { Call } from './engine.ts'
import type { Product } from './product.ts'

const onToken = /^auth\/token\/(lookup|renew|revoke|revoke-orphan)$/
const onLease = /^sys\/leases\/(lookup|renew|revoke|revoke-force)(\/.+)?$/

const noNamespace = refuse(500, 'no namespace')
const ofToken = 'failed to look up namespace from the token: no namespace'

/** Why nobody looks for the token that a request shows. */
export const refusedToken = (shown: string | undefined, product: Product): Answer | undefined =>
  shown !== undefined && isForeign(shown, product) && !isJwt(shown)
    ? refuse(500, `error performing token check: ${ofToken}`)
    : undefined

/** Vault waits for the signature of what may be a JWT, and breaks where a token is needed. */
export const refusedJwt = (shown: string, product: Product): Answer | undefined =>
  isForeign(shown, product) && isJwt(shown) ? refuse(500, listed('internal error')) : undefined

const isJwt = (text: string): boolean => text.split('.').length === 3 && !/^.(?:..)?\./.test(text)

/** The same for a token that a request is about. */
export const refusedSubject = (token: string, product: Product): Answer | undefined =>
  isForeign(token, product) ? refuse(500, listed(ofToken)) : undefined

/** The same for a token that an answer waits behind. */
export function refusedWrapping(token: string, product: Product): Answer | undefined {
  if (isSigned(token)) return refuse(403, `error validating wrapping token: ${unsigned}`)
  return isForeign(token, product)
    ? refuse(403, `error validating wrapping token: ${ofToken}`)
    : undefined
}

const unsigned =
  'wrapping token signature could not be validated: go-jose/go-jose: error in cryptographic primitive'

/** Whether it is a JWT as Vault makes them of wrapping tokens, which the embedded one does not. */
function isSigned(token: string): boolean {
  const [header = '', , signature] = token.split('.')
  if (signature === undefined) return false
  try {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg?: unknown }
    return alg === 'ES512'
  } catch {
    return false
  }
}

/** Why nobody looks for a lease that a path names, or that only reads as a text. */
export const refusedLease = (lease: string, product: Product): Answer | undefined =>
  isForeign(lease, product) ? refuse(400, 'no namespace') : undefined

/** Why nobody looks for an accessor. */
export const refusedAccessor = (accessor: string, product: Product): Answer | undefined =>
  isForeign(accessor, product) ? refuse(500, listed('no namespace')) : undefined

/** Why a request is refused for the id in its body, before anybody asks who makes it. */
export function refusedIdIn({ fullPath, data, product }: Omit<Call, 'path'>): Answer | undefined {
  const { token, lease_id: lease } = data
  if (onToken.test(fullPath) && token !== undefined) {
    if (typeof token !== 'string') return refuse(403, 'invalid token')
    return isForeign(token, product) ? noNamespace : undefined
  }
  if (!onLease.test(fullPath) || lease === undefined || lease === null) return undefined
  if (typeof lease !== 'string')
    return product.leaseIdsAreTexts ? refuse(400, 'invalid lease ID') : undefined
  return isForeign(lease, product) ? noNamespace : undefined
}

/** Whether a token, an accessor or a lease ends with the name of a namespace that there is not. */
function isForeign(id: string, { idsNameNamespaces }: Product): boolean {
  const bare = /^(b|s|hvb|hvs)\./.test(id) ? id.slice(id.indexOf('.') + 1) : lastPart(id)
  const name = bare.includes('.') ? bare.slice(bare.lastIndexOf('.') + 1) : ''
  return idsNameNamespaces && name !== '' && name !== 'root'
}

const lastPart = (id: string): string => id.slice(id.lastIndexOf('/') + 1)
