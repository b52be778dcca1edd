import { expect, test } from 'vitest'
import { idsOf, lastOf } from '../../support/requester.ts'
import { ask, inBody, basic, both } from '../../support/token-request.ts'

// Table 1 of "Calling an authentication server": the five ways credentials travel.
test('request.credentials-in-body: the program supplies the values of ${userid} and ${password}', async () => {
  const { body, header, rules } = await ask({ request: inBody(both) })
  expect(body).toBe('{"u":"ada","p":"lovelace"}')
  expect(header('Authorization')).toBeUndefined()
  expect(rules).toContain('request.credentials-in-body')
})

test('request.credentials-in-body: basicAuthRef supplies the values of ${userid} and ${password}', async () => {
  const more = ['<zosconnect_authData id="data" user="server" password="secret"/>']
  const { body } = await ask({ request: inBody(both), server: 'basicAuthRef="data"', more })
  expect(body).toBe('{"u":"server","p":"secret"}')
})

test('request.credentials-in-body: values written into the body need no credentials', async () => {
  const { body, header, trace } = await ask({ request: inBody('{"k":"v"}'), fields: {} })
  expect(body).toBe('{"k":"v"}')
  expect(header('Authorization')).toBeUndefined()
  expect(lastOf(trace, 'credentials').from).toBe('nobody')
})

test('request.header-basic: the credentials of the program go as basic authentication', async () => {
  const { sent, header, rules } = await ask({ request: 'credentialLocation="header"' })
  expect(header('Authorization')).toBe(basic('ada:lovelace'))
  expect(sent?.body).toBeUndefined()
  expect(rules).toContain('request.header-basic')
  expect(rules).not.toContain('request.header-basic-any-name')
})

test('request.header-basic: the credentials of basicAuthRef go as basic authentication', async () => {
  const more = ['<zosconnect_authData id="data" user="server" password="secret"/>']
  const { header } = await ask({ server: 'basicAuthRef="data"', more, fields: {} })
  expect(header('Authorization')).toBe(basic('server:secret'))
})

test('request.header-basic: a colon in the password stays, and the pair is base64 of UTF-8', async () => {
  const { header } = await ask({ fields: { tokenUsername: 'zoë', tokenPassword: 'a:b' } })
  expect(header('Authorization')).toBe(`Basic ${Buffer.from('zoë:a:b', 'utf8').toString('base64')}`)
})

test('request.header-basic-any-name: a header of another name carries Basic as well', async () => {
  const request = 'credentialLocation="header" header="JWTReqAuthorization"'
  const { header, rules } = await ask({ request })
  expect(header('JWTReqAuthorization')).toBe(basic('ada:lovelace'))
  expect(header('Authorization')).toBeUndefined()
  expect(rules).toContain('request.header-basic-any-name')
})

test('request.header-pair: the first of two headers carries the user name, the second the password', async () => {
  const request = 'credentialLocation="header" header="X-User, X-Pass"'
  const { sent, rules } = await ask({ request, level: '3.0.70.0' })
  expect(sent?.headers.slice(0, 2)).toEqual([
    ['X-User', 'ada'],
    ['X-Pass', 'lovelace'],
  ])
  expect(rules).toContain('request.header-pair')
  expect(rules).not.toContain('request.header-basic')
})

test('request.header-pair: two names at 3.0.69.0 make the element unusable (plan.unusable-element)', async () => {
  const request = 'credentialLocation="header" header="X-User,X-Pass"'
  const { outcome, requests } = await ask({ request, level: '3.0.69.0' })
  expect(outcome).toMatchObject({ returnCode: 2, statusCode: 500 })
  expect(idsOf(outcome)).toEqual(['outcome.t1', 'plan.unusable-element'])
  expect(requests).toEqual([])
})

test('request.header-pair-raw: the two values go as they are, UTF-8 as bytes', async () => {
  const request = 'credentialLocation="header" header="X-User,X-Pass"'
  const fields = { tokenUsername: 'zoë', tokenPassword: 'a:b c' }
  const { header, rules } = await ask({ request, fields })
  expect(Buffer.from(header('X-User')!, 'latin1').toString('utf8')).toBe('zoë')
  expect(header('X-Pass')).toBe('a:b c')
  expect(rules).toContain('request.header-pair-raw')
})

