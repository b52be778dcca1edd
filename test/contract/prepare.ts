import type { VaultOptions, VaultTokenOptions } from '../../harness/fakes/options.ts'
import type { Subject } from './run-case.ts'

type Body = Readonly<Record<string, unknown>>
type Post = (path: string, body: Body) => Promise<void>

/** Makes on an empty Vault what the options say, over its API. */
export async function prepare(options: VaultOptions, subject: Subject): Promise<void> {
  const post: Post = async (path, body) => {
    const headers = { 'x-vault-token': subject.rootToken, 'content-type': 'application/json' }
    const { status, body: text } = await subject.send('POST', path, headers, JSON.stringify(body))
    if (status >= 300) throw new Error(`preparing ${path} failed with ${status}: ${text}`)
  }
  for (const { path, type } of options.mounts.filter((each) => each.path !== 'secret')) {
    if (type === 'approle' || type === 'userpass') await post(`/v1/sys/auth/${path}`, { type })
    else await post(`/v1/sys/mounts/${path}`, { type: 'kv', options: { version: type.slice(-1) } })
  }
  for (const [name, rules] of Object.entries(options.policies))
    await post(`/v1/sys/policies/acl/${name}`, { policy: hcl(rules) })
  await makeRoles(options, post)
  for (const [path, data] of Object.entries(options.secrets)) {
    const mount = options.mounts.find((each) => path.startsWith(`${each.path}/`))!
    const rest = path.slice(mount.path.length + 1)
    if (mount.type === 'kv-v1') await post(`/v1/${path}`, data)
    else await post(`/v1/${mount.path}/data/${rest}`, { data })
  }
}

async function makeRoles({ approle, userpass }: VaultOptions, post: Post): Promise<void> {
  for (const [name, role] of Object.entries(approle)) {
    const path = `/v1/auth/${role.mount}/role/${name}`
    const free = { bind_secret_id: false, token_bound_cidrs: ['0.0.0.0/0'] }
    await post(path, { ...tokenFields(role), ...(role.secretId === undefined && free) })
    await post(`${path}/role-id`, { role_id: role.roleId })
    if (role.secretId === undefined) continue
    await post(`${path}/custom-secret-id`, {
      secret_id: role.secretId,
      num_uses: role.secretIdNumUses,
      ttl: `${(role.secretIdTtlMs ?? 0) / 1000}s`,
    })
  }
  for (const [name, { mount, password, ...tokens }] of Object.entries(userpass))
    await post(`/v1/auth/${mount}/users/${name}`, { password, ...tokenFields(tokens) })
}

const tokenFields = (tokens: VaultTokenOptions): Body => ({
  token_ttl: tokens.tokenTtlMs / 1000,
  token_max_ttl: tokens.tokenMaxTtlMs / 1000,
  token_num_uses: tokens.tokenNumUses,
  token_type: tokens.tokenType,
  token_policies: tokens.policies,
})

const hcl = (rules: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(rules)
    .map(([path, granted]) => `path "${path}" { capabilities = ${JSON.stringify(granted)} }`)
    .join('\n')
