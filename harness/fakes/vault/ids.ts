import type { Random } from '../../seed.ts'
import type { Product } from './product.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Text as base64url would give it: five characters from each number drawn. */
function idText(random: Random, length: number): string {
  let text = ''
  while (text.length < length) {
    let bits = random() * 2 ** 30
    for (let i = 0; i < 5; i++) {
      text += alphabet[bits & 63]!
      bits >>>= 6
    }
  }
  return text.slice(0, length)
}

const hex = (random: Random, digits: number): string =>
  ((random() * 16 ** digits) >>> 0).toString(16).padStart(digits, '0')

/** An id of the shape Vault gives requests, entities, roles and secret ids. */
export const uuid = (random: Random): string => {
  const middle = `${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}`
  return `${hex(random, 8)}-${middle}-${hex(random, 8)}${hex(random, 4)}`
}

/** Letters and digits, for passwords that are used once. */
export const base62Text = (random: Random, length: number): string =>
  idText(random, length).replace(/[-_]/g, 'x')

/** The id of a client of this Vault's identity tokens: 26 letters and digits. */
export const clientIdText = (random: Random): string => base62Text(random, 26)

/** Handle of a service token that is not the token. */
export const accessorText = (random: Random): string => base62Text(random, 24)

/**
 * A token as long as the product's: 95 characters for a service token of Vault, more for a batch token.
 * @see https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes
 */
export const tokenText = (
  random: Random,
  type: 'service' | 'batch',
  { tokenPrefix, tokenLength }: Product,
): string => tokenPrefix[type] + idText(random, type === 'service' ? tokenLength : batchLength)

const batchLength = 150
