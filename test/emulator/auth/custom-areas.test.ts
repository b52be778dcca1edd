import { expect, test } from 'vitest'
import { headerValue } from '../../../emulator/index.ts'
import { idsOf, lastOf, someone } from '../../support/requester.ts'
import { ask, inBody, basic, both } from '../../support/token-request.ts'

test('request.substitute: from 3.0.70.0 a custom parameter fills the place-holder of its name', async () => {
  const { body, rules } = await ask({
    request: inBody('{"r":"${role}","u":"${userid}"}'),
    level: '3.0.70.0',
    fields: { ...someone, tokenCustomParms: 'other=1,role=admin\\,reader' },
  })
  expect(body).toBe('{"r":"admin,reader","u":"ada"}')
  expect(rules).toContain('request.substitute')
})

test('request.substitute-before: at 3.0.69.0 custom parameters fill nothing', async () => {
  const { outcome, requests } = await ask({
    request: inBody('${userid} ${role}'),
    level: '3.0.69.0',
    fields: { ...someone, tokenCustomParms: 'role=admin' },
  })
  expect(outcome.returnCode).toBe(2)
  expect(outcome.statusMessage).toContain('requestBody has ${role}')
  expect(requests).toEqual([])
})

test('request.substitute-before: at 3.0.69.0 ${userid} and ${password} are filled', async () => {
  const { body, rules } = await ask({ request: inBody(both), level: '3.0.69.0' })
  expect(body).toBe('{"u":"ada","p":"lovelace"}')
  expect(rules).toContain('request.substitute-before')
})

test('request.substitute-before: at 3.0.69.0 custom areas are not even read', async () => {
  const fields = { ...someone, tokenCustomParms: 'broken', tokenCustomHeaders: 'X-Extra=1' }
  const { outcome, header } = await ask({ level: '3.0.69.0', fields })
  expect(outcome.returnCode).toBe(0)
  expect(header('X-Extra')).toBeUndefined()
})

test('request.substitute-once: a custom parameter cannot replace userid or password', async () => {
  const { body, rules } = await ask({
    request: inBody(both),
    fields: { ...someone, tokenCustomParms: 'userid=eve,password=guess' },
  })
  expect(body).toBe('{"u":"ada","p":"lovelace"}')
  expect(rules).toContain('request.substitute-once')
})

test.each(['userid', 'password'])(
  'request.substitute-once: a custom parameter does not even stand in for a missing %s',
  async (name) => {
    const fields = { tokenCustomParms: `${name}=guess` }
    const { outcome } = await ask({ request: inBody(`\${${name}}`), fields })
    expect(idsOf(outcome)).toContain('request.placeholder-missing')
  },
)

test('request.placeholder-missing: ends the call before any request, and says which one', async () => {
  const { outcome, requests } = await ask({ request: inBody('${userid} ${roel}') })
  expect(outcome).toMatchObject({
    returnCode: 2,
    statusCode: 500,
    statusMessage: 'login: requestBody has ${roel} and nobody supplies a value for it',
  })
  expect(idsOf(outcome)).toEqual([
    'outcome.t1',
    'credentials.program',
    'request.placeholder-missing',
  ])
  expect(requests).toEqual([])
})

test('warns of a value that breaks the JSON around it, without showing it', async () => {
  const fields = { tokenUsername: 'ada', tokenPassword: 'love"lace' }
  const { body, trace } = await ask({ request: inBody(both), fields })
  expect(body).toBe('{"u":"ada","p":"love"lace"}')
  const warnings = trace.filter(({ kind }) => kind === 'warning')
  expect(warnings).toEqual([
    expect.objectContaining({
      message: 'login: the value of ${password} holds characters that break JSON',
    }),
  ])
})

