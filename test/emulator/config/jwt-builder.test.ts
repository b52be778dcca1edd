import { expect, it } from 'vitest'
import type { Setting } from '../../../emulator/config/model.ts'
import { readElements } from '../../support/server-xml.ts'

const keyStores = '<keyStore id="k" location="k.p12" password="p"/>'

function built(attributes: string): Readonly<Record<string, unknown>> {
  const { config } = readElements(keyStores, `<jwtBuilder id="b" ${attributes}/>`)
  const builder = config!.jwtBuilders.get('b')!
  return Object.fromEntries(
    Object.entries(builder).flatMap(([name, setting]) =>
      name === 'id' || name === 'at' ? [] : [[name, (setting as Setting<unknown>).value]],
    ),
  )
}

it('signs with RS256 for two hours where nothing is set (config.jwt-builder.default)', () => {
  expect(built('')).toEqual({
    audiences: [],
    scope: [],
    claims: [],
    expiryMs: 7_200_000,
    jti: false,
    signatureAlgorithm: 'RS256',
    jwkEnabled: false,
    jwkSigningKeySize: 2048,
  })
})

it.each([
  ['issuer="i"', { issuer: 'i' }],
  ['audiences="a, b"', { audiences: ['a', 'b'] }],
  ['scope=" one  two&#9;three "', { scope: ['one', 'two', 'three'] }],
  ['claims="x,y"', { claims: ['x', 'y'] }],
  ['jti="true"', { jti: true }],
  ['nbfOffset="5s"', { nbfOffsetMs: 5000 }],
  ['signatureAlgorithm="ES256"', { signatureAlgorithm: 'ES256' }],
  ['keyStoreRef="k" keyAlias="mine"', { keyStoreRef: 'k', keyAlias: 'mine' }],
  ['jwkEnabled="true" jwkSigningKeySize="1024"', { jwkEnabled: true, jwkSigningKeySize: 1024 }],
  ['jwkSigningKeySize="2048"', { jwkSigningKeySize: 2048 }],
  ['jwkSigningKeySize="4096"', { jwkSigningKeySize: 4096 }],
  [
    'keyManagementKeyAlgorithm="RSA-OAEP" keyManagementKeyAlias="theirs" trustStoreRef="k"',
    {
      keyManagementKeyAlgorithm: 'RSA-OAEP',
      keyManagementKeyAlias: 'theirs',
      trustStoreRef: 'k',
    },
  ],
  [
    'keyManagementKeyAlgorithm="ECDH-ES" contentEncryptionAlgorithm="A256GCM"',
    { keyManagementKeyAlgorithm: 'ECDH-ES', contentEncryptionAlgorithm: 'A256GCM' },
  ],
])('reads %s of a jwtBuilder', (attributes, expected) => {
  expect(built(attributes)).toEqual({ ...built(''), ...expected })
})
