import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { decodeProtectedHeader, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import { builderTestKey, pairAlgorithms, publicHalf } from '../../../harness/fakes/test-keys.ts'
import { readKeyStore } from '../../../harness/keystores/read-key-store.ts'
import { scenarioWorld } from '../../support/scenario-world.ts'
import { serverXml } from '../../support/server-xml.ts'

const password = 'test-passw0rd'
const p12 = readFileSync(new URL('../../../scenarios/generated/outbound.p12', import.meta.url))
const ring = `{ file: keys.p12, password: ${password} }`

/** The scenario of one call with a JWT that a jwtBuilder of these attributes signs. */
async function call(
  builder: string,
  { keystores = ring, store = 'location="safkeyring:///OutboundKeyRing" password="password"' } = {},
  files: Readonly<Record<string, string | Uint8Array>> = { 'keys.p12': p12 },
  start = '2026-01-05T00:00:00Z',
) {
  const text = `
scenario: A jwtBuilder signs
config: server.xml
start: ${start}
program: { user: IMSUSER }
${keystores === '' ? '' : `keystores: { OutboundKeyRing: ${keystores} }`}
services: { api: { kind: api, at: http://api.example.com, routes: { GET /a: { body: ok } } } }
requests: { read: { connection: api, path: /a } }
steps: [{ call: read }]
`
  const xml = serverXml(
    '<zosconnect_endpointConnection id="api" host="http://api.example.com" authenticationConfigRef="local"/>',
    '<zosconnect_authTokenLocal id="local" tokenGeneratorRef="builder"/>',
    `<keyStore id="keys" ${store}/>`,
    `<jwtBuilder id="builder" issuer="https://zos.example.com" ${builder}/>`,
  )
  await using started = await scenarioWorld(text, { 'server.xml': xml, ...files })
  const seen = await started.steps()
  const [entry] = started.world.journal.since(0)
  return {
    jwt: entry?.request.headers[0]?.[1].replace('Bearer ', ''),
    currentDate: new Date(started.world.clock.now()),
    problems: started.problems
      .filter(({ severity }) => severity !== 'note')
      .map(
        ({ severity, code, message, at }) =>
          `${severity} ${code} ${at?.file}:${at?.line} ${message}`,
      ),
    notes: started.problems
      .filter(({ severity }) => severity === 'note')
      .map(({ message }) => message),
    outcome: seen[0]!.calls[0]!.outcome,
  }
}

const publicKeyOf = async (alias: string): Promise<KeyObject> => {
  const read = await readKeyStore(p12, password)
  if ('fault' in read) throw new Error(read.fault)
  return read.entries.find((entry) => entry.alias === alias)!.chain[0]!.publicKey
}

const aliasOf = { RS: 'rsa', ES256: 'p256', ES384: 'p384', ES512: 'p521' } as const

for (const algorithm of pairAlgorithms) {
  const alias = algorithm.startsWith('RS') ? aliasOf.RS : aliasOf[algorithm as 'ES256']
  test(`signs ${algorithm} with the key of a key ring, which its certificate proves`, async () => {
    const { jwt, currentDate, problems, notes } = await call(
      `signatureAlgorithm="${algorithm}" keyStoreRef="keys" keyAlias="${alias}"`,
    )
    const { payload, protectedHeader } = await jwtVerify(jwt!, await publicKeyOf(alias), {
      issuer: 'https://zos.example.com',
      currentDate,
    })
    expect(protectedHeader).toEqual({ alg: algorithm, kid: alias })
    expect(payload.sub).toBe('IMSUSER')
    expect([problems, notes]).toEqual([[], []])
  })

  test(`signs ${algorithm} with a test key where there is no file, and says so`, async () => {
    const { jwt, currentDate, problems, notes } = await call(
      `signatureAlgorithm="${algorithm}" keyStoreRef="keys" keyAlias="main"`,
      { keystores: '' },
    )
    const key = createPublicKey({
      key: { ...publicHalf(builderTestKey(algorithm)) },
      format: 'jwk',
    })
    const { protectedHeader } = await jwtVerify(jwt!, key, { currentDate })
    expect(protectedHeader).toEqual({ alg: algorithm, kid: 'main' })
    expect(problems).toEqual([])
    expect(notes).toEqual([
      'the jwtBuilder "builder" signs with a test key of baqlab, in the place of the key store "keys"',
    ])
  })
}

test.each(['HS256', 'HS384', 'HS512'])('signs %s with sharedKey', async (algorithm) => {
  const secret = 'a shared key that is long enough for every one of the algorithms there are'
  const { jwt, currentDate, problems, notes } = await call(
    `signatureAlgorithm="${algorithm}" sharedKey="${secret}"`,
    { keystores: '' },
  )
  const { protectedHeader } = await jwtVerify(jwt!, Buffer.from(secret), { currentDate })
  expect(protectedHeader).toEqual({ alg: algorithm })
  expect([problems, notes]).toEqual([[], []])
})

test('jwt.kid: ignores keyAlias where the server makes its key pair itself', async () => {
  const { jwt, currentDate, notes } = await call(
    'signatureAlgorithm="ES256" jwkEnabled="true" keyStoreRef="keys" keyAlias="rsa"',
  )
  expect(decodeProtectedHeader(jwt!)).toEqual({ alg: 'ES256', kid: 'builder-baqlab-test' })
  const key = createPublicKey({ key: { ...publicHalf(builderTestKey('ES256')) }, format: 'jwk' })
  await jwtVerify(jwt!, key, { currentDate })
  expect(notes[0]).toContain('a key pair that the server makes itself')
})

test('takes the password of the keyStore where the scenario has none', async () => {
  const { jwt, problems } = await call('keyStoreRef="keys" keyAlias="rsa"', {
    keystores: 'keys.p12',
    store: `location="safkeyring:///OutboundKeyRing" password="{xor}KzosK3IvPiwsKG8tOw=="`,
  })
  expect([jwt === undefined, problems]).toEqual([false, []])
})

test('reads the key store that server.xml itself names where it is there', async () => {
  const { jwt, notes } = await call('keyStoreRef="keys" keyAlias="rsa"', {
    keystores: '',
    store: `location="keys.p12" password="${password}"`,
  })
  await expect(
    jwtVerify(jwt!, await publicKeyOf('rsa'), { currentDate: new Date(Date.UTC(2026, 0, 5)) }),
  ).resolves.toBeDefined()
  expect(notes).toEqual([])
})

const pem = async (alias: string) => {
  const read = await readKeyStore(p12, password)
  if ('fault' in read) throw new Error(read.fault)
  return read.entries.find((entry) => entry.alias === alias)!
}

test('reads a PEM file, whose one key answers to every alias', async () => {
  const { key, chain } = await pem('p256')
  const text = `${key.export({ format: 'pem', type: 'pkcs8' }).toString()}${chain[0]!.toString()}`
  const { jwt, currentDate, problems } = await call(
    'signatureAlgorithm="ES256" keyStoreRef="keys" keyAlias="16"',
    { keystores: 'keys.pem' },
    { 'keys.pem': text },
  )
  const { protectedHeader } = await jwtVerify(jwt!, chain[0]!.publicKey, { currentDate })
  expect([protectedHeader.kid, problems]).toEqual(['16', []])
})

test('reads an encrypted PEM file with its password alone', async () => {
  const { key } = await pem('p256')
  const options = {
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'sesame',
  } as const
  const files = { 'keys.pem': key.export(options).toString() }
  const builder = 'signatureAlgorithm="ES256" keyStoreRef="keys"'
  const right = await call(builder, { keystores: '{ file: keys.pem, password: sesame }' }, files)
  expect(right.problems).toEqual([])
  const wrong = await call(builder, { keystores: '{ file: keys.pem, password: guessed }' }, files)
  expect(wrong.problems).toEqual([
    'error KEYSTORE-PASSWORD scenario.yaml:6 "keys.pem" does not open with its password',
  ])
  expect(wrong.outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
})

test('warns of a certificate that has expired by the clock of the scenario, and signs', async () => {
  const builder = 'keyStoreRef="keys" keyAlias="rsa"'
  const { problems, jwt } = await call(builder, {}, { 'keys.p12': p12 }, '2060-01-01T00:00:00Z')
  expect(problems).toEqual([
    expect.stringContaining('warning CERTIFICATE-EXPIRED server.xml:6 the certificate CN=rsa'),
  ])
  expect(jwt).toBeDefined()
})

const aJks = Uint8Array.from([0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2])

test.each<[string, string, Parameters<typeof call>[1], string, (string | Uint8Array)?]>([
  [
    'a wrong password',
    'keyStoreRef="keys" keyAlias="rsa"',
    { keystores: '{ file: keys.p12, password: guessed }' },
    'error KEYSTORE-PASSWORD scenario.yaml:6 "keys.p12" does not open with its password',
  ],
  [
    'a wrong password of server.xml',
    'keyStoreRef="keys" keyAlias="rsa"',
    { keystores: '', store: 'location="keys.p12" password="guessed"' },
    'error KEYSTORE-PASSWORD server.xml:5 "keys.p12" does not open with its password',
  ],
  [
    'an alias that is not there',
    'keyStoreRef="keys" keyAlias="rsb"',
    {},
    'error KEY-ALIAS server.xml:6 "keys.p12" has no key with the alias "rsb"',
  ],
  [
    'no alias among several keys',
    'keyStoreRef="keys"',
    {},
    'error KEY-ALIAS server.xml:6 "keys.p12" holds 4 keys, and no alias says which one',
  ],
  [
    'an RSA key for ES256',
    'keyStoreRef="keys" keyAlias="rsa" signatureAlgorithm="ES256"',
    {},
    'error KEY-UNSUITABLE server.xml:6 the key "rsa" of the jwtBuilder "builder" does not sign with ES256: it is no key of the curve P-256',
  ],
  [
    'a key of another curve',
    'keyStoreRef="keys" keyAlias="p256" signatureAlgorithm="ES384"',
    {},
    'error KEY-UNSUITABLE server.xml:6 the key "p256" of the jwtBuilder "builder" does not sign with ES384: its curve is P-256',
  ],
  [
    'an EC key for RS256',
    'keyStoreRef="keys" keyAlias="p256"',
    {},
    'error KEY-UNSUITABLE server.xml:6 the key "p256" of the jwtBuilder "builder" does not sign with RS256: it is no RSA key',
  ],
  [
    'an HS algorithm without sharedKey',
    'signatureAlgorithm="HS256"',
    {},
    'error KEY-UNSUITABLE server.xml:6 the jwtBuilder "builder" signs with HS256 and has no sharedKey',
  ],
  [
    'a file that is no key store',
    'keyStoreRef="keys"',
    { keystores: 'keys.p12' },
    'error KEYSTORE-FORMAT scenario.yaml:6 "keys.p12" is neither PEM nor PKCS12',
    'no key store',
  ],
  [
    'a JKS file',
    'keyStoreRef="keys"',
    { keystores: 'keys.p12' },
    'error KEYSTORE-FORMAT scenario.yaml:6 "keys.p12" is a JKS or JCEKS key store',
    aJks,
  ],
])(
  'tells of %s, and the call ends with BAQR1008E',
  async (_title, builder, stores, problem, file = p12) => {
    const { problems, outcome, jwt } = await call(builder, stores, { 'keys.p12': file })
    expect(problems).toEqual([problem])
    expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
    expect(outcome.statusMessage).toContain('BAQR1008E')
    expect(jwt).toBeUndefined()
  },
)

test('names a key ring that server.xml does not have', async () => {
  const { problems } = await call('signatureAlgorithm="HS256" sharedKey="s3cr3t"', {
    store: 'location="safkeyring:///Outbound"',
  })
  expect(problems).toEqual([
    'error UNKNOWN-NAME scenario.yaml:6 server.xml has no key ring and no keyStore "OutboundKeyRing"',
  ])
})
