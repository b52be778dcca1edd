import { rule } from '../rule.ts'
import { readReference } from './ids.ts'
import type { KeyRing, KeyStore, Setting, Ssl, SslDefault } from './model.ts'
import type { Source } from './reading.ts'
import { readFlag, readPath, readSecret, readText } from './values.ts'

export const keyRings = rule('config.key-ring', {
  status: 'documented',
  source: 'z/OS Connect: How to configure TLS with key rings; Liberty: keyStore on z/OS',
  says: 'location="safkeyring:///RING" is a key ring of the server, safkeyring://USER/RING that of a user',
})

export const defaultSsl = rule('config.ssl.default', {
  status: 'assumed',
  source: 'Assumed: an https connection without sslCertsRef beside outboundSSLRef would settle it',
  says: 'without sslCertsRef it is the outboundSSLRef of sslDefault, then its sslRef, then defaultSSLConfig',
})

/** Reads `ssl`. */
export function readSsl(source: Source): Ssl {
  const { element } = source
  const keyStoreRef = readReference(source, 'keyStoreRef')
  const trustStoreRef = readReference(source, 'trustStoreRef')
  const clientKeyAlias = readText(source, 'clientKeyAlias')
  const sslProtocol = readText(source, 'sslProtocol')
  const verifyHostname = readFlag(source, 'verifyHostname', true)
  return {
    id: element.id,
    at: element.at,
    ...(keyStoreRef && { keyStoreRef }),
    ...(trustStoreRef && { trustStoreRef }),
    ...(clientKeyAlias && { clientKeyAlias }),
    ...(sslProtocol && { sslProtocol }),
    ...(verifyHostname.from === 'written' && { verifyHostname }),
  }
}

/** Reads `sslDefault`. */
export function readSslDefault(source: Source): SslDefault {
  const sslRef = readReference(source, 'sslRef')
  const outboundSSLRef = readReference(source, 'outboundSSLRef')
  return { ...(sslRef && { sslRef }), ...(outboundSSLRef && { outboundSSLRef }) }
}

/** Reads `keyStore`, a file or a key ring. */
export function readKeyStore(source: Source): KeyStore {
  const { element } = source
  const location = readPath(source, 'location')
  const keyRing = location && keyRingOf(location)
  const type = readText(source, 'type')
  const password = readSecret(source, 'password')
  return {
    id: element.id,
    at: element.at,
    ...(location && { location }),
    ...(keyRing && { keyRing }),
    ...(type && { type }),
    ...(password && { password }),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

/** Two, three and four slashes are written before the ring or its owner. */
function keyRingOf({ value }: Setting<string>): KeyRing | undefined {
  const path = /^safkeyring[a-z]*:\/\/(.*)$/i.exec(value)?.[1]
  const [first, second] = (path ?? '').split('/').filter((part) => part !== '')
  if (first === undefined) return undefined
  return second === undefined ? { name: first } : { owner: first, name: second }
}

/** The id of the SSL configuration of a connection: its own, or the one that serves where none is named. */
export const sslIdOf = (
  sslCertsRef: Setting<string> | undefined,
  { sslRef, outboundSSLRef }: SslDefault,
): string => (sslCertsRef ?? outboundSSLRef ?? sslRef)?.value ?? 'defaultSSLConfig'
