import {
  listed,
  noContent,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
} from './answer.ts'
import type { Answer } from './answer.ts'
import { timestamp } from './duration.ts'
import { isWrite, type Call, type Engine, type Operation } from './engine.ts'
import { refusedAccessor } from './named-ids.ts'
import type { Issuer } from './issuer.ts'
import type { Product, VaultContext } from './product.ts'
import { roleFields, TokenRoles } from './token-role.ts'
import { calculateTtl, typeAt, type TtlAsked } from './ttl.ts'
import { createToken, creationFields } from './token-create.ts'
import { timesAsked, type TokenStore } from './token-store.ts'
import { isOrphan, isRenewable, shownText, type VaultToken } from './token.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'token'

type Handler = (call: Call, caller: VaultToken) => Answer

/**
 * `auth/token`: creates, looks up, renews and revokes tokens, by themselves or by their accessors.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/token
 */
export class TokenEngine implements Engine {
  readonly leaves = /^(roles|create)\/[^/]+$/
  readonly #tokens: TokenStore
  readonly #context: VaultContext
  readonly #issuer: Issuer
  readonly #roles = new TokenRoles()
  readonly #createBy: (call: Call, caller: VaultToken, role: string) => Answer
  readonly #handlers: Readonly<Record<string, Handler>>

