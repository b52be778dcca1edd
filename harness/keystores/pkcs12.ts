import { createPrivateKey, X509Certificate } from 'node:crypto'
import type forgeModule from 'node-forge'
import type { asn1, pkcs12 } from 'node-forge'
import { chainOf, type KeyEntry, type KeyStoreReading } from './entry.ts'

type Forge = typeof forgeModule

/** Reads the private keys and certificates of a PKCS12 file, whatever their algorithm. */
export async function readPkcs12(bytes: Uint8Array, password: string): Promise<KeyStoreReading> {
  const { default: forge } = await import('node-forge')
  const tree = treeOf(forge, bytes)
  if (!tree) return { fault: 'format' }
  let file: pkcs12.Pkcs12Pfx
  try {
    file = forge.pkcs12.pkcs12FromAsn1(tree, false, password)
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : ''
    return { fault: /password|decrypt|mac/i.test(why) ? 'password' : 'format' }
  }
  try {
    return contentOf(forge, file)
  } catch {
    return { fault: 'format' }
  }
}

function treeOf(forge: Forge, bytes: Uint8Array): asn1.Asn1 | undefined {
  try {
    return forge.asn1.fromDer(Buffer.from(bytes).toString('binary'))
  } catch {
    return undefined
  }
}

function contentOf(forge: Forge, file: pkcs12.Pkcs12Pfx): KeyStoreReading {
  const { keyBag, pkcs8ShroudedKeyBag, certBag } = forge.pki.oids
  const bagsOf = (type: string | undefined) => file.getBags({ bagType: type! })[type!] ?? []
  const certificates = bagsOf(certBag).map(
    (bag) => new X509Certificate(derOf(forge, bag.asn1 ?? forge.pki.certificateToAsn1(bag.cert!))),
  )
  const entries = [...bagsOf(keyBag), ...bagsOf(pkcs8ShroudedKeyBag)].map((bag): KeyEntry => {
    const key = createPrivateKey({ key: keyOf(forge, bag), format: 'der', type: 'pkcs8' })
    const attributes = bag.attributes as { readonly friendlyName?: readonly string[] } | undefined
    const [alias] = attributes?.friendlyName ?? []
    return { key, chain: chainOf(key, certificates), ...(alias !== undefined && { alias }) }
  })
  const owned = new Set(entries.flatMap(({ chain }) => chain))
  return { entries, trusted: certificates.filter((each) => !owned.has(each)) }
}

/** forge knows RSA keys alone, and hands out any other as it found it. */
const keyOf = (forge: Forge, { key, asn1 }: pkcs12.Bag): Buffer =>
  key
    ? derOf(forge, forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)))
    : derOf(forge, asn1)

const derOf = (forge: Forge, tree: asn1.Asn1): Buffer =>
  Buffer.from(forge.asn1.toDer(tree).getBytes(), 'binary')
