import { pbkdf2Sync } from 'node:crypto'
import { rule } from '../rule.ts'

export const aesPassphrase = rule('config.password.passphrase', {
  status: 'documented',
  source: 'Open Liberty: AESKeyManager',
  says: 'passwords in {aes} are for wlp.password.encryption.key, or for the text ${…} of that name',
})

/** What stands for the passphrase where none is set: Liberty leaves the variable as it is written. */
export const defaultPassphrase = '${wlp.password.encryption.key}'

/** The keys of {aes}, made from one passphrase when they are needed first: each takes a while. */
export interface PasswordKeys {
  /** Whether the passphrase is that of every server that has none of its own. */
  readonly isDefault: boolean
  readonly v0: () => Buffer
  readonly v1: () => Buffer
}

const salt0 = 'a7a283394c5ab34f32150a9e2f171138c32e7d80'
const salt1 = [
  'a7c1160f870b664ba544a2a76053ebbbd31d1a6aee453cfa6c496f7a29edb2b1',
  'e46639f64230366f235c3b87240f0ec1d56b3fee572bc74a006b89fef9f9d2a1',
  'd424f65689b08e0a55181887e23f3b3134b4866cac1004d93a4b09e77e7fa07a',
  'c2a247f89bdf39d4a3564c8d718468d887f75679d0c7b3c649070c0418afc06b',
].join('')

/** Prepares the keys for a passphrase. */
export function passwordKeys(passphrase = defaultPassphrase): PasswordKeys {
  const derive = (salt: string, rounds: number, length: number, hash: string) => {
    let key: Buffer | undefined
    return () => (key ??= pbkdf2Sync(passphrase, Buffer.from(salt, 'hex'), rounds, length, hash))
  }
  return {
    isDefault: passphrase === defaultPassphrase,
    v0: derive(salt0, 84_756, 16, 'sha1'),
    v1: derive(salt1, 210_000, 32, 'sha512'),
  }
}
