import type { VaultUser } from '../options.ts'
import {
  listed,
  noContent,
  noToken,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { takesClient } from './bound-cidrs.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import { listPage } from './kv-keys.ts'
import { lockedAs, type Issuer } from './issuer.ts'
import { notEmulated } from './not-emulated.ts'
import type { Product, VaultContext } from './product.ts'
import {
  changedPolicies,
  changedTokens,
  ifSamePolicies,
  plainTokens,
  shownTokens,
  tokenFields,
  withSanitized,
  type RoleTokens,
} from './role-tokens.ts'
import type { Identity, VaultToken } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const invalid = refuse(400, 'invalid username or password')
/** What the name of a user may look like. */
const loginPath = /^login\/(\w(?:[\w.-]*\w)?)$/

const mountType = 'userpass'
const userPath = /^users\/(\w(?:[\w.-]*\w)?)(?:\/(password|policies))?$/

type UserPart = 'password' | 'policies'

const userFields = {
  all: {
    ...tokenFields,
    password: 'text',
    password_hash: 'text',
    ttl: 'duration',
    max_ttl: 'duration',
    bound_cidrs: 'texts',
  },
  password: { password: 'text', password_hash: 'text' },
  policies: { token_policies: 'texts', policies: 'texts' },
} as const

type UserOptions = RoleTokens & Pick<VaultUser, 'password'>

interface User {
  readonly options: UserOptions
  readonly identity: Identity
}

/**
 * Logins with a password at `login/<user>`; user names have no case.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/userpass#login
 */
export class UserpassEngine implements Engine {
  readonly #issuer: Issuer
  readonly #unreadable: number
  readonly #mount: string
  readonly #users: Map<string, User>
  readonly #product: Product

  constructor(
    mount: string,
    users: readonly (readonly [string, VaultUser])[],
    issuer: Issuer,
    { product }: VaultContext,
  ) {
    this.#issuer = issuer
    this.#product = product
    this.#unreadable = product.unreadableLogin
    this.#mount = mount
    this.#users = new Map(
      users.map(([name, options]) => {
        const user = name.toLowerCase()
        return [user, { options, identity: this.#identify(user, options) }]
      }),
    )
  }

  readsFirst(path: string): typeof userFields.all | undefined {
    return /^users\/[^/]+$/.test(path) ? userFields.all : undefined
  }

  isOpen(path: string): boolean {
    return path.startsWith('login/')
  }

  whoLogsIn({ path }: Call): string | undefined {
    return loginPath.exec(path)?.[1]
  }

  renewal({ name, options }: Identity): RoleTokens | Answer {
    const user = this.#users.get(name)
    return user ? ifSamePolicies(user.options, options) : noContent
  }

  exists(path: string): boolean {
    const [, name, what] = userPath.exec(path) ?? []
    return name === undefined || what !== undefined || this.#users.has(name.toLowerCase())
  }

  handle(call: Call, token: VaultToken | undefined): Answer {
    if (/^users(\/|$)/.test(call.path)) return this.#manage(call)
    const name = loginPath.exec(call.path)?.[1]?.toLowerCase()
    if (name === undefined) return token ? unsupportedPath : refuse(404, 'unsupported path')
    if (this.#issuer.lockOf(this.#mount).isLocked(lockedAs(this.#mount, name)))
      return refuse(403, 'permission denied')
    if (!isWrite(call.operation)) return refuse(405, 'unsupported operation')
    const answer = ({ password }: { password?: string }) => this.#login(name, password ?? '', call)
    return answerOn(call, { password: 'text' }, answer, {
      unreadable: this.#unreadable,
      warnsLast: true,
    })
  }

  #login(name: string, password: string, call: Call): Answer {
    const who = lockedAs(this.#mount, name)
    const lock = this.#issuer.lockOf(this.#mount)
    if (password === '') {
      if (this.#product.countsMissingPasswords) lock.failed(who)
      return refuse(this.#unreadable, this.#product.missingPassword)
    }
    const user = this.#users.get(name)
    if (!user) return invalid
    if (user.options.password !== password) {
      lock.failed(who)
      return invalid
    }
    lock.passed(who)
    if (!takesClient(user.options.cidrs ?? [])) return noToken
    return this.#issuer.issue(user.identity, call)
  }

  #manage(call: Call): Answer {
    const { operation, path } = call
    if (/^users\/?$/.test(path)) return this.#list(call)
    const [, written, what] = userPath.exec(path) ?? []
    if (written === undefined) return unsupportedPath
    const name = written.toLowerCase()
    const user = this.#users.get(name)
    if (isWrite(operation)) return this.#write(call, name, what as UserPart | undefined)
    if (what !== undefined) return unsupportedOperation
    if (operation === 'delete') {
      this.#users.delete(name)
      return noContent
    }
    if (operation !== 'read') return unsupportedOperation
    return user ? reply({ data: shownTokens(user.options, this.#product), mountType }) : notFound
  }

  #list(call: Call): Answer {
    if (call.operation !== 'list') return unsupportedOperation
    return listPage(call, [...this.#users.keys()].toSorted(), mountType)
  }

  /** Writes a user, or one thing of one that there is. */
  #write(call: Call, name: string, part: UserPart | undefined): Answer {
    const old = this.#users.get(name)
    const manner = { looksFirst: part === undefined }
    const answer = (fields: Typed<(typeof userFields)['all']>): Answer => {
      if (part !== undefined && !old) return refuse(500, listed('username does not exist'))
      if (fields.password && fields.password_hash)
        return refuse(400, 'only one of password or password_hash may be provided')
      if (fields.password_hash) return refusedHash(fields.password_hash, call.product)
      const needsPassword = part === 'password' || !old
      if (needsPassword && !fields.password)
        return refuse(400, 'must provide either password or password_hash')
      const tokens = part
        ? changedPolicies(withSanitized(fields), old!.options)
        : changedTokens(fields, old?.options ?? plainTokens)
      if ('status' in tokens) return tokens
      const options = { ...tokens, password: fields.password || old!.options.password }
      const identity = this.#identify(name, options)
      const entityId = old?.identity.entityId ?? identity.entityId
      this.#users.set(name, { options, identity: { ...identity, entityId } })
      return noContent
    }
    const schema = userFields[part ?? 'all'] as (typeof userFields)['all']
    return answerOn(call, schema, answer, manner)
  }

  #identify(name: string, options: UserOptions): Identity {
    return this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: `-${name}`,
      meta: { username: name },
      options,
    })
  }
}

/** A hash of a password is checked by its form; nobody logs in by one here. */
function refusedHash(hash: string, { refusedPasswordHash }: Product): Answer {
  const isHash = /^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{53}$/.test(hash)
  return isHash ? notEmulated('users with a password_hash') : refusedPasswordHash
}
