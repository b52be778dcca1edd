import { Hono, type Context } from 'hono'
import type { Fake, FakeContext, FakeEnv, TokenVerdict } from '../fake.ts'
import type { VaultOptions } from '../options.ts'
import { render } from './answer.ts'
import type { VaultContext } from './product.ts'
import { products } from './products.ts'
import { endpoints } from './route.ts'
import { VaultServer } from './server.ts'

/** An embedded Vault: it answers as a real one for what baqlab's scenarios use of it. */
export function createVault(options: VaultOptions, context: FakeContext): Fake {
  const known = products[options.product ?? 'openbao']
  // A server that has namespaces takes a name it does not know for no namespace at all.
  const product = options.namespace ? { ...known, idsNameNamespaces: false } : known
  const server = new VaultServer(options, { ...context, product })
  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', (c) => answer(c, server, { ...context, product }))
  return {
    name: context.name,
    kind: 'vault',
    endpoints,
    endpointOf: (method, path) => server.endpointOf(method, path),
    app,
    issuedToken: (ordinal) => server.tokens.issuedToken(ordinal),
    revoke: (ordinal) => server.tokens.revoke(ordinal),
    liveTokens: () => server.tokens.size,
    tokenEnd: (token) => server.tokens.find(token)?.expiresAt,
    verify: async (token) => verdict(token, server),
  }
}

async function answer(
  c: Context<FakeEnv>,
  server: VaultServer,
  context: VaultContext,
): Promise<Response> {
  const { url } = c.req
  const answered = await server.answer({
    method: c.req.method,
    target: url.slice(url.indexOf('/', url.indexOf('://') + 3)),
    header: (name) => c.req.header(name),
    body: c.env.body,
    origin: url.slice(0, url.indexOf('/', url.indexOf('://') + 3)),
    fault: c.env.tokenFault,
    certificate: c.env.certificate,
  })
  if (answered.issued !== undefined) c.env.entry.issued = answered.issued
  return render(answered, context.random, context.product)
}

function verdict(text: string, { tokens }: VaultServer): TokenVerdict {
  const token = tokens.find(text)
  if (!token) return { valid: false, reason: 'the token is unknown, expired, used up or revoked' }
  return { valid: true, subject: token.identity?.name ?? 'root' }
}
