import { createHmac } from 'node:crypto'
import { CompactSign, EncryptJWT, type JWTPayload } from 'jose'
import { expect, test } from 'vitest'
import { keyPair, publicHalf, testKeys } from '../../../harness/fakes/test-keys.ts'
import { ask, ended, good, oidc, seconds, signed } from '../../support/inbound.ts'

const mpJwt = (attributes = '') =>
  `<mpJwt id="mp" issuer="https://idp" audiences="api" jwksUri="https://idp/jwks" userNameAttribute="sub" ${attributes}/>`

/** How a request with these claims ends at both elements. */
async function both(claims: JWTPayload, attributes = ''): Promise<readonly string[]> {
  const token = await signed(claims)
  const ways = [[oidc(attributes)], [mpJwt(attributes)]]
  return Promise.all(ways.map(async (xml) => ended(await ask({ xml, token }))))
}

const of = (claims: JWTPayload): JWTPayload => ({ ...good, ...claims })
const granted = ['granted ANNA', 'granted ANNA']

test.for<[string, JWTPayload, string]>([
  ['everything right', of({}), 'granted ANNA'],
  ['another issuer', of({ iss: 'https://evil' }), '401 inbound.issuer'],
  ['an issuer in another case', of({ iss: 'https://IDP' }), '401 inbound.issuer'],
  ['a slash more in the issuer', of({ iss: 'https://idp/' }), '401 inbound.issuer'],
  ['another audience', of({ aud: 'other' }), '401 inbound.audience'],
  ['several audiences', of({ aud: ['other', 'api'] }), 'granted ANNA'],
  ['an exp that has passed within the skew', of({ exp: seconds - 299 }), 'granted ANNA'],
  [
    'an exp that has passed by the skew',
    of({ exp: seconds - 300, iat: seconds - 400 }),
    '401 inbound.expired',
  ],
  ['an iat within the skew', of({ iat: seconds + 300, exp: seconds + 400 }), 'granted ANNA'],
  [
    'an iat beyond the skew',
    of({ iat: seconds + 301, exp: seconds + 400 }),
    '401 inbound.issued-at',
  ],
  ['an iat after exp', of({ iat: seconds + 61 }), '401 inbound.issued-at'],
  ['an nbf within the skew', of({ nbf: seconds + 299 }), 'granted ANNA'],
  ['an nbf beyond the skew', of({ nbf: seconds + 301 }), '401 inbound.not-before'],
] as const)('takes the claims as the configuration has it: %s', async ([, claims, end]) => {
  const changed = claims.exp === seconds - 299 ? { ...claims, iat: seconds - 400 } : claims
  const ends = await both(changed)
  expect(ends).toEqual([end, end])
})

test.for<[string, JWTPayload, string]>([
  ['no exp', { ...good, exp: undefined }, '401 inbound.expired'],
  ['no issuer', { ...good, iss: undefined }, '401 inbound.issuer'],
  ['no audience', { ...good, aud: undefined }, '401 inbound.audience'],
  ['no user', { ...good, sub: undefined }, '401 inbound.user-claim'],
] as unknown as [string, JWTPayload, string][])(
  'refuses a token with %s',
  async ([, claims, end]) => {
    expect(await both(claims)).toEqual([end, end])
  },
)

test('refuses claims of the wrong type [inbound.claim-type]', async () => {
  for (const wrong of [
    { exp: '9999999999' },
    { iat: true },
    { nbf: null },
    { iss: ['https://idp'] },
    { aud: [1] },
    { aud: { api: true } },
  ]) {
    const text = JSON.stringify({ ...good, ...wrong })
    const key = await keyPair('RS256').making()
    const token = await new CompactSign(Buffer.from(text))
      .setProtectedHeader({ alg: 'RS256', kid: 'RS256 0' })
      .sign(key)
    const end = ended(await ask({ token }))
    expect([wrong, end]).toEqual([wrong, '401 inbound.claim-type'])
  }
})

