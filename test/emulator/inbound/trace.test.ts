import type { JWTPayload } from 'jose'
import { expect, test } from 'vitest'
import { UsedTokens, type RoleMapping } from '../../../emulator/inbound/index.ts'
import { ask, good, oidc, seconds, signed, type Asking } from '../../support/inbound.ts'

/** The events of a request, each as its text and the ids of its rules. */
async function told(asking: Asking): Promise<readonly string[]> {
  const { trace } = await ask(asking)
  return trace.map(({ text, rules }) => `${text} [${rules.map(({ id }) => id).join(' ')}]`)
}

const accepted = 'openidConnectClient oidc accepts the token [inbound.signature inbound.key]'
const person = 'the person is "anna" of "https://idp" [inbound.user-claim inbound.realm]'
const filtered =
  'a distributed identity filter gives the SAF user ANNA [inbound.distributed saf.filter.exact]'
const appl =
  'ANNA has READ access to APPL profile BBGZDFLT by ID(READERS) [inbound.appl saf.access.list]'
const role =
  'ANNA has READ access to EJBROLE profile BBGZDFLT.zos.connect.access.roles.zosConnectAccess by ID(READERS) [inbound.access-role saf.access.list]'

test('tells of a request that is granted what let it pass, in order', async () => {
  const token = await signed()
  expect(await told({ token })).toEqual([accepted, person, filtered, appl, role])
})

test('tells which element decides where a filter or several elements made it so', async () => {
  const token = await signed()
  const filter = '<authFilter id="f"><requestUrl urlPattern="/accounts"/></authFilter>'
  const other = oidc().replace('"oidc"', '"plain"')
  const first = async (...xml: readonly string[]) => (await told({ xml, token }))[0]
  expect(await first(filter, oidc('authFilterRef="f"'))).toBe(
    'openidConnectClient oidc is to decide [inbound.auth-filter inbound.auth-filter.all]',
  )
  expect(await first(oidc(), other)).toBe(
    'openidConnectClient oidc is to decide [inbound.consumer]',
  )
  expect(await first(filter, other, oidc('authFilterRef="f"'))).toBe(
    'openidConnectClient oidc is to decide [inbound.auth-filter inbound.auth-filter.all inbound.consumer]',
  )
})

const open = '<zosconnect_zosConnectManager requireAuth="false"/>'

test('tells why there is no token, or that nobody logs on', async () => {
  expect(await told({})).toEqual(['the request has no token [inbound.no-token]'])
  expect(await told({ xml: [] })).toEqual([
    'nothing in server.xml takes a token of this request [inbound.no-token]',
  ])
  expect(await told({ xml: [open] })).toEqual([
    'nobody logs on: the request runs as WSGUEST [inbound.unauthenticated]',
    'WSGUEST has READ access to APPL profile BBGZDFLT by ID(WSGUEST) [inbound.appl saf.access.list]',
  ])
})

const long = 'x'.repeat(61)
const of = (claims: JWTPayload): JWTPayload => ({ ...good, ...claims })

test.for<[string, JWTPayload, string]>([
  ['', of({ iss: 'https://evil' }), 'the issuer "https://evil" is not trusted'],
  ['', of({ iss: long.slice(1) }), `the issuer "${long.slice(1)}" is not trusted`],
  ['', of({ iss: long }), `the issuer "${long.slice(1)}…" is not trusted`],
  ['', of({ iss: 'a\nb' }), 'the issuer "a?b" is not trusted'],
  ['', { exp: seconds + 60 }, 'the issuer "nothing" is not trusted'],
  ['', of({ aud: ['a', 'b'] }), 'the audience "["a","b"]" is not accepted here'],
  ['', of({ aud: [] }), 'the token has no aud'],
  ['', { iss: 'https://idp', aud: 'api' }, 'the token has no exp'],
  ['', of({ iat: seconds + 999, exp: seconds + 9999 }), 'iat is in the future'],
  ['', of({ iat: seconds + 61 }), 'iat is not before exp'],
  ['', of({ iat: 1, exp: seconds - 999 }), 'the token has expired'],
  ['', of({ nbf: seconds + 999 }), 'nbf is in the future'],
  ['userIdentifier="mail"', good, 'the token has no user name at mail'],
  ['mapIdentityToRegistryUser="true"', of({ sub: 'joe' }), 'the registry has no user "joe"'],
])('with %s a token that says %j is refused: %s', async ([attributes, claims, text]) => {
  const result = await ask({ xml: [oidc(attributes)], token: await signed(claims) })
  expect(result).toMatchObject({ kind: 'refused', status: 401, why: text })
})

test.for([
  [{ exp: '1' }, 'exp is of the wrong type'],
  [{ iss: ['https://idp'] }, 'iss is of the wrong type'],
  [{ aud: [1] }, 'aud is of the wrong type'],
] as unknown as [JWTPayload, string][])('%j is refused: %s', async ([claims, why]) => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = `${part({ alg: 'RS256' })}.${part({ ...good, ...claims })}.AAAA`
  expect(await ask({ token })).toMatchObject({ kind: 'refused', why })
})

