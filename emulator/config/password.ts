import { rule } from '../rule.ts'
import { Secret } from '../secret.ts'

/** A password, decoded, or why it cannot be; the reason never holds any of it. */
export type ReadPassword =
  { readonly secret: Secret } | { readonly wrong: string; readonly tries: string }

export const xorPassword = rule('config.password.xor', {
  status: 'documented',
  source: 'Open Liberty: PasswordCipherUtil',
  says: 'a password after {xor} is Base64 of its bytes, each combined with 0x5F by exclusive or',
})

const encode = 'encode it anew: securityUtility encode --encoding=xor'

/** Decodes a value of a password attribute by its prefix; without one it is the password itself. */
export function readPassword(text: string): ReadPassword {
  const prefix = /^\{(xor|aes|hash)\}/i.exec(text)
  const payload = text.slice(prefix?.[0].length ?? 0)
  switch (prefix?.[1]!.toLowerCase()) {
    case 'xor':
      return decodeXor(payload)
    case 'aes':
      return { wrong: 'a password in {aes} is not decoded yet', tries: encode }
    case 'hash':
      return { wrong: 'a password in {hash} cannot be turned back', tries: encode }
    default:
      return { secret: new Secret(text) }
  }
}

function decodeXor(payload: string): ReadPassword {
  const wrong = { wrong: 'a password in {xor} is not valid Base64', tries: encode }
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(payload) || payload.length % 4 !== 0) return wrong
  const bytes = Buffer.from(payload, 'base64').map((byte) => byte ^ 0x5f)
  try {
    return { secret: new Secret(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    return { ...wrong, wrong: 'a password in {xor} is not valid UTF-8' }
  }
}