test.for<[string, string, JWTPayload, readonly string[]]>([
  [
    'no issuer',
    'issuerIdentifier="" issuer=""',
    good,
    ['401 inbound.issuer', '401 inbound.issuer'],
  ],
  ['no audiences and none in the token', 'audiences=""', { ...good, aud: undefined }, granted],
  [
    'no audiences and one in the token',
    'audiences=""',
    good,
    ['401 inbound.audience', '401 inbound.audience'],
  ],
  ['ALL_AUDIENCES', 'audiences="ALL_AUDIENCES"', of({ aud: 'any' }), granted],
  [
    'ALL_ISSUERS, which is of mpJwt',
    'issuer="ALL_ISSUERS" issuerIdentifier="ALL_ISSUERS"',
    good,
    ['401 inbound.issuer', 'granted ANNA'],
  ],
  [
    'a URL above the request',
    'audiences=""',
    of({ aud: 'https://zosc:9443/accounts' }),
    ['granted ANNA', '401 inbound.audience'],
  ],
  [
    'a URL beside the request',
    'audiences=""',
    of({ aud: 'https://zosc:9443/acc' }),
    ['401 inbound.audience', '401 inbound.audience'],
  ],
  [
    'no clock skew',
    'clockSkew="0s"',
    of({ exp: seconds, iat: seconds - 9 }),
    ['401 inbound.expired', '401 inbound.expired'],
  ],
] as unknown as [string, string, JWTPayload, readonly string[]][])(
  'the configuration may have %s [inbound.issuer, inbound.audience]',
  async ([, attributes, claims, ends]) => {
    const token = await signed(claims)
    const xml = [oidc, mpJwt].map((make) => {
      const own = attributes.split(/ (?=\w+=)/).map((each) => each.split('=')[0]!)
      const base = own.reduce(
        (text, name) => text.replace(new RegExp(` ${name}="[^"]*"`), ''),
        make(),
      )
      return base.replace('/>', ` ${attributes}/>`)
    })
    const seen = await Promise.all(
      xml.map(async (each) => ended(await ask({ xml: [each], token }))),
    )
    expect(seen).toEqual(ends)
  },
)

/** Tokens in the spirit of the known attacks on JWT libraries, each with what it is refused by. */
const hostile: Readonly<Record<string, () => Promise<string> | string>> = {
  'inbound.malformed: nothing': () => '',
  'inbound.malformed: one part': () => 'abc',
  'inbound.malformed: two parts': () => 'e30.e30',
  'inbound.malformed: four parts': () => 'e30.e30.e30.e30',
  'inbound.malformed: a header that is no object': () => `${part([])}.${part(good)}.AAAA`,
  'inbound.malformed: claims that are no object': () =>
    `${part({ alg: 'RS256' })}.${part([1])}.AAAA`,
  'inbound.malformed: claims that are no JSON': () => `${part({ alg: 'RS256' })}.${text('{')}.AAAA`,
  'inbound.malformed: blanks inside': async () => (await signed()).replace('.', '. '),
  'inbound.malformed: base64 with padding': async () => `${await signed()}==`,
  'inbound.malformed: a critical header': () =>
    signed(good, { header: { crit: ['exp'], exp: 1 } }).catch(
      () => `${part({ alg: 'RS256', crit: ['x'] })}.${part(good)}.AAAA`,
    ),
  'inbound.malformed: an unencoded payload': () =>
    `${part({ alg: 'RS256', b64: false })}.${part(good)}.AAAA`,
  'inbound.malformed: encrypted with the public key': async () =>
    new EncryptJWT(good)
      .setProtectedHeader({ alg: 'A256KW', enc: 'A256GCM' })
      .encrypt(await keyPair('A256KW').making()),
  'inbound.malformed: a megabyte': () => `${'a'.repeat(1024 * 1024)}.b.c`,
  'inbound.algorithm: none': () => `${part({ alg: 'none' })}.${part(good)}.`,
  'inbound.algorithm: NONE with a signature': () => `${part({ alg: 'NONE' })}.${part(good)}.AAAA`,
  'inbound.algorithm: no algorithm': () => `${part({ kid: 'RS256 0' })}.${part(good)}.AAAA`,
  'inbound.algorithm: HS256 over the public key': () => hmacOverPublicKey(),
  'inbound.algorithm: another of the same key': () => signed(good, { alg: 'ES256' }),
  'inbound.algorithm: rs256': () => `${part({ alg: 'rs256' })}.${part(good)}.AAAA`,
  'inbound.key: a kid nobody has': () => signed(good, { header: { kid: 'other' } }),
  'inbound.signature: another key': () => signed(good, { nth: 1, header: { kid: 'RS256 0' } }),
  'inbound.signature: a key of its own in the header': async () =>
    signed(good, { nth: 1, header: { kid: 'RS256 0', jwk: publicHalf(testKeys.RS256) } }),
  'inbound.signature: a key of its own at a URL': () =>
    signed(good, {
      nth: 1,
      header: { kid: 'RS256 0', jku: 'https://evil/jwks', x5u: 'https://evil/x' },
    }),
  'inbound.signature: an empty one': async () => (await signed()).replace(/\.[^.]*$/, '.'),
  'inbound.signature: of other claims': async () => {
    const [header, , signature] = (await signed()).split('.')
    return `${header}.${part({ ...good, sub: 'root' })}.${signature}`
  },
  'inbound.signature: one bit off': async () =>
    (await signed()).replace(/.{9}$/, (end) => (end.startsWith('A') ? 'B' : 'A') + end.slice(1)),
  'inbound.signature: all zeros': async () =>
    (await signed()).replace(/[^.]*$/, (end) => 'A'.repeat(end.length)),
}