test('request.custom-headers: headers of the program are added in their order', async () => {
  const fields = { ...someone, tokenCustomHeaders: 'X-Vault-Namespace=team,x-b=1\\,2' }
  const { sent, rules, apiRequests } = await ask({ fields, level: '3.0.70.0' })
  expect(sent?.headers.slice(-2)).toEqual([
    ['X-Vault-Namespace', 'team'],
    ['x-b', '1,2'],
  ])
  expect(rules).toContain('request.custom-headers')
  expect(rules).not.toContain('request.custom-header-wins')
  expect(headerValue(apiRequests()[0]!.headers, 'x-b')).toBeUndefined()
})

test('request.custom-header-wins: a custom header replaces one that the server sets', async () => {
  const { sent, header, rules } = await ask({
    request: inBody('grant_type=x&u=${userid}'),
    fields: {
      ...someone,
      tokenCustomHeaders: 'content-type=application/x-www-form-urlencoded,Accept=*/*',
    },
  })
  expect(header('Content-Type')).toBe('application/x-www-form-urlencoded')
  expect(header('Accept')).toBe('*/*')
  expect(sent?.headers).toHaveLength(2)
  expect(rules).toContain('request.custom-header-wins')
})

test('request.custom-header-wins: a custom Authorization replaces the credentials', async () => {
  const fields = { ...someone, tokenCustomHeaders: 'authorization=Custom' }
  const { sent, header } = await ask({ fields })
  expect(header('Authorization')).toBe('Custom')
  expect(sent?.headers.filter(([name]) => name.toLowerCase() === 'authorization')).toHaveLength(1)
})

test.each([
  'Host',
  'content-length',
  'Connection',
  'Keep-Alive',
  'Proxy-Authenticate',
  'Proxy-Authorization',
  'TE',
  'Trailer',
  'Transfer-Encoding',
  'Upgrade',
])('request.custom-header-wins: the custom header %s is dropped with a warning', async (name) => {
  const fields = { ...someone, tokenCustomHeaders: `${name}=x,X-Kept=y` }
  const { header, rules, trace } = await ask({ fields })
  expect(header(name)).toBeUndefined()
  expect(header('X-Kept')).toBe('y')
  expect(rules).toContain('request.custom-header-wins')
  expect(lastOf(trace, 'warning').message).toBe(
    `login: the custom header ${name} is dropped: the server sets it itself`,
  )
})

test.each([
  ['a line end in a value', { tokenCustomHeaders: 'X-A=1\r\nX-Evil: 2' }, 'X-A'],
  ['a NUL in a value', { tokenCustomHeaders: 'X-A=1\0' }, 'X-A'],
  ['a blank in a name', { tokenCustomHeaders: 'X A=1' }, 'X A'],
  ['a colon in a name', { tokenCustomHeaders: 'X:A=1' }, 'X:A'],
])('request.header-unsendable: %s ends the call before any request', async (_, custom, name) => {
  const { outcome, requests } = await ask({ fields: { ...someone, ...custom } })
  expect(outcome.statusMessage).toContain(`"${name}" cannot be sent as a header`)
  expect(outcome.statusMessage).not.toContain('Evil')
  expect(idsOf(outcome)).toContain('request.header-unsendable')
  expect(requests).toEqual([])
})

test('request.header-unsendable: a line end in a raw user name ends the call, in base64 it does not', async () => {
  const fields = { tokenUsername: 'ada\n', tokenPassword: 'lovelace' }
  const pair = await ask({ request: 'credentialLocation="header" header="X-U,X-P"', fields })
  expect(pair.requests).toEqual([])
  const { header } = await ask({ fields })
  expect(header('Authorization')).toBe(basic('ada\n:lovelace'))
})

test.each(['tokenCustomParms', 'tokenCustomHeaders'] as const)(
  'credentials.custom-format: %s without = end the call before any request',
  async (name) => {
    const { outcome, requests } = await ask({ fields: { ...someone, [name]: 'a=1,hunter2' } })
    expect(outcome.statusMessage).toBe(
      `login: ${name} of the program: pair 2 is not written name=value`,
    )
    expect(idsOf(outcome)).toContain('credentials.custom-format')
    expect(requests).toEqual([])
  },
)
