import type { VaultAppRole } from '../options.ts'
import {
  listed,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { answerOnPart, type RoleOptions } from './approle-parts.ts'
import {
  changedRole,
  readRole,
  readRoleId,
  roleFields,
  unconstrained,
  type Role,
} from './approle-role.ts'
import { answerOnSecretId, hashless, type SecretIdPath } from './approle-secret-ids.ts'
import { withoutDefault } from './approle-token-type.ts'
import { isWrite, type Call, type Engine, type Login } from './engine.ts'
import { uuid } from './ids.ts'
import { lockedAs, type Issuer } from './issuer.ts'
import { listPage } from './kv-keys.ts'
import type { VaultContext } from './product.ts'
import { SecretIds } from './secret-ids.ts'
import { tidyStarted } from './token-engine.ts'
import { systemTtlMs, type Identity } from './token.ts'
import { answerOn, readTyped } from './typed-fields.ts'

const mountType = 'approle'
const tooLongWarning =
  "token_max_ttl is greater than the backend mount's maximum TTL value; issued tokens' max TTL value will be truncated"

const invalid = refuse(400, 'invalid role or secret ID')
const rolePath = /^role\/([^/]+)(?:\/(.+))?$/
const secretIdPath =
  /^(secret-id|custom-secret-id|secret-id\/(?:lookup|destroy)|secret-id-accessor\/(?:lookup|destroy))$/

/**
 * Logins with a role id and, unless the role asks for none, a secret id.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/approle#login-with-approle
 */
export class AppRoleEngine implements Engine {
  readonly leaves = /^role\/[^/]+(\/(?!secret-id$)[a-z-]+)?$/
  readonly #context: VaultContext
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #byName = new Map<string, Role>()
  readonly #byRoleId = new Map<string, Role>()

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultAppRole])[],
    issuer: Issuer,
    context: VaultContext,
  ) {
    this.#context = context
    this.#issuer = issuer
    this.#mount = mount
    for (const [name, options] of roles) this.#replace(name, this.#role(name, options))
  }

  renewal({ name }: Identity): RoleOptions | Answer {
    const role = this.#byName.get(name.toLowerCase())
    const gone = `role "${name}" does not exist during renewal`
    return role?.options ?? refuse(500, listed(`failed to renew entry: ${gone}`))
  }

  exists(path: string): boolean {
    const name = /^role\/([^/]+)$/.exec(path)?.[1]
    return name === undefined || this.#byName.has(name.toLowerCase())
  }

  readsFirst(path: string): typeof roleFields | undefined {
    return /^role\/[^/]+$/.test(path) ? roleFields : undefined
  }

  isOpen(path: string): boolean {
    return path === 'login'
  }

  whoLogsIn({ data }: Call): string | undefined {
    const fields = readTyped({ role_id: 'text' }, data)
    return typeof fields === 'string' ? undefined : fields.role_id?.trim()
  }

  roleOf({ data }: Login): string | undefined {
    const fields = readTyped({ role_id: 'text' }, data)
    if (typeof fields === 'string') return undefined
    return this.#byRoleId.get(fields.role_id?.trim() ?? '')?.identity.name
  }

  handle(call: Call): Answer {
    if (call.path === 'login') return this.#login(call)
    if (/^role\/?$/.test(call.path)) return this.#listRoles(call)
    if (call.path === 'tidy/secret-id')
      return isWrite(call.operation) ? tidyStarted(call.product) : unsupportedOperation
    const [, name, what] = rolePath.exec(call.path.replace(/\/$/, '')) ?? []
    if (name === undefined) return unsupportedPath
    const role = this.#byName.get(name.toLowerCase())
    if (what === 'role-id' && isWrite(call.operation)) return this.#renameId(call, name)
    if (what === undefined && isWrite(call.operation)) return this.#write(call, name)
    if (what === undefined && call.operation === 'delete') {
      this.#replace(name, undefined)
      return noContent
    }
    if (what === undefined) return readRole(call, role)
    if (what === 'role-id') return readRoleId(call, role)
    if (what === 'bind-secret-id') return this.#bind(call, name, role)
    const set = (changes: Partial<RoleOptions>) =>
      this.#put(this.#nameFor(call, name, what), { ...role!.options, ...changes }, role)
    const onPart = answerOnPart(call, what, role?.options, set)
    if (onPart) return onPart
    if (!secretIdPath.test(what)) return unsupportedPath
    const place = {
      name: name.toLowerCase(),
      what: what as SecretIdPath,
      role,
      others: [...this.#byName.values()],
      longestMs: this.#issuer.longestMs(call),
    }
    return answerOnSecretId(call, place, this.#context.random)
  }

  // Vault looks for the role before it looks at the method.
  #login(call: Call): Answer {
    const unreadable = this.#context.product.unreadableLogin
    const answer = (fields: { role_id?: string; secret_id?: string }): Answer => {
      if (call.product.asksWhoFirst && !isWrite(call.operation))
        return refuse(405, 'unsupported operation')
      const roleId = fields.role_id?.trim() ?? ''
      if (roleId === '') return refuse(unreadable, 'missing role_id')
      if (call.operation === 'patch') return refuse(405, 'unsupported operation')
      const role = this.#byRoleId.get(roleId)
      if (!role) return invalid
      if (!isWrite(call.operation)) return refuse(405, 'unsupported operation')
      return this.#loginTo(role, fields.secret_id?.trim() ?? '', call)
    }
    return answerOn(call, { role_id: 'text', secret_id: 'text' }, answer, {
      unreadable,
      warnsLast: true,
    })
  }

  #loginTo(role: Role, secretId: string, call: Call): Answer {
    const who = lockedAs(this.#mount, role.options.roleId)
    const lock = this.#issuer.lockOf(this.#mount)
    if (lock.isLocked(who)) return refuse(403, 'permission denied')
    if (!role.binds) {
      lock.passed(who)
      return this.#issuer.issue(role.identity, call)
    }
    if (secretId === '') return refuse(400, 'missing secret_id')
    const refused = hashless(secretId, 'create HMAC of')
    if (refused) return refused
    const elsewhere = role.secretIds.elsewhere(secretId)
    if (elsewhere) return refuse(400, elsewhere)
    const used = role.secretIds.use(secretId)
    if (!used) {
      lock.failed(who)
      return invalid
    }
    lock.passed(who)
    const { identity } = role
    const meta = { ...used.meta, ...identity.meta }
    const { tokenCidrs: cidrs } = used
    const options = cidrs.length > 0 ? { ...identity.options, cidrs } : identity.options
    return this.#issuer.issue({ ...identity, meta, options }, call)
  }

  #listRoles(call: Call): Answer {
    if (call.operation !== 'list') return unsupportedOperation
    return listPage(call, [...this.#byName.keys()].toSorted(), mountType)
  }

  /** Puts a role in the place of the one of that name, or takes it away. */
  #replace(name: string, role: Role | undefined): void {
    const key = name.toLowerCase()
    const old = this.#byName.get(key)
    if (old) this.#byRoleId.delete(old.options.roleId)
    this.#byName.delete(key)
    if (!role) return
    this.#byName.set(key, role)
    this.#byRoleId.set(role.options.roleId, role)
  }

  /** Puts what a role has become in its place, unless it cannot be so. */
  #put(name: string, options: RoleOptions, role: Partial<Role> | undefined): Answer {
    const next = this.#role(name, options, role)
    const refused = unconstrained(options, next.binds)
    if (refused) return refused
    const other = this.#byRoleId.get(options.roleId)
    if (other && other.identity.meta!['role_name'] !== name)
      return refuse(500, listed('role_id already in use'))
    this.#replace(name, next)
    return noContent
  }

  #write(call: Call, name: string): Answer {
    const old = this.#byName.get(name.toLowerCase())
    return answerOn(
      call,
      roleFields,
      (fields) => {
        if (Buffer.byteLength(name) > 4096)
          return refuse(400, 'role_name is longer than maximum of 4096 bytes')
        const meant = withoutDefault(fields)
        const options = changedRole(meant.fields, old?.options, () => uuid(this.#context.random))
        if ('status' in options) return options
        const binds = fields.bind_secret_id ?? old?.binds ?? true
        const put = this.#put(name.toLowerCase(), options, { ...old, binds })
        if (put !== noContent) return put
        const isTooLong = options.tokenMaxTtlMs > systemTtlMs
        const warnings = [...meant.warnings, ...(isTooLong ? [tooLongWarning] : [])]
        return warnings.length > 0 ? reply({ warnings, mountType }) : noContent
      },
      { looksFirst: true },
    )
  }

  /** Vault takes a role whose blocks of addresses are deleted for another one where its name is written otherwise. */
  #nameFor({ operation, product }: Call, written: string, what: string): string {
    const isWritten = product.deletesBlocksByWrittenName && operation === 'delete'
    return isWritten && /^(bound-cidr-list|.*-bound-cidrs)$/.test(what)
      ? written
      : written.toLowerCase()
  }

  #bind(call: Call, name: string, role: Role | undefined): Answer {
    const { operation } = call
    const put = (binds: boolean): Answer =>
      this.#put(name.toLowerCase(), role!.options, { ...role, binds })
    if (isWrite(operation))
      return answerOn(call, { bind_secret_id: 'flag' }, ({ bind_secret_id: binds }) => {
        if (!role || !call.product.hasBindPath) return unsupportedPath
        return binds === undefined ? refuse(400, 'missing bind_secret_id') : put(binds)
      })
    if (!call.product.hasBindPath) return unsupportedPath
    if (operation === 'delete') return role ? put(true) : noContent
    if (operation !== 'read') return unsupportedOperation
    return answerOn(call, { bind_secret_id: 'flag' }, () =>
      role ? reply({ data: { bind_secret_id: role.binds }, mountType }) : notFound,
    )
  }

  #renameId(call: Call, name: string): Answer {
    const role = this.#byName.get(name.toLowerCase())
    return answerOn(call, { role_id: 'text' }, ({ role_id: roleId }) => {
      if (!role) return unsupportedPath
      if (!roleId) return refuse(400, 'missing role_id')
      return this.#put(name.toLowerCase(), { ...role.options, roleId }, role)
    })
  }

  #role(name: string, options: RoleOptions, old: Partial<Role> = {}): Role {
    const identity = this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: '',
      // Role names have no case.
      meta: { role_name: name.toLowerCase() },
      options,
      alias: options.roleId,
    })
    const secretIds = old.secretIds ?? new SecretIds(this.#context, options)
    secretIds.terms = options
    const entityId = old.identity?.entityId ?? identity.entityId
    const binds = old.binds ?? options.secretId !== undefined
    return { options, binds, identity: { ...identity, entityId }, secretIds }
  }
}