const part = (value: unknown): string => text(JSON.stringify(value))
const text = (value: string): string => Buffer.from(value).toString('base64url')

function hmacOverPublicKey(): string {
  const head = `${part({ alg: 'HS256', kid: 'RS256 0' })}.${part(good)}`
  const key = JSON.stringify(publicHalf(testKeys.RS256))
  return `${head}.${createHmac('sha256', key).update(head).digest('base64url')}`
}

test.for(Object.keys(hostile))('refuses a hostile token by %s', async (name) => {
  const token = await hostile[name]!()
  const result = await ask({ token })
  const [rule] = name.split(':')
  // Without anything after Bearer there is no token at all.
  expect(ended(result)).toBe(
    token === '' || token.includes(' ') ? '401 inbound.no-token' : `401 ${rule}`,
  )
})

test('shows nothing of a token in its reasons', async () => {
  for (const make of Object.values(hostile)) {
    const token = await make()
    if (token.length < 20) continue
    const { trace } = await ask({ token })
    for (const piece of token.split('.').filter((each) => each.length > 8))
      expect(JSON.stringify(trace)).not.toContain(piece)
  }
})

test.for<[string, JWTPayload, readonly string[]]>([
  ['an iat that is exp', { iat: seconds + 60 }, ['granted ANNA', '401 inbound.issued-at']],
  [
    'an nbf at the end of the skew',
    { nbf: seconds + 300 },
    ['granted ANNA', '401 inbound.not-before'],
  ],
  ['no iat', { iat: undefined }, granted],
] as unknown as [string, JWTPayload, readonly string[]][])(
  'openidConnectClient and mpJwt need not agree about %s [inbound.issued-at, inbound.not-before]',
  async ([, claims, ends]) => {
    expect(await both(of(claims))).toEqual(ends)
  },
)

test.for<[string, string]>([
  ['https://zosc:9443', 'granted ANNA'],
  ['https://zosc:9443/', 'granted ANNA'],
  ['https://zosc:9443/accounts/', 'granted ANNA'],
  ['http://zosc:9443/accounts', '401 inbound.audience'],
  ['https://other:9443/accounts', '401 inbound.audience'],
  ['https://', '401 inbound.audience'],
  ['x https://zosc:9443/accounts', '401 inbound.audience'],
])(
  'without audiences %s is an audience of a request: %s [inbound.audience]',
  async ([aud, end]) => {
    const xml = [oidc().replace('audiences="api"', '')]
    expect(ended(await ask({ xml, token: await signed({ ...good, aud }) }))).toBe(end)
    const several = await signed({ ...good, aud: ['other', aud] })
    expect(ended(await ask({ xml, token: several }))).toBe(end)
    expect(ended(await ask({ token: several }))).toBe('401 inbound.audience')
  },
)

test('HS256 takes the shared key and no other [inbound.key]', async () => {
  const xml = (secret: string) => [oidc(`clientSecret="${secret}"`).replace('RS256', 'HS256')]
  const head = `${part({ alg: 'HS256' })}.${part(good)}`
  const token = `${head}.${createHmac('sha256', 'shared-secret').update(head).digest('base64url')}`
  expect(ended(await ask({ xml: xml('shared-secret'), token }))).toBe('granted ANNA')
  expect(ended(await ask({ xml: xml('other-secret'), token }))).toBe('401 inbound.signature')
  expect(ended(await ask({ xml: xml(''), token }))).toBe('401 inbound.key')
})

test('with signatureAlgorithm="none" anything is believed [inbound.unsigned]', async () => {
  const xml = [oidc().replace('"RS256"', '"none"')]
  const token = `${part({ alg: 'none' })}.${part(good)}.`
  const result = await ask({ xml, token })
  expect(ended(result)).toBe('granted ANNA')
  expect(result.trace.flatMap(({ rules }) => rules.map(({ id }) => id))).toContain(
    'inbound.unsigned',
  )
})
