import type { AuthTokenPlan } from '../../emulator/index.ts'
import { pathOf, rooted } from './json-paths.ts'
import { testPassword, type ServerDraft } from './model.ts'

/** What a drafted Vault has to be read, on its KV v2 mount. */
export const sampleSecret = 'secret/example'

/** Where the API of Vault gives it. */
export const samplePath = '/v1/secret/data/example'

/** A Vault, where the login is one with AppRole or userpass; undefined for any other server. */
export function vaultServer(plan: AuthTokenPlan, user: string): ServerDraft | undefined {
  const { token } = plan.response
  if (token.in !== 'json' || rooted(token.path) !== '$.auth.client_token') return undefined
  const { origin, pathname } = new URL(plan.request.endpoint)
  const [, above = '', mount, name] =
    /^(.*)\/v1\/auth\/(.+?)\/login(?:\/([^/]+))?$/.exec(pathname) ?? []
  if (mount === undefined) return undefined
  const login = name === undefined ? approle(plan, user, mount) : userpass(plan, name, mount)
  return (
    login && {
      name: plan.serverId,
      at: origin + above,
      endpoint: origin + pathname,
      options: { kind: 'vault', ...login, secrets: { [sampleSecret]: { value: 'test' } } },
    }
  )
}

function approle({ request, serverId }: AuthTokenPlan, user: string, mount: string) {
  const has = (key: string, text: string) => pathOf(text, request.body) === `$.${key}`
  if (!has('role_id', '${userid}') || !has('secret_id', '${password}')) return undefined
  const role = {
    roleId: user,
    secretId: testPassword,
    tokenTtl: '15m',
    ...elsewhere(mount, 'approle'),
  }
  return { approle: { [serverId]: role } }
}

function userpass({ request }: AuthTokenPlan, name: string, mount: string) {
  if (pathOf('${password}', request.body) !== '$.password') return undefined
  const user = { password: testPassword, tokenTtl: '15m', ...elsewhere(mount, 'userpass') }
  return { userpass: { [decodeURIComponent(name)]: user } }
}

const elsewhere = (mount: string, usual: string) => (mount === usual ? {} : { mount })