test.each(['GET', 'PUT', 'POST'])(
  'request.method: %s goes to the tokenEndpoint as it is written',
  async (method) => {
    const request = `credentialLocation="header" requestMethod="${method}"`
    const { sent, rules } = await ask({ request })
    expect(sent).toMatchObject({ method, url: 'https://auth.example.com/login' })
    expect(sent?.purpose).toEqual({ kind: 'token', element: 'login' })
    expect(rules).toContain('request.method')
  },
)

test('waits for the token server as long as its element says', async () => {
  const { sent } = await ask({ server: 'connectionTimeout="3s" receiveTimeout="7s"' })
  expect(sent).toMatchObject({ connectTimeoutMs: 3000, receiveTimeoutMs: 7000 })
})

test('request.body: from 3.0.70.0 a body goes beside credentials in a header, with its values', async () => {
  const request = `credentialLocation="header" requestBody='${both}'`
  const { body, header, rules } = await ask({ request, level: '3.0.70.0' })
  expect(body).toBe('{"u":"ada","p":"lovelace"}')
  expect(header('Authorization')).toBe(basic('ada:lovelace'))
  expect(header('Content-Type')).toBe('application/json')
  expect(rules).toContain('request.body')
})

test('request.body-before: at 3.0.69.0 a body does not go beside credentials in a header', async () => {
  const request = `credentialLocation="header" requestBody='${both}'`
  const { sent, header, rules } = await ask({ request, level: '3.0.69.0' })
  expect(sent).toBeDefined()
  expect(sent?.body).toBeUndefined()
  expect(header('Content-Type')).toBeUndefined()
  expect(rules).toContain('request.body-before')
})

test('request.body-before: at 3.0.69.0 a body with the credentials is sent', async () => {
  const { body, rules } = await ask({ request: inBody(both), level: '3.0.69.0' })
  expect(body).toBe('{"u":"ada","p":"lovelace"}')
  expect(rules).toContain('request.body-before')
})

test('request.body-with-get: a GET carries the body too', async () => {
  const { sent, body, header, rules } = await ask({
    request: `${inBody(both)} requestMethod="GET"`,
  })
  expect(sent?.method).toBe('GET')
  expect(body).toBe('{"u":"ada","p":"lovelace"}')
  expect(header('Content-Type')).toBe('application/json')
  expect(rules).toContain('request.body-with-get')
})

test('sends a GET without credentials and body where there is no requestBody', async () => {
  const request = 'credentialLocation="body" requestMethod="GET"'
  const { sent, header, rules } = await ask({ request, fields: {} })
  expect(sent).not.toHaveProperty('body')
  expect(header('Content-Type')).toBeUndefined()
  expect(rules).not.toContain('request.body-with-get')
})

test('request.content-type: from 3.0.69.0 a body is sent as application/json alone', async () => {
  const { header, rules } = await ask({ request: inBody(both), level: '3.0.69.0' })
  expect(header('Content-Type')).toBe('application/json')
  expect(rules).toContain('request.content-type')
})

test('request.content-type-before: before 3.0.69.0 a body is sent with charset=UTF-8', async () => {
  const { header, rules } = await ask({ request: inBody(both), level: '3.0.68.9' })
  expect(header('Content-Type')).toBe('application/json;charset=UTF-8')
  expect(rules).toContain('request.content-type-before')
})

test.each([
  ['tokenLocation="body" responseFormat="JSON" tokenPath="$.token"', 'application/json'],
  ['tokenLocation="body" responseFormat="Text"', 'text/plain'],
  ['tokenLocation="body" responseFormat="JWT"', 'application/jwt'],
  ['tokenLocation="header" header="X-Token"', undefined],
  ['tokenLocation="header" header="X-Token" responseFormat="JSON"', undefined],
])('request.accept: %s is asked for as %s', async (response, type) => {
  const { header, rules } = await ask({ response, level: '3.0.69.0' })
  expect(header('Accept')).toBe(type)
  expect(rules.includes('request.accept')).toBe(type !== undefined)
})

test('request.accept-before: before 3.0.69.0 no Accept is sent', async () => {
  const { header, rules } = await ask({ level: '3.0.68.0' })
  expect(header('Accept')).toBeUndefined()
  expect(rules).toContain('request.accept-before')
})
