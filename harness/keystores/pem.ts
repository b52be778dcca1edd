import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { chainOf, type KeyStoreReading } from './entry.ts'

const certificates = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^-]+(?:-[^-]+)*-----END \1-----/

/** Whether bytes are a PEM file. */
export const isPem = (text: string): boolean => text.includes('-----BEGIN ')

/** Reads the private key and the certificates of a PEM file. */
export function readPem(text: string, password: string): KeyStoreReading {
  const key = readKey(text, password)
  if (key === 'password' || key === 'format') return { fault: key }
  try {
    const found = [...text.matchAll(certificates)].map(([pem]) => new X509Certificate(pem))
    const chain = key ? chainOf(key, found) : []
    const trusted = found.filter((each) => !chain.includes(each))
    return { entries: key ? [{ key, chain }] : [], trusted }
  } catch {
    return { fault: 'format' }
  }
}

function readKey(text: string, passphrase: string): KeyObject | KeyFault | undefined {
  const [pem] = privateKey.exec(text) ?? []
  if (pem === undefined) return undefined
  const isEncrypted = pem.includes('ENCRYPTED')
  try {
    return createPrivateKey({ key: pem, ...(isEncrypted && { passphrase }) })
  } catch {
    return isEncrypted ? 'password' : 'format'
  }
}

type KeyFault = 'password' | 'format'
