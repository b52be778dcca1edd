import { rule } from '../rule.ts'
import { Secret } from '../secret.ts'
import { decodeAes } from './password-aes.ts'
import { passwordKeys } from './password-keys.ts'
import type { PasswordKeys } from './password-keys.ts'
import type { ReadPassword } from './read-password.ts'

export const xorPassword = rule('config.password.xor', {
  status: 'documented',
  source: 'Open Liberty: PasswordCipherUtil',
  says: 'a password after {xor} is Base64 of its bytes, each combined with 0x5F by exclusive or',
})

export const hashPassword = rule('config.password.hash', {
  status: 'documented',
  source: 'Open Liberty: PasswordCipherUtil',
  says: 'a password after {hash} serves users of a basicRegistry only: here it is refused',
})

const encode = 'encode it anew: securityUtility encode --encoding=xor'

/** Decodes a value of a password attribute by its prefix; without one it is the password itself. */
export function readPassword(text: string, keys: PasswordKeys = passwordKeys()): ReadPassword {
  const [prefix = '', encoding] = /^\{(xor|aes|hash)\}/i.exec(text) ?? []
  const payload = text.slice(prefix.length)
  switch (encoding?.toLowerCase()) {
    case 'xor':
      return decodeXor(payload)
    case 'aes':
      return isBase64(payload)
        ? decodeAes(Buffer.from(payload, 'base64'), keys)
        : { wrong: 'a password in {aes} is not valid Base64', tries: encode }
    case 'hash':
      return { wrong: 'a password in {hash} cannot be turned back', tries: encode }
    default:
      return { secret: new Secret(text) }
  }
}

const isBase64 = (payload: string): boolean =>
  /^[A-Za-z0-9+/]*={0,2}$/.test(payload) && payload.length % 4 === 0

function decodeXor(payload: string): ReadPassword {
  if (!isBase64(payload)) return { wrong: 'a password in {xor} is not valid Base64', tries: encode }
  const bytes = Buffer.from(payload, 'base64').map((byte) => byte ^ 0x5f)
  try {
    return { secret: new Secret(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return { wrong: 'a password in {xor} is not valid UTF-8', tries: encode }
  }
}
