import { expect, test } from 'vitest'
import { manualClock } from '../../../emulator/index.ts'
import type { ApiRoute } from '../../../harness/fakes/options.ts'
import { randomStream } from '../../../harness/seed.ts'
import { get, route, startApi } from '../../support/api.ts'
import { ask } from '../../support/fake-request.ts'
import { noon } from '../../support/fixed-clock.ts'

const answers: [title: string, Partial<ApiRoute>, expected: unknown[]][] = [
  ['JSON', { status: 201, body: { id: 7 } }, [201, 'application/json', '{"id":7}']],
  ['JSON null', { body: null }, [200, 'application/json', 'null']],
  ['text', { body: 'hello' }, [200, 'text/plain', 'hello']],
  ['empty text', { body: '' }, [200, 'text/plain', '']],
  ['no body', {}, [200, null, '']],
  ['no body with 204, whatever the route says', { status: 204, body: 'x' }, [204, null, '']],
  [
    'a content type of its own',
    { body: '<a/>', headers: { 'content-type': 'text/xml' } },
    [200, 'text/xml', '<a/>'],
  ],
]

for (const [title, rest, expected] of answers)
  test(`answers from its route with ${title}`, async () => {
    const { api } = startApi({ routes: [route('GET /a', { headers: { 'X-One': '1' }, ...rest })] })
    const { status, headers, text } = await get(api)
    expect([status, headers.get('content-type'), text]).toEqual(expected)
    expect(headers.get('x-one')).toBe(rest.headers ? null : '1')
  })

const paths: [request: string, route: string | undefined][] = [
  ['GET /orders', 'GET /orders'],
  ['GET /orders?x=/y', 'GET /orders'],
  ['GET /orders/new', 'GET /orders/new'],
  ['GET /orders/17', 'GET /orders/{id}'],
  ['GET /orders/1%2F7', 'GET /orders/{id}'],
  ['GET /orders/new/items', 'GET /orders/new/{part}'],
  ['GET /orders/17/items', 'GET /orders/{id}/items'],
  ['DELETE /orders/new', 'DELETE /orders/{id}'],
  ['GET /a%20b', 'GET /a b'],
  ['GET /', 'GET /'],
  ['GET /orders/', undefined],
  ['GET /Orders', undefined],
  ['HEAD /orders', undefined],
  ['GET /orders/17/other', undefined],
  ['GET /nothing', undefined],
]

for (const [request, name] of paths)
  test(`takes ${request} to ${name ?? 'no route'}`, async () => {
    const names = [
      'GET /orders/{id}',
      'GET /orders/{id}/items',
      'DELETE /orders/{id}',
      'GET /orders/new/{part}',
      'GET /orders',
      'GET /orders/new',
      'GET /',
    ]
    const spaced = { ...route('GET /'), name: 'GET /a b', path: '/a b' }
    const routes = [
      ...names.map((each) => route(each, { body: each })),
      { ...spaced, body: 'GET /a b' },
    ]
    const { api } = startApi({ routes })
    const [method, path] = request.split(' ') as [string, string]
    expect(api.endpointOf(method, path)).toBe(name)
    const { status, text } = await ask(api, { method, path })
    if (name) expect([status, text]).toEqual([200, name])
    else expect(status).toBe(/^HEAD|^PUT/.test(request) ? 405 : 404)
  })

test('answers 405 with the methods there are where only the method is unknown', async () => {
  const { api } = startApi({ routes: [route('PUT /a'), route('GET /{x}'), route('POST /b')] })
  const { status, headers } = await ask(api, { method: 'DELETE', path: '/a' })
  expect([status, headers.get('allow')]).toEqual([405, 'GET, PUT'])
})

test('counts routes of one name as one endpoint, and issues no tokens', () => {
  const named = { name: 'pay' }
  const { api } = startApi({ routes: [route('POST /a', named), route('PUT /a', named)] })
  expect(api.endpoints).toEqual(['pay'])
  expect(api.endpointOf('PUT', '/a')).toBe('pay')
  expect([api.issuedToken(1), api.revoke(), api.liveTokens()]).toEqual([undefined, 0, 0])
})

const templates: [template: unknown, expected: unknown][] = [
  ['${path.id}', '1/7'],
  ['${query.q}', 'a b'],
  ['${header.x-name}', 'Zoë'],
  ['${body.n}', 12],
  ['${body.list[1].on}', false],
  ['${body.none}', null],
  ['${body.list}', [1, { on: false }]],
  ['id ${path.id}, n=${body.n}, ${body.list}', 'id 1/7, n=12, [1,{"on":false}]'],
  ['${body.absent}', ''],
  ['-${path.absent}${query.absent}${header.absent}${other.x}${}-', '--'],
  ['${body.__proto__}', ''],
  ['${path.constructor}', ''],
  ['${header.not a name}', ''],
  ['$path.id {n}', '$path.id {n}'],
  [
    { a: ['${body.n}', 1, null], b: { c: '${path.id}' } },
    { a: [12, 1, null], b: { c: '1/7' } },
  ],
]

for (const [template, expected] of templates)
  test(`fills ${JSON.stringify(template)} from the request`, async () => {
    const { api } = startApi({ routes: [route('POST /o/{id}', { body: { value: template } })] })
    const { text } = await ask(api, {
      path: '/o/1%2F7?q=a%20b&q=c',
      headers: { 'X-Name': 'Zoë' },
      body: { n: 12, none: null, list: [1, { on: false }] },
    })
    expect(JSON.parse(text)).toEqual({ value: expected })
  })

test('keeps a text a text, whatever fills it, and a body that is not JSON empty', async () => {
  const { api } = startApi({ routes: [route('POST /a', { body: '${body.a}' })] })
  const { headers, text } = await ask(api, { path: '/a', body: { a: { b: 1 } } })
  expect([headers.get('content-type'), text]).toEqual(['text/plain', '{"b":1}'])
  expect((await ask(api, { path: '/a', body: '{"a":' })).text).toBe('')
})

test('sleeps on the clock before it answers', async () => {
  const { api, clock } = startApi({ routes: [route('GET /a', { delayMs: 2500 })] })
  expect((await get(api)).status).toBe(200)
  expect(clock.now()).toBe(noon + 2500)
})

test('lets others go on while it sleeps', async () => {
  const clock = manualClock({ start: 0, random: randomStream(1, 'turns') })
  const routes = [route('GET /a', { delayMs: 2500 }), route('GET /b', { delayMs: 1000 })]
  const { api } = startApi({ clock, routes })
  const ended: [string, number][] = []
  const fetch = (path: string) =>
    clock.run(path, async () => {
      await get(api, { path })
      ended.push([path, clock.now()])
    })
  await clock.drive('test', () => clock.wait(Promise.all([fetch('/a'), fetch('/b')]), 'both'))
  expect(ended).toEqual([
    ['/b', 1000],
    ['/a', 2500],
  ])
})

test('keeps to the rate of each endpoint', async () => {
  const rates = { 'GET /a': { count: 1, perMs: 10_000 } }
  const { api, clock } = startApi({ routes: [route('GET /a'), route('GET /b')], limits: { rates } })
  const first = await get(api)
  const second = await get(api)
  expect([first.status, second.status, second.headers.get('retry-after')]).toEqual([200, 429, '10'])
  expect((await get(api, { path: '/b' })).status).toBe(200)
  clock.advance(10_000)
  expect((await get(api)).status).toBe(200)
})
