import { createDecipheriv } from 'node:crypto'
import { rule } from '../rule.ts'
import { Secret } from '../secret.ts'
import type { ReadPassword } from './read-password.ts'
import type { PasswordKeys } from './password-keys.ts'

export const aesV0Password = rule('config.password.aes-v0', {
  status: 'documented',
  source: 'Open Liberty: PasswordCipherUtil, AESKeyManager and their tests',
  says: '{aes} with a first byte 0 is AES-128-CBC; key and IV come from PBKDF2 with SHA-1',
})

export const aesV1Password = rule('config.password.aes-v1', {
  status: 'documented',
  source: 'Open Liberty: AesCipher, AESKeyManager and their tests',
  says: '{aes} with a first byte 1 is AES-256-GCM; the key comes from PBKDF2 with SHA-512',
})

export const aesWrongKey = rule('config.password.wrong-key', {
  status: 'assumed',
  source:
    'Assumed: the log of a real server with another wlp.password.encryption.key would settle it',
  says: 'a password in {aes} for another passphrase is an error, and never taken for plain text',
})

export const aesV2Password = rule('config.password.aes-v2', {
  status: 'assumed',
  source: 'Assumed: the layout of passwords for wlp.aes.encryption.key, which no source seen gives',
  says: 'a password in {aes} with a first byte 2 is for wlp.aes.encryption.key and is refused',
})

/** Decodes what stood after {aes}: its first byte says how. */
export function decodeAes(bytes: Buffer, keys: PasswordKeys): ReadPassword {
  const version = bytes[0]
  if (version === 2) return ownKey
  if (version !== 0 && version !== 1) return unknownVersion
  try {
    const plain = version === 0 ? openV0(bytes, keys.v0()) : openV1(bytes, keys.v1())
    const start = 1 + plain[0]!
    if (start > plain.length) return wrongKey(keys)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    return { secret: new Secret(text.decode(plain.subarray(start))) }
  } catch {
    return wrongKey(keys)
  }
}

function openV0(bytes: Buffer, key: Buffer): Buffer {
  const decipher = createDecipheriv('aes-128-cbc', key, key)
  return Buffer.concat([decipher.update(bytes.subarray(1)), decipher.final()])
}

const tagLength = 16

function openV1(bytes: Buffer, key: Buffer): Buffer {
  const ivEnd = 2 + bytes[1]!
  const iv = bytes.subarray(2, ivEnd)
  const options = { authTagLength: tagLength }
  const decipher = createDecipheriv('aes-256-gcm', key, iv, options)
  decipher.setAuthTag(bytes.subarray(-tagLength))
  return Buffer.concat([decipher.update(bytes.subarray(ivEnd, -tagLength)), decipher.final()])
}

const wrongKey = ({ isDefault }: PasswordKeys): ReadPassword => ({
  wrong: isDefault
    ? 'a password in {aes} is not for the default passphrase'
    : 'a password in {aes} is not for the passphrase in "wlp.password.encryption.key"',
  tries: isDefault
    ? 'set the variable wlp.password.encryption.key to that of the server'
    : 'check wlp.password.encryption.key, or encode the password anew',
})

const ownKey: ReadPassword = {
  wrong:
    'a password in {aes} of version 2 is for wlp.aes.encryption.key, which baqlab does not know',
  tries: 'encode it with wlp.password.encryption.key: securityUtility encode --encoding=aes',
}

const unknownVersion: ReadPassword = {
  wrong: 'a password in {aes} is of no version that is known',
  tries: 'encode it anew: securityUtility encode --encoding=aes',
}
