import type { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'

/** A private key and the certificate that belongs to it, as PEM. */
export interface Identity {
  readonly key: string
  readonly cert: string
}

/** A certificate authority that exists only while it is needed. */
export interface Authority {
  /** Its own certificate, as PEM. */
  readonly ca: string
  /** A new identity for a host name or an address; valid for loopback, too. */
  issue(host: string): Promise<Identity>
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

// TLS tells the real time whatever the world's clock says, so the validity covers all of it.
const validity = {
  notBefore: new Date('2020-01-01T00:00:00Z'),
  notAfter: new Date('2049-12-31T00:00:00Z'),
}

/** Loaded only when a certificate is wanted: it takes a seventh of a second. */
async function loadX509() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

/** Makes an authority with a key of its own. */
export async function createAuthority(): Promise<Authority> {
  const x509 = await loadX509()
  const keys = await newKeys()
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=baqlab',
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  })
  return {
    ca: root.toString('pem'),
    async issue(host) {
      const { privateKey, publicKey } = await newKeys()
      const leaf = await x509.X509CertificateGenerator.create({
        ...validity,
        subject: [{ CN: [host] }],
        issuer: root.subject,
        signingAlgorithm: algorithm,
        publicKey,
        signingKey: keys.privateKey,
        extensions: [new x509.SubjectAlternativeNameExtension(alternativeNames(host))],
      })
      const key = await crypto.subtle.exportKey('pkcs8', privateKey)
      return {
        key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
        cert: leaf.toString('pem'),
      }
    },
  }
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])

function alternativeNames(host: string): { type: 'dns' | 'ip'; value: string }[] {
  const names = [...new Set([host, 'localhost', '127.0.0.1'])]
  return names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value }))
}
