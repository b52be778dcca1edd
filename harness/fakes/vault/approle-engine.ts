import type { VaultAppRole } from '../options.ts'
import { notFound, refuse, unsupportedOperation, unsupportedPath, type Answer } from './answer.ts'
import { answerOnSecretId, type SecretIdPath } from './approle-secret-ids.ts'
import { reply } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { Product, VaultContext } from './product.ts'
import { SecretIds } from './secret-ids.ts'
import type { Identity } from './token.ts'
import { answerOn } from './typed-fields.ts'

interface Role {
  readonly options: VaultAppRole
  readonly identity: Identity
  readonly secretIds: SecretIds
}

const mountType = 'approle'
const invalid = refuse(400, 'invalid role or secret ID')
const rolePath = /^role\/([^/]+)(?:\/(.+))?$/
const secretIdPath =
  /^(secret-id|custom-secret-id|secret-id\/(?:lookup|destroy)|secret-id-accessor\/(?:lookup|destroy))$/

/**
 * Logins with a role id and, unless the role asks for none, a secret id.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle
 */
export class AppRoleEngine implements Engine {
  readonly #context: VaultContext
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #byName: ReadonlyMap<string, Role>
  readonly #byRoleId: ReadonlyMap<string, Role>

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultAppRole])[],
    issuer: Issuer,
    context: VaultContext,
  ) {
    this.#context = context
    this.#issuer = issuer
    this.#mount = mount
    this.#byName = new Map(
      roles.map(([name, options]) => [name.toLowerCase(), this.#role(name, options)]),
    )
    this.#byRoleId = new Map([...this.#byName.values()].map((role) => [role.options.roleId, role]))
  }

  isOpen(path: string): boolean {
    return path === 'login'
  }

  handle(call: Call): Answer {
    if (call.path === 'login') return this.#login(call)
    if (/^role\/?$/.test(call.path)) return this.#listRoles(call)
    const [, name, what] = rolePath.exec(call.path.replace(/\/$/, '')) ?? []
    if (name === undefined) return unsupportedPath
    const role = this.#byName.get(name.toLowerCase())
    if (what === undefined) return readRole(call, role, this.#context.product)
    if (what === 'role-id')
      return call.operation === 'list' ? unsupportedPath : readRoleId(call, role)
    if (!secretIdPath.test(what)) return unsupportedPath
    const place = { name, what: what as SecretIdPath, secretIds: role?.secretIds }
    return answerOnSecretId(call, place, this.#context.random)
  }

  // Vault looks for the role before it looks at the method.
  #login(call: Call): Answer {
    const unreadable = this.#context.product.unreadableLogin
    const answer = (fields: { role_id?: string; secret_id?: string }): Answer => {
      const roleId = fields.role_id?.trim() ?? ''
      if (roleId === '') return refuse(unreadable, 'missing role_id')
      const role = this.#byRoleId.get(roleId)
      if (!role) return invalid
      if (!isWrite(call.operation)) return refuse(405, 'unsupported operation')
      return this.#loginTo(role, fields.secret_id?.trim() ?? '', call)
    }
    return answerOn(call, { role_id: 'text', secret_id: 'text' }, answer, { unreadable })
  }

  #loginTo(role: Role, secretId: string, call: Call): Answer {
    const who = `${this.#mount} ${role.options.roleId}`
    const { lock } = this.#issuer
    if (lock.isLocked(who)) return refuse(403, 'permission denied')
    if (role.options.secretId === undefined) {
      lock.passed(who)
      return this.#issuer.issue(role.identity, call)
    }
    if (secretId === '') return refuse(400, 'missing secret_id')
    const meta = role.secretIds.use(secretId)
    if (!meta) {
      lock.failed(who)
      return invalid
    }
    lock.passed(who)
    const { identity } = role
    return this.#issuer.issue({ ...identity, meta: { ...meta, ...identity.meta } }, call)
  }

  #listRoles({ operation }: Call): Answer {
    if (operation !== 'list') return unsupportedOperation
    const keys = [...this.#byName.keys()].toSorted()
    return keys.length === 0 ? notFound : reply({ data: { keys }, mountType })
  }

  #role(name: string, options: VaultAppRole): Role {
    const identity = this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: '',
      // Role names have no case.
      meta: { role_name: name.toLowerCase() },
      options,
    })
    return { options, identity, secretIds: new SecretIds(this.#context, options) }
  }
}

function readRoleId({ operation }: Call, role: Role | undefined): Answer {
  if (operation !== 'read') return unsupportedOperation
  return role ? reply({ data: { role_id: role.options.roleId }, mountType }) : notFound
}

function readRole({ operation }: Call, role: Role | undefined, product: Product): Answer {
  if (operation !== 'read') return unsupportedOperation
  if (!role) return notFound
  const { options } = role
  const data = {
    bind_secret_id: options.secretId !== undefined,
    local_secret_ids: false,
    secret_id_bound_cidrs: null,
    secret_id_num_uses: options.secretIdNumUses,
    secret_id_ttl: Math.floor((options.secretIdTtlMs ?? 0) / 1000),
    token_bound_cidrs: [],
    token_explicit_max_ttl: 0,
    token_max_ttl: Math.floor(options.tokenMaxTtlMs / 1000),
    token_no_default_policy: false,
    token_num_uses: options.tokenNumUses,
    token_period: 0,
    token_policies: options.policies,
    token_ttl: Math.floor(options.tokenTtlMs / 1000),
    ...product.roleFields,
    token_type: options.tokenType,
  }
  return reply({ data, mountType })
}
