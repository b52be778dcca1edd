import { Hono } from 'hono'
import type { Fake, FakeEnv } from '../../harness/fakes/fake.ts'

/** A fake that echoes what reached it; `/login` issues a number, `/crash` throws `crash`. */
export function tinyFake(name: string, crash = new Error('a bug in the tiny fake')): Fake {
  const app = new Hono<FakeEnv>()
  let issued = 0
  app.onError((error) => {
    throw error
  })
  app.all('/crash', () => {
    throw crash
  })
  app.post('/login', (c) => {
    c.env.entry.issued = ++issued
    return c.json({ token: `token ${issued}` }, 201)
  })
  app.get('/cookies', (c) => {
    c.header('Set-Cookie', 'a=1')
    c.header('Set-Cookie', 'b=2', { append: true })
    c.header('X-Latin', 'caf\u00e9')
    return c.body(null, 204)
  })
  app.get('/empty', (c) => c.body(''))
  app.get('/large-header', (c) => c.text('', 200, { 'X-Token': 't'.repeat(2 ** 20) }))
  app.get('/larger-header', (c) => c.text('', 200, { 'X-Token': 't'.repeat(2 ** 22) }))
  app.get('/large-body', (c) => c.body('x'.repeat(9 * 1024 * 1024)))
  app.all('*', (c) => {
    const { body } = c.env
    const url = new URL(c.req.url)
    const headers = [...c.req.raw.headers].map(([key, value]) => [key, value.length, value[0]])
    return c.json({
      method: c.req.method,
      path: url.pathname + url.search,
      headers,
      body: new TextDecoder().decode(body),
    })
  })
  return {
    name,
    kind: 'api',
    endpoints: ['login', 'echo'],
    endpointOf: (_method, path) => (path === '/login' ? 'login' : 'echo'),
    app,
    issuedToken: (ordinal) => (ordinal <= issued ? `token ${ordinal}` : undefined),
    revoke: () => 0,
    liveTokens: () => issued,
  }
}
