import type { KeyObject, X509Certificate } from 'node:crypto'

/** A private key of a key store, with the certificates that vouch for it, its own first. */
export interface KeyEntry {
  /** The name it answers to; absent in a PEM file, whose one key answers to every name. */
  readonly alias?: string
  readonly key: KeyObject
  readonly chain: readonly X509Certificate[]
}

/** What a file holds: its keys, and certificates that vouch for others. */
export interface KeyStoreContent {
  readonly entries: readonly KeyEntry[]
  readonly trusted: readonly X509Certificate[]
}

/** Why a file cannot be read as a key store. */
export type KeyStoreFault = 'password' | 'format' | 'jks'

export type KeyStoreReading = KeyStoreContent | { readonly fault: KeyStoreFault }

/** The certificates that lead from a key's own to its authority, as far as the file has them. */
export function chainOf(key: KeyObject, all: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = []
  let next = all.find((each) => each.checkPrivateKey(key))
  while (next && !chain.includes(next)) {
    chain.push(next)
    const { issuer } = next
    next = all.find((each) => each.subject === issuer)
  }
  return chain
}
