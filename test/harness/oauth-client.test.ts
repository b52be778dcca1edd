import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose'
import { expect, test } from 'vitest'
import type { Clock } from '../../emulator/index.ts'
import { createOAuthServer } from '../../harness/fakes/oauth-server.ts'
import { randomStream } from '../../harness/seed.ts'
import { overSockets } from '../support/network.ts'
import { basic, oauthServer } from '../support/oauth-server.ts'

const origin = 'http://as.example.com'
const form = { 'Content-Type': 'application/x-www-form-urlencoded' }

const fake = (clock: Clock) =>
  createOAuthServer(oauthServer().options, { name: 'auth', clock, random: randomStream(1, 'auth') })

/** A client that knows nothing of ours: node's own, which finds the origin at a loopback port. */
function clientAt(port: number) {
  return async (url: string, headers: Record<string, string> = {}, body?: string) => {
    expect(url.startsWith(origin)).toBe(true)
    const method = body === undefined ? 'GET' : 'POST'
    const path = url.slice(origin.length)
    const request = http.request({ host: '127.0.0.1', port, method, path, headers })
    request.end(body)
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const text = Buffer.concat(await response.toArray()).toString()
    return { status: response.statusCode, headers: response.headers, text }
  }
}

test('serves a client over sockets from discovery to revocation', async () => {
  await using network = await overSockets({ origin, fake })
  const ask = clientAt(network.transport.addresses.get(origin)!.port)
  const found = await ask(`${origin}/.well-known/oauth-authorization-server`)
  const server = JSON.parse(found.text)
  expect([found.status, server.issuer]).toEqual([200, origin])

  const headers = { ...form, ...basic('app', 's3cr3t') }
  const reply = await ask(
    server.token_endpoint,
    headers,
    'grant_type=client_credentials&scope=read',
  )
  expect([reply.status, reply.headers['cache-control']]).toEqual([200, 'no-store'])
  const { access_token: token, ...rest } = JSON.parse(reply.text)
  expect(rest).toEqual({ token_type: 'Bearer', expires_in: 600, scope: 'read' })

  const keys = createRemoteJWKSet(new URL(server.jwks_uri), {
    [customFetch]: async (url) => new Response((await ask(url)).text),
  })
  const { payload } = await jwtVerify(token, keys, {
    issuer: server.issuer,
    currentDate: new Date(network.clock.now()),
  })
  expect(payload).toMatchObject({ sub: 'app', client_id: 'app', scope: 'read' })

  const stateOf = async () =>
    JSON.parse((await ask(server.introspection_endpoint, headers, `token=${token}`)).text).active
  expect(await stateOf()).toBe(true)
  expect((await ask(server.revocation_endpoint, headers, `token=${token}`)).status).toBe(200)
  expect(await stateOf()).toBe(false)
  expect(network.journal.since(0).map(({ endpoint }) => endpoint)).toEqual([
    'discovery',
    'token',
    'jwks',
    'introspect',
    'revoke',
    'introspect',
  ])
  expect(network.crashes).toEqual([])
})

test('challenges a client over sockets that is wrong', async () => {
  await using network = await overSockets({ origin, fake })
  const ask = clientAt(network.transport.addresses.get(origin)!.port)
  const headers = { ...form, ...basic('app', 'wrong') }
  const reply = await ask(`${origin}/token`, headers, 'grant_type=client_credentials')
  expect([reply.status, reply.headers['www-authenticate']]).toEqual([401, 'Basic realm="baqlab"'])
  expect(JSON.parse(reply.text).error).toBe('invalid_client')
})
