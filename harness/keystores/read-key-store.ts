import type { KeyStoreReading } from './entry.ts'
import { isPem, readPem } from './pem.ts'
import { readPkcs12 } from './pkcs12.ts'

/** Reads a key store file by what it holds, whatever its name: PEM or PKCS12. */
export async function readKeyStore(bytes: Uint8Array, password: string): Promise<KeyStoreReading> {
  const text = Buffer.from(bytes).toString('latin1')
  if (isPem(text)) return readPem(text, password)
  return isJks(bytes) ? { fault: 'jks' } : readPkcs12(bytes, password)
}

/** JKS and JCEKS begin with words of their own. */
function isJks(bytes: Uint8Array): boolean {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  return magic === 'feedfeed' || magic === 'cececece'
}
