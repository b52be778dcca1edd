import { placeholders, type AuthTokenPlan } from '../../emulator/index.ts'
import {
  testPassword,
  testUser,
  type ServerDraft,
  type Supplied,
  type TokenDraft,
} from './model.ts'
import { pathOf, rooted } from './json-paths.ts'
import { vaultServer } from './vault-server.ts'

/** The authentication server of a zosconnect_authToken, and what it is asked with. */
export function loginServer(plan: AuthTokenPlan): TokenDraft {
  const { authData, attach } = plan
  const user = authData?.user?.value ?? testUser
  return {
    server: vaultServer(plan, user) ?? anyServer(plan, user),
    as: supplied(plan, user),
    passwordsOf: authData ? [authData.id] : [],
    attached: { header: attach.header, scheme: attach.scheme === 'none' ? '' : attach.scheme },
  }
}

function supplied({ authData, request }: AuthTokenPlan, user: string): Supplied {
  const names = placeholders(request.body ?? '')
  const needed = request.credentials.in === 'header' || names.some(isCredential)
  const parms = names.filter((name) => !isCredential(name)).map((name) => `${name}=test`)
  return {
    ...(needed && !authData && { tokenUsername: user, tokenPassword: testPassword }),
    ...(parms.length > 0 && { tokenCustomParms: parms.join(',') }),
  }
}

const isCredential = (name: string): boolean => name === 'userid' || name === 'password'

function anyServer(plan: AuthTokenPlan, user: string): ServerDraft {
  const { serverId, request } = plan
  const { origin, pathname } = new URL(request.endpoint)
  const credentials = credentialsOf(plan)
  return {
    name: serverId,
    at: origin + pathname.replace(/\/$/, ''),
    endpoint: origin + pathname,
    options: {
      kind: 'jwt',
      method: request.method,
      credentials,
      ...(credentials !== 'none' && { users: { [user]: testPassword } }),
      token: tokenOf(plan),
      answer: answerOf(plan),
    },
  }
}

function credentialsOf({ request: { credentials, body } }: AuthTokenPlan) {
  if (credentials.in === 'header') {
    const [first = 'Authorization', second] = credentials.names
    return second === undefined
      ? { in: 'basic', header: first }
      : { in: 'headers', user: first, password: second }
  }
  const [user, password] = ['${userid}', '${password}'].map((text) => pathOf(text, body))
  return user !== undefined && password !== undefined ? { in: 'body', user, password } : 'none'
}

/** A lifetime is configured for tokens that do not tell their own. */
function tokenOf({ response, lifetime }: AuthTokenPlan) {
  const isOpaque =
    response.token.in !== 'jwt' &&
    (response.lifetimePath !== undefined || lifetime.tokenLifetimeMs !== undefined)
  return { kind: isOpaque ? 'opaque' : 'jws', lifetime: '15m' }
}

function answerOf({ response: { token, lifetimePath } }: AuthTokenPlan) {
  const lifetime = lifetimePath !== undefined && { lifetimePath: rooted(lifetimePath) }
  switch (token.in) {
    case 'header':
      return { in: 'header', header: token.name, ...lifetime }
    case 'json':
      return { format: 'JSON', path: rooted(token.path), ...lifetime }
    case 'text':
    case 'jwt':
      return { format: token.in === 'jwt' ? 'JWT' : 'Text' }
  }
}
