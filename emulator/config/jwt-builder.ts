import { rule } from '../rule.ts'
import { readReference } from './ids.ts'
import type { JwtBuilder, Setting } from './model.ts'
import { defaultAs } from './reading.ts'
import type { Source } from './reading.ts'
import { signatureAlgorithms } from './token-elements.ts'
import { readEnum, readFlag, readList, readMs, readSecret, readText } from './values.ts'

export const jwtDefaults = rule('config.jwt-builder.default', {
  status: 'documented',
  source: 'Open Liberty: JWT Builder (jwtBuilder)',
  says: 'a jwtBuilder signs with RS256, for 2h, without jti and nbf, where nothing else is set',
})

export const jwtExpiry = rule('config.jwt-builder.expiry', {
  status: 'documented',
  source: 'Open Liberty: JWT Builder (jwtBuilder)',
  says: 'expiresInSeconds wins over expiry unless it is negative; bare numbers are seconds and hours',
})

/** Reads `jwtBuilder`; which key it needs is seen when it signs. */
export function readJwtBuilder(source: Source): JwtBuilder {
  const { element } = source
  const sharedKey = readSecret(source, 'sharedKey')
  const signing = readSigning(source)
  return {
    id: element.id,
    at: element.at,
    ...readClaims(source),
    ...signing,
    ...(sharedKey && { sharedKey }),
    jwkEnabled: readFlag(source, 'jwkEnabled', false),
    jwkSigningKeySize: readKeySize(source),
    ...readEncryption(source),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

function readClaims(source: Source) {
  const issuer = readText(source, 'issuer')
  const scope = readText(source, 'scope')
  const nbfOffsetMs = readMs(source, 'nbfOffset')
  const expiryMs = readMs(source, 'expiry')
  return {
    ...(issuer && { issuer }),
    audiences: readList(source, 'audiences'),
    scope: scope
      ? { ...scope, value: scope.value.split(/\s+/) }
      : defaultAs<readonly string[]>(source, []),
    claims: readList(source, 'claims'),
    expiryMs: readMs(source, 'expiresInSeconds') ?? expiryMs ?? defaultAs(source, 7_200_000),
    jti: readFlag(source, 'jti', false),
    ...(nbfOffsetMs && { nbfOffsetMs }),
  }
}

function readSigning(source: Source) {
  const keyStoreRef = readReference(source, 'keyStoreRef')
  const keyAlias = readText(source, 'keyAlias')
  return {
    signatureAlgorithm:
      readEnum(source, 'signatureAlgorithm', signatureAlgorithms) ??
      defaultAs(source, 'RS256' as const),
    ...(keyStoreRef && { keyStoreRef }),
    ...(keyAlias && { keyAlias }),
  }
}

function readKeySize(source: Source): Setting<1024 | 2048 | 4096> {
  const size = readEnum(source, 'jwkSigningKeySize', ['1024', '2048', '4096'])
  if (!size) return defaultAs(source, 2048)
  return { ...size, value: Number(size.value) as 1024 | 2048 | 4096 }
}

function readEncryption(source: Source) {
  const keyManagementKeyAlgorithm = readEnum(source, 'keyManagementKeyAlgorithm', [
    'RSA-OAEP',
    'ECDH-ES',
  ])
  const keyManagementKeyAlias = readText(source, 'keyManagementKeyAlias')
  const contentEncryptionAlgorithm = readEnum(source, 'contentEncryptionAlgorithm', ['A256GCM'])
  const trustStoreRef = readReference(source, 'trustStoreRef')
  return {
    ...(keyManagementKeyAlgorithm && { keyManagementKeyAlgorithm }),
    ...(keyManagementKeyAlias && { keyManagementKeyAlias }),
    ...(contentEncryptionAlgorithm && { contentEncryptionAlgorithm }),
    ...(trustStoreRef && { trustStoreRef }),
  }
}