test('tells what is wrong with a token that nobody can believe', async () => {
  const why = async (asking: Asking) => {
    const result = await ask(asking)
    return result.kind === 'refused' ? result.why : 'granted'
  }
  const token = await signed()
  const hs256 = oidc().replace('RS256', 'HS256')
  const head = Buffer.from('{"alg":"HS256"}').toString('base64url')
  expect(await why({ token: 'abc' })).toBe('the token is no signed JWT')
  const critical = Buffer.from('{"alg":"RS256","crit":["x"]}').toString('base64url')
  expect(await why({ token: token.replace(/^[^.]*/, critical) })).toBe(
    'the token has critical headers',
  )
  expect(await why({ token, xml: [hs256] })).toBe(
    'the token is signed by "RS256", and openidConnectClient oidc takes HS256 alone',
  )
  expect(await why({ token: token.replace(/^[^.]*/, head), xml: [hs256] })).toBe(
    'openidConnectClient oidc has no shared key',
  )
  expect(await why({ token: await signed(good, { header: { kid: 'other' } }) })).toBe(
    'no key of the issuer fits the token',
  )
  expect(await why({ token: `${token.slice(0, -9)}AAAAAAAAA` })).toBe('the signature does not hold')
  expect(await why({ token, xml: [oidc().replace('https://idp"', '"')] })).toBe(
    'no issuer is configured, so none is trusted',
  )
})

test('tells that a token is believed unsigned, or was used before', async () => {
  const unsigned = oidc().replace('"RS256"', '"none"')
  expect((await told({ xml: [unsigned], token: await signed() }))[0]).toBe(
    'openidConnectClient oidc believes the token without looking at its signature [inbound.unsigned]',
  )
  const used = new UsedTokens()
  const token = await signed({ ...good, jti: 'a' })
  expect(await told({ token, used })).toHaveLength(5)
  expect(await told({ token, used })).toEqual([
    accepted,
    'the token was used before [inbound.replay]',
  ])
})

test('tells whom the registry or nobody at all gives', async () => {
  const inRegistry = [oidc('mapIdentityToRegistryUser="true"')]
  expect((await told({ xml: inRegistry, token: await signed() }))[2]).toBe(
    'the user name is that of the SAF user ANNA [inbound.registry-user]',
  )
  const nobody = await told({ token: await signed({ ...good, sub: 'joe' }) })
  expect(nobody.slice(1, 3)).toEqual([
    'the person is "joe" of "https://idp" [inbound.user-claim inbound.realm]',
    'the person has no SAF user: authority is that of WSGUEST [inbound.no-saf-user]',
  ])
})

const at = { file: 's.yaml', line: 1, col: 1 }
const ruleFor = (name: string, user: string): RoleMapping['rules'][number] => ({
  target: { kind: 'api', pattern: 'accounts' },
  claim: 'roles',
  role: name,
  user,
  at,
})
const mapping: RoleMapping = { rules: [ruleFor('teller', 'tech'), ruleFor('clerk', 'ANNA')] }

test.for<[readonly string[], RoleMapping, string]>([
  [
    ['teller'],
    mapping,
    'extension: the role "teller" is mapped: the request runs as tech [inbound.role inbound.role.claim]',
  ],
  [
    ['clerk', 'teller'],
    mapping,
    'extension: the role "teller" is mapped: the request runs as tech [inbound.role inbound.role.precedence inbound.role.claim]',
  ],
  [
    [],
    { ...mapping, otherwise: { user: 'ANNA', at } },
    'extension: no role of the token is mapped, so the request runs as ANNA [inbound.role.otherwise inbound.role.claim]',
  ],
  [
    [],
    mapping,
    'extension: no role of the token is mapped for the API "accounts" [inbound.role.otherwise inbound.role.claim]',
  ],
])('tells what the mapping makes of the roles %j', async ([roles, given, line]) => {
  const token = await signed({ ...good, roles })
  expect((await told({ token, mapping: given }))[2]).toBe(line)
})

const groups = (api: string) => [
  oidc(),
  '<zosconnect_authorizationInterceptor id="auth"/>',
  '<zosconnect_zosConnectInterceptors id="list" interceptorRef="auth"/>',
  '<zosconnect_zosConnectManager globalInterceptorsRef="list"/>',
  `<zosconnect_zosConnectAPIs><zosConnectAPI name="accounts" ${api}/></zosconnect_zosConnectAPIs>`,
]

test.for([
  [
    'invokeGroup="readers"',
    'ANNA is in the group READERS [inbound.interceptor inbound.invoke-group]',
  ],
  [
    'invokeGroup="CLERKS" adminGroup="readers"',
    'ANNA is in the group READERS of administrators [inbound.interceptor inbound.invoke-group inbound.admin-group]',
  ],
  [
    'invokeGroup="clerks"',
    'ANNA is not in the group CLERKS, which may call accounts [inbound.invoke-group inbound.interceptor]',
  ],
  ['', 'no group may call accounts [inbound.invoke-group inbound.interceptor]'],
])('tells of the groups of an API with %s: %s', async ([api, line]) => {
  const lines = await told({ xml: groups(api!), token: await signed() })
  expect(lines.slice(0, -1)).toEqual([accepted, person, filtered, appl, role])
  expect(lines.at(-1)).toBe(line)
})
