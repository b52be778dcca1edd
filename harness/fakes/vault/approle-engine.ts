import type { FakeContext } from '../fake.ts'
import type { VaultAppRole } from '../options.ts'
import { notFound, refuse, reply, unsupportedOperation, unsupportedPath } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, textField, type Call, type Engine } from './engine.ts'
import { uuid } from './ids.ts'
import type { Issuer } from './issuer.ts'
import { SecretIds } from './secret-ids.ts'
import type { Identity } from './token.ts'

interface Role {
  readonly options: VaultAppRole
  readonly identity: Identity
  readonly secretIds: SecretIds
}

const mountType = 'approle'
const invalid = refuse(400, 'invalid role or secret ID')

/**
 * Logins with a role id and, unless the role asks for none, a secret id.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle
 */
export class AppRoleEngine implements Engine {
  readonly #context: FakeContext
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #byName: ReadonlyMap<string, Role>
  readonly #byRoleId: ReadonlyMap<string, Role>

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultAppRole])[],
    issuer: Issuer,
    context: FakeContext,
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
    if (call.path === 'login')
      return isWrite(call.operation) ? this.#login(call) : wrongMethod(call)
    const [, name, what] = /^role\/([^/]+)\/(role-id|secret-id)$/.exec(call.path) ?? []
    if (name === undefined) return unsupportedPath
    const role = this.#byName.get(name.toLowerCase())
    if (what === 'role-id') return readRoleId(call, role)
    if (!isWrite(call.operation)) return unsupportedOperation
    return role ? this.#newSecretId(role) : refuse(404, `role "${name}" does not exist`)
  }

  #login(call: Call): Answer {
    const [roleId, secretId] = [textField(call.data, 'role_id'), textField(call.data, 'secret_id')]
    if (roleId === undefined) return unconvertible('role_id')
    if (secretId === undefined) return unconvertible('secret_id')
    if (roleId.trim() === '') return refuse(400, 'missing role_id')
    const role = this.#byRoleId.get(roleId.trim())
    return role ? this.#loginTo(role, secretId.trim(), call) : invalid
  }

  #loginTo(role: Role, secretId: string, call: Call): Answer {
    const who = `${this.#mount} ${role.options.roleId}`
    const { lock } = this.#issuer
    if (lock.isLocked(who)) return refuse(403, 'permission denied')
    if (role.options.secretId !== undefined) {
      if (secretId === '') return refuse(400, 'missing secret_id')
      if (!role.secretIds.use(secretId)) {
        lock.failed(who)
        return invalid
      }
    }
    lock.passed(who)
    return this.#issuer.issue(role.identity, call)
  }

  #newSecretId(role: Role): Answer {
    const { secretIdTtlMs = 0, secretIdNumUses } = role.options
    const secretId = uuid(this.#context.random)
    role.secretIds.add(secretId)
    const data = {
      secret_id: secretId,
      secret_id_accessor: uuid(this.#context.random),
      secret_id_num_uses: secretIdNumUses,
      secret_id_ttl: Math.floor(secretIdTtlMs / 1000),
    }
    return reply({ data, mountType })
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
    return { options, identity, secretIds: new SecretIds(this.#context.clock, options) }
  }
}

function readRoleId({ operation }: Call, role: Role | undefined): Answer {
  if (operation !== 'read') return unsupportedOperation
  return role ? reply({ data: { role_id: role.options.roleId }, mountType }) : notFound
}

// Vault looks for the role before it looks at the method, and a GET has its fields in the query.
const wrongMethod = ({ query }: Call): Answer =>
  query.get('role_id') ? refuse(405, 'unsupported operation') : refuse(400, 'missing role_id')

const unconvertible = (field: string): Answer =>
  refuse(400, `Field validation failed: error converting input for field "${field}"`)