  constructor(tokens: TokenStore, issuer: Issuer, context: VaultContext) {
    this.#tokens = tokens
    this.#context = context
    this.#issuer = issuer
    const create =
      (orphan: boolean): Handler =>
      (call, caller) =>
        createToken(call, { caller, orphan, tokens, issuer, context, isSudo: isSudo(call, caller) })
    this.#createBy = (call, caller, name) => {
      const role = this.#roles.get(name)
      if (!role) return answerOn(call, creationFields, () => refuse(400, `unknown role ${name}`))
      const as = { caller, orphan: false, role, tokens, issuer, context }
      return createToken(call, { ...as, isSudo: isSudo(call, caller) })
    }
    this.#handlers = {
      create: create(false),
      'create-orphan': create(true),
      lookup: (call, caller) => this.#lookupOther(call, caller),
      'lookup-self': (call, caller) =>
        answerOn(call, { token: 'text' }, () => this.#lookup(caller)),
      'lookup-accessor': (call) => this.#byAccessor(call, (token) => this.#lookup(token, '')),
      renew: (call) => this.#renewOther(call),
      'renew-self': (call, caller) => this.#renew(call, () => this.#tokens.find(caller.text)),
      'renew-accessor': (call) => this.#renewByAccessor(call),
      revoke: (call) => this.#revokeOther(call),
      'revoke-self': (_call, caller) => this.#revoke(caller),
      'revoke-orphan': (call) => this.#revokeOrphan(call),
      tidy: ({ product }) => tidyStarted(product),
      'revoke-accessor': (call) => this.#revokeByAccessor(call),
    }
  }

  exists(path: string): boolean {
    const name = /^roles\/(.+)$/.exec(path)?.[1]
    return name === undefined || this.#roles.get(name) !== undefined
  }

  readsFirst(path: string): typeof roleFields | undefined {
    return /^roles\/./.test(path) ? roleFields : undefined
  }

  handle(call: Call, caller: VaultToken): Answer {
    if (call.path === 'accessors' || call.path === 'accessors/') return this.#list(call)
    const onRoles = this.#roles.answer(call)
    if (onRoles) return onRoles
    const role = /^create\/(\w(?:[\w.-]*\w)?)$/.exec(call.path)?.[1]
    if (role !== undefined)
      return isWrite(call.operation) ? this.#createBy(call, caller, role) : unsupportedOperation
    const handler = this.#handlers[call.path]
    if (!handler) return unsupportedPath
    return takes(call.path, call.operation) ? handler(call, caller) : unsupportedOperation
  }

  #list({ operation }: Call): Answer {
    if (operation !== 'list') return unsupportedOperation
    return reply({ data: { keys: this.#tokens.accessors }, mountType })
  }

  #lookupOther(call: Call, caller: VaultToken): Answer {
    const answer = ({ token: text }: { token?: string }): Answer => {
      if (!text) return this.#lookup(caller)
      const token = this.#tokens.find(text)
      return token ? this.#lookup(token) : refuse(403, 'bad token')
    }
    return answerOn(call, { token: 'text' }, answer)
  }

  #renewOther(call: Call): Answer {
    return this.#renew(call, (text) =>
      text ? this.#tokens.find(text) : refuse(400, 'missing token ID'),
    )
  }

  #revokeOther(call: Call): Answer {
    return answerOn(call, { token: 'text' }, ({ token: text }) => {
      if (!text) return refuse(400, 'missing token ID')
      const token = this.#tokens.find(text)
      return token ? this.#revoke(token) : noContent
    })
  }

  #revokeOrphan(call: Call): Answer {
    return answerOn(call, { token: 'text' }, ({ token: text }) => {
      if (!text) return refuse(400, 'missing token ID')
      const token = this.#tokens.find(text)
      if (!token) return refuse(400, 'token to revoke not found')
      for (const child of token.children) child.terms = { ...child.terms, parent: undefined }
      token.children.clear()
      return this.#revoke(token)
    })
  }

  #byAccessor(call: Call, answer: (token: VaultToken, increment: number) => Answer): Answer {
    const schema = call.path === 'renew-accessor' ? accessorFields : { accessor: 'text' }
    return answerOn(call, schema as typeof accessorFields, ({ accessor, increment = 0 }) => {
      if (!accessor) return refuse(400, listed('missing accessor'))
      const token = this.#tokens.findByAccessor(accessor)
      const unknown = () => refuse(400, listed('invalid accessor'))
      return (
        refusedAccessor(accessor, call.product) ?? (token ? answer(token, increment) : unknown())
      )
    })
  }

  #revokeByAccessor(call: Call): Answer {
    return answerOn(call, { accessor: 'text' }, ({ accessor }) => {
      if (!accessor) return refuse(400, listed('missing accessor'))
      const token = this.#tokens.findByAccessor(accessor)
      if (token) return this.#revoke(token)
      const refused = refusedAccessor(accessor, call.product)
      if (refused) return refused
      return reply({ warnings: ['No token found with this accessor'], mountType })
    })
  }

  #revoke(token: VaultToken): Answer {
    if (token.type === 'batch') return refuse(400, 'batch tokens cannot be revoked')
    this.#tokens.kill(token)
    return noContent
  }

  #renewByAccessor(call: Call): Answer {
    return this.#byAccessor(call, (token, increment) => {
      const answered = this.#renewFor(token, increment)
      if (answered === notRenewable) return refuse(400, listed('invalid request'))
      if (answered.kind !== 'envelope') return answered
      return { ...answered, auth: { ...(answered.auth as object), client_token: '' } }
    })
  }

  #renew(call: Call, find: (text?: string) => VaultToken | Answer | undefined): Answer {
    const schema = { increment: 'duration', token: 'text', accessor: 'text' } as const
    return answerOn(call, schema, ({ increment = 0, token: text }) => {
      const token = find(text)
      if (!token) return refuse(400, 'token not found')
      return 'status' in token ? token : this.#renewFor(token, increment)
    })
  }

  #renewFor(token: VaultToken, increment: number): Answer {
    if (token.type === 'batch') return refuse(400, 'batch tokens cannot be renewed')
    if (!isRenewable(token)) return notRenewable
    const ageMs = wholeSeconds(this.#context.clock.now()) - wholeSeconds(token.issuedAt)
    const asked = this.#timesToday(token)
    if ('status' in asked) return asked
    const { ttlMs, warnings } = calculateTtl(
      { ...asked, incrementMs: increment, ageMs },
      this.#tokens.tuningOf(token.path),
      this.#context.product,
    )
    if (ttlMs <= 0) return refuse(400, 'past the max TTL, cannot renew')
    this.#tokens.renew(token, ttlMs)
    token.toldType = typeAt(this.#tokens.tuningOf(token.path), token.toldType ?? token.type)
    return reply({
      auth: this.#issuer.authOf(token, ttlMs),
      ...(warnings.length > 0 && { warnings }),
      mountType,
    })
  }

  /** The times that a token has by the word of its role or user today; or why it is not renewed. */
  #timesToday(token: VaultToken): TtlAsked | Answer {
    const { terms, renewedAt, issuedAt, expiresAt } = token
    if (token.identity!.name !== 'token') {
      const today = this.#issuer.renewal(token)
      if ('status' in today) return today
      return timesAsked(today, { ...terms, periodMs: today.periodMs ?? 0 })
    }
    const ttlMs = expiresAt - (renewedAt ?? issuedAt)
    if (terms.role === undefined) return { ...timesAsked(token.identity!.options, terms), ttlMs }
    const role = this.#roles.get(terms.role)
    const gone = `original token role "${terms.role}" could not be found, not renewing`
    return role ? { ...role.options, ttlMs } : refuse(500, listed(`failed to renew entry: ${gone}`))
  }

  /** What a look-up has of the entity's policies, where it has any. */
  #identityPolicies(token: VaultToken): object {
    const policies = this.#issuer.identityPoliciesOf(token)
    if (policies.length === 0) return {}
    return { external_namespace_policies: {}, identity_policies: policies }
  }

  #lookup(token: VaultToken, id = shownText(token.text, token.huge)): Answer {
    const { identity, issuedAt, renewedAt, expiresAt, terms } = token
    const renewal = {
      last_renewal: timestamp(renewedAt ?? 0),
      last_renewal_time: Math.floor((renewedAt ?? 0) / 1000),
    }
    const ends = expiresAt !== Infinity
    const bound = identity?.options.cidrs ?? []
    const data = {
      accessor: token.accessor,
      creation_time: Math.floor(issuedAt / 1000),
      creation_ttl: Math.floor(token.ttlMs / 1000),
      display_name: identity?.displayName ?? 'token',
      entity_id: identity?.entityId ?? '',
      expire_time: ends ? timestamp(expiresAt) : null,
      explicit_max_ttl: token.type === 'batch' ? 0 : seconds(terms.explicitMaxTtlMs),
      ...this.#identityPolicies(token),
      ...(bound.length > 0 && { bound_cidrs: bound }),
      id,
      issue_time: timestamp(issuedAt),
      ...(renewedAt !== undefined && renewal),
      meta: identity?.meta ?? null,
      num_uses: token.usesLeft,
      orphan: isOrphan(token),
      path: token.path,
      ...(terms.periodMs &&
        token.type !== 'batch' && { period: Math.floor(terms.periodMs / 1000) }),
      policies: identity?.policies ?? ['root'],
      renewable: isRenewable(token),
      ...(terms.role && { role: terms.role }),
      ttl: ends ? Math.floor((expiresAt - this.#context.clock.now()) / 1000) : 0,
      type: token.type,
    }
    return reply({ data, mountType })
  }
}

const accessorFields = { accessor: 'text', increment: 'duration' } as const

const isSudo = ({ operation, fullPath }: Call, { identity }: VaultToken): boolean =>
  identity === undefined || identity.acl.isSudo(operation, fullPath)

/** Vault counts the age of a token in the whole seconds of its clock. */
const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000

const seconds = (ms = 0): number => Math.floor(ms / 1000)

const notRenewable = refuse(400, 'lease is not renewable')

/** The answer on a request to clean up, which goes on by itself. */
export const tidyStarted = ({ name }: Product): Answer =>
  reply(
    {
      isTold: true,
      warnings: [
        `Tidy operation successfully started. Any information from the operation will be printed to ${name}'s server logs.`,
      ],
    },
    202,
  )

/** Everything is written to, and the look-ups of tokens are read as well. */
const takes = (path: string, operation: Operation): boolean =>
  isWrite(operation) || (operation === 'read' && (path === 'lookup' || path === 'lookup-self'))
