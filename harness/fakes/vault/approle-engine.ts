import type { VaultAppRole } from '../options.ts'
import {
  listed,
  noContent,
  notFound,
  refuse,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { answerOnSecretId, type SecretIdPath } from './approle-secret-ids.ts'
import { answerOnPart, type RoleOptions } from './approle-parts.ts'
import { wrongBlock } from './bound-cidrs.ts'
import { reply } from './answer.ts'
import { tidyStarted } from './token-engine.ts'
import { uuid } from './ids.ts'
import { withoutDefault } from './approle-token-type.ts'
import { changedTokens, plainTokens, shownTokens, tokenFields } from './role-tokens.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import { listPage } from './kv-keys.ts'
import { lockedAs, type Issuer } from './issuer.ts'
import type { Product, VaultContext } from './product.ts'
import { SecretIds } from './secret-ids.ts'
import { systemTtlMs, type Identity } from './token.ts'
import { answerOn, readTyped } from './typed-fields.ts'

interface Role {
  readonly options: RoleOptions
  /** Whether it asks for a secret id. */
  readonly binds: boolean
  readonly identity: Identity
  readonly secretIds: SecretIds
}

const mountType = 'approle'
const tooLongWarning =
  "token_max_ttl is greater than the backend mount's maximum TTL value; issued tokens' max TTL value will be truncated"

const roleFields = {
  ...tokenFields,
  bind_secret_id: 'flag',
  role_id: 'text',
  secret_id_num_uses: 'whole',
  secret_id_ttl: 'duration',
  secret_id_bound_cidrs: 'texts',
  bound_cidr_list: 'texts',
  local_secret_ids: 'flag',
  period: 'duration',
} as const

const invalid = refuse(400, 'invalid role or secret ID')
const unconstrained = refuse(500, listed('at least one constraint should be enabled on the role'))
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

  isOpen(path: string): boolean {
    return path === 'login'
  }

  whoLogsIn({ data }: Call): string | undefined {
    const fields = readTyped({ role_id: 'text' }, data)
    return typeof fields === 'string' ? undefined : fields.role_id?.trim()
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
    if (what === undefined) return readRole(call, role, this.#context.product)
    if (what === 'role-id') return readRoleId(call, role)
    if (what === 'bind-secret-id' && call.product.hasBindPath) return this.#bind(call, name, role)
    const set = (changes: Partial<RoleOptions>) => {
      const options = { ...role!.options, ...changes }
      this.#replace(name, this.#role(name, options, role))
    }
    const onPart = answerOnPart(call, what, role?.options, set)
    if (onPart) return onPart
    if (!secretIdPath.test(what)) return unsupportedPath
    const place = {
      name: name.toLowerCase(),
      what: what as SecretIdPath,
      secretIds: role?.secretIds,
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
    const { lock } = this.#issuer
    if (lock.isLocked(who)) return refuse(403, 'permission denied')
    if (!role.binds) {
      lock.passed(who)
      return this.#issuer.issue(role.identity, call)
    }
    if (secretId === '') return refuse(400, 'missing secret_id')
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

  #write(call: Call, name: string): Answer {
    const old = this.#byName.get(name.toLowerCase())
    return answerOn(
      call,
      roleFields,
      (fields) => {
        const meant = withoutDefault(fields)
        const tokens = changedTokens(meant.fields, old?.options ?? plainTokens)
        if ('status' in tokens) return tokens
        const binds = fields.bind_secret_id ?? old?.binds ?? true
        const hasBlocks = (fields.secret_id_bound_cidrs ?? fields.bound_cidr_list)?.length
        if (!binds && old?.binds !== false && !hasBlocks) return unconstrained
        const secretIdNumUses = fields.secret_id_num_uses ?? old?.options.secretIdNumUses ?? 0
        if (secretIdNumUses < 0) return refuse(400, 'secret_id_num_uses cannot be negative')
        if ('role_id' in call.data && !fields.role_id)
          return refuse(400, 'invalid role_id supplied, or failed to generate a role_id')
        const roleId = fields.role_id || old?.options.roleId || uuid(this.#context.random)
        const other = this.#byRoleId.get(roleId)
        if (other && other !== old) return refuse(500, listed('role_id already in use'))
        const secretIdTtlMs = fields.secret_id_ttl ?? old?.options.secretIdTtlMs ?? 0
        const hasLocalSecretIds = fields.local_secret_ids ?? old?.options.hasLocalSecretIds ?? false
        if (old && hasLocalSecretIds !== (old.options.hasLocalSecretIds ?? false))
          return refuse(400, 'local_secret_ids can only be modified during role creation')
        const given = fields.secret_id_bound_cidrs ?? fields.bound_cidr_list
        const wrong = given && wrongBlock(given)
        if (wrong) return refuse(500, listed(wrong))
        const boundCidrs = given ?? old?.options.boundCidrs ?? null
        const own = { roleId, secretIdNumUses, secretIdTtlMs, boundCidrs, hasLocalSecretIds }
        const options = { ...tokens, ...own }
        this.#replace(name, this.#role(name, options, { ...old, binds }))
        const isTooLong = tokens.tokenMaxTtlMs > systemTtlMs
        const warnings = [...meant.warnings, ...(isTooLong ? [tooLongWarning] : [])]
        return warnings.length > 0 ? reply({ warnings, mountType }) : noContent
      },
      { looksFirst: true, captured: ['role_name'] },
    )
  }

  #bind(call: Call, name: string, role: Role | undefined): Answer {
    const set = (binds: boolean): Answer => {
      if (!binds && !role!.options.boundCidrs?.length) return unconstrained
      this.#replace(name, this.#role(name, role!.options, { ...role, binds }))
      return noContent
    }
    const writes = isWrite(call.operation)
    if (!['read', 'delete'].includes(call.operation) && !writes) return unsupportedOperation
    if (!role && writes) return unsupportedPath
    if (!role) return call.operation === 'delete' ? noContent : notFound
    if (call.operation === 'read') return reply({ data: { bind_secret_id: role.binds }, mountType })
    if (call.operation === 'delete') return set(true)
    return answerOn(call, { bind_secret_id: 'flag' }, ({ bind_secret_id: binds }) =>
      binds === undefined ? refuse(400, 'missing bind_secret_id') : set(binds),
    )
  }

  #renameId(call: Call, name: string): Answer {
    const role = this.#byName.get(name.toLowerCase())
    if (!role) return unsupportedPath
    return answerOn(call, { role_id: 'text' }, ({ role_id: roleId }) => {
      if (!roleId) return refuse(400, 'missing role_id')
      const other = this.#byRoleId.get(roleId)
      if (other && other !== role) return refuse(500, listed('role_id already in use'))
      const options = { ...role.options, roleId }
      this.#replace(name, this.#role(name, options, role))
      return noContent
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

function readRoleId({ operation }: Call, role: Role | undefined): Answer {
  if (operation !== 'read') return unsupportedOperation
  return role ? reply({ data: { role_id: role.options.roleId }, mountType }) : notFound
}

function readRole({ operation }: Call, role: Role | undefined, product: Product): Answer {
  if (operation !== 'read') return unsupportedOperation
  if (!role) return notFound
  const { options } = role
  const data = {
    bind_secret_id: role.binds,
    local_secret_ids: options.hasLocalSecretIds ?? false,
    secret_id_bound_cidrs: options.boundCidrs ?? null,
    secret_id_num_uses: options.secretIdNumUses,
    secret_id_ttl: Math.floor((options.secretIdTtlMs ?? 0) / 1000),
    ...shownTokens(options, product),
  }
  return reply({ data, mountType })
}
