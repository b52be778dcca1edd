import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { ask, type FakeRequest } from '../../support/fake-request.ts'
import {
  basic,
  client,
  errorOf,
  granted,
  oauthServer,
  password,
  requestToken,
} from '../../support/oauth-server.ts'

const plain = { headers: {} }
const own = { client_id: 'app', client_secret: 's3cr3t' }

test.each<[string, Record<string, string>, FakeRequest]>([
  ['basic authentication', {}, {}],
  ['basic authentication and its own id', { client_id: 'app' }, {}],
  ['form fields', own, plain],
  [
    'another spelling of Basic',
    {},
    {
      headers: {
        Authorization: basic('app', 's3cr3t')['Authorization']!.replace('Basic', 'bASIC'),
      },
    },
  ],
])('lets a client in by %s', async (_title, fields, request) => {
  const { status } = await requestToken(oauthServer().fake, fields, request)
  expect(status).toBe(200)
})

test('takes basic credentials raw and form-encoded', async () => {
  const { fake } = oauthServer({
    clients: { 'a:b': client({ secret: 'p%+x' }), c: client({ secret: '100%' }) },
  })
  const encoded = basic('a%3Ab', 'p%25%2Bx')
  expect((await requestToken(fake, {}, { headers: encoded })).status).toBe(200)
  expect((await requestToken(fake, {}, { headers: basic('c', '100%') })).status).toBe(200)
})

const refusedRequests: [
  title: string,
  error: string,
  fields: Record<string, string>,
  request?: FakeRequest,
][] = [
  ['without a grant', '400 invalid_request', { grant_type: '' }],
  ['for an unknown grant', '400 unsupported_grant_type', { grant_type: 'implicit' }],
  ['without a client', '401 invalid_client', {}, plain],
  ['with a wrong secret', '401 invalid_client', { client_id: 'app', client_secret: 'nope' }, plain],
  ['with a wrong basic secret', '401 invalid_client', {}, { headers: basic('app', 'nope') }],
  ['with an id and no secret', '401 invalid_client', { client_id: 'app' }, plain],
  [
    'of a client that is a property of every object',
    '401 invalid_client',
    { client_id: 'constructor' },
    plain,
  ],
  ['with two ways of authentication', '400 invalid_request', { client_secret: 's3cr3t' }],
  ['with another client beside basic', '400 invalid_request', { client_id: 'open' }],
  ['with a bearer token', '401 invalid_client', {}, { headers: { Authorization: 'Bearer xyz' } }],
  ['with broken basic', '401 invalid_client', {}, { headers: { Authorization: 'Basic ?' } }],
  ['with an empty secret', '401 invalid_client', { client_id: 'app', client_secret: '' }, plain],
  ['by a client that could be anybody', '400 unauthorized_client', { client_id: 'open' }, plain],
  ['for a scope it may not have', '400 invalid_scope', { scope: 'read admin' }],
  ['for a malformed scope', '400 invalid_scope', { scope: 'read  write' }],
  ['for an unknown resource', '400 invalid_target', { resource: 'https://else.test' }],
  ['for an unknown audience', '400 invalid_target', { audience: 'elsewhere' }],
  ['without a user', '400 invalid_request', { grant_type: 'password', password: 'pa:ss word' }],
  ['without a password', '400 invalid_request', { grant_type: 'password', username: 'jane' }],
  ['with a wrong password', '400 invalid_grant', { ...password, password: 'nope' }],
  ['of an unknown user', '400 invalid_grant', { ...password, username: 'eve1' }],
  [
    'of a user that is a property of every object',
    '400 invalid_grant',
    { ...password, username: 'toString' },
  ],
  ['without a refresh token', '400 invalid_request', { grant_type: 'refresh_token' }],
  [
    'with a foreign refresh token',
    '400 invalid_grant',
    { grant_type: 'refresh_token', refresh_token: 'abcd' },
  ],
]

test.each(refusedRequests)('refuses a request %s: %s', async (_title, error, fields, request) => {
  expect(await errorOf(oauthServer().fake, fields, request)).toBe(error)
})

test('challenges a client that used the header, and no other', async () => {
  const { fake } = oauthServer()
  const challengeOf = async (fields: Record<string, string>, headers: Record<string, string>) =>
    (await requestToken(fake, fields, { headers })).headers.get('WWW-Authenticate')
  expect(await challengeOf({}, basic('app', 'no'))).toBe('Basic realm="baqlab"')
  expect(await challengeOf({ client_id: 'app', client_secret: 'no' }, {})).toBeNull()
})

const form = { 'Content-Type': 'application/x-www-form-urlencoded', ...basic('app', 's3cr3t') }
const body = 'grant_type=client_credentials'

test.each<[string, FakeRequest, number]>([
  [
    'with a charset',
    { headers: { ...form, 'Content-Type': `${form['Content-Type']}; charset=UTF-8` } },
    200,
  ],
  ['with a parameter without a value', { body: `${body}&scope&scope2=&&x` }, 200],
  ['by GET', { method: 'GET' }, 405],
  ['by PUT', { method: 'PUT' }, 405],
  ['as JSON', { headers: { ...form, 'Content-Type': 'application/json' }, body: {} }, 415],
  ['without a type', { headers: basic('app', 's3cr3t') }, 415],
  ['with a parameter given twice', { body: `${body}&scope=read&scope=read` }, 400],
  ['with half a percent sign', { body: `${body}&scope=%4` }, 400],
  ['with bytes that are no UTF-8', { body: new Uint8Array([0xff, 0xfe]) }, 400],
  ['with encoded bytes that are no UTF-8', { body: `${body}&scope=%ff` }, 400],
  ['with a secret in the URL', { path: '/token?client_secret=s3cr3t' }, 400],
  ['with a harmless query', { path: '/token?a=b' }, 200],
  ['with too much of it', { body: `${body}&x=${'x'.repeat(300_000)}` }, 413],
  ['elsewhere', { path: '/tokens' }, 404],
])('looks at the form of a request %s', async (_title, request, status) => {
  const reply = await ask(oauthServer().fake, { path: '/token', headers: form, body, ...request })
  expect(reply.status).toBe(status)
  if (status === 405) expect(reply.headers.get('Allow')).toBe('POST')
})

test('lets a client use its own grants alone', async () => {
  const { fake } = oauthServer({ clients: { app: client({ grants: ['password'] }) } })
  expect(await errorOf(fake, {})).toBe('400 unauthorized_client')
  expect((await requestToken(fake, password)).status).toBe(200)
})

test('serves a client without secret and keys by its id', async () => {
  const { access_token: token = '' } = await granted(
    oauthServer().fake,
    { ...password, client_id: 'open' },
    plain,
  )
  expect(decodeJwt(token)).toMatchObject({ client_id: 'open', sub: 'jane' })
})
