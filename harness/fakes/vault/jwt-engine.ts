import { compactVerify, errors, importJWK } from 'jose'
import type { TrustedKey, VaultJwtRole } from '../options.ts'
import { notFound, refuse, reply, unsupportedOperation, unsupportedPath } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import type { Issuer } from './issuer.ts'
import { refusalOfClaims, type Claims } from './jwt-claims.ts'
import type { VaultContext } from './product.ts'
import type { Identity } from './token.ts'
import { readTyped, unconvertible } from './typed-fields.ts'

interface Role {
  readonly options: VaultJwtRole
  readonly identity: Omit<Identity, 'displayName'>
}

const mountType = 'jwt'
const invalid = (why: string): Answer => refuse(400, `error validating token: ${why}`)
const unsigned = (why: string): Answer => invalid(`error verifying token signature: ${why}`)

/**
 * Logins with a JWT that somebody else has signed.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/jwt#jwt-login
 */
export class JwtEngine implements Engine {
  readonly #context: VaultContext
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #roles: ReadonlyMap<string, Role>
  readonly #keys = new WeakMap<TrustedKey, ReturnType<typeof importJWK>>()

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultJwtRole])[],
    issuer: Issuer,
    context: VaultContext,
  ) {
    this.#context = context
    this.#issuer = issuer
    this.#mount = mount
    this.#roles = new Map(
      roles.map(([name, options]) => {
        const role = name.toLowerCase()
        const meta = { role }
        const identity = issuer.identify({ name: role, mount, suffix: '', meta, options })
        return [role, { options, identity }]
      }),
    )
  }

  isOpen(path: string): boolean {
    return path === 'login'
  }

  handle(call: Call): Answer | Promise<Answer> {
    if (call.path === 'login')
      return isWrite(call.operation) ? this.#login(call) : refuse(405, 'unsupported operation')
    if (call.path !== 'role' && call.path !== 'role/') return unsupportedPath
    if (call.operation !== 'list') return unsupportedOperation
    const keys = [...this.#roles.keys()].toSorted()
    return keys.length === 0 ? notFound : reply({ data: { keys }, mountType })
  }

  async #login(call: Call): Promise<Answer> {
    const fields = readTyped({ role: 'text', jwt: 'text' }, call.data)
    if (typeof fields === 'string') return refuse(400, unconvertible(fields))
    const name = fields.role?.toLowerCase() ?? ''
    if (name === '') return refuse(400, 'missing role')
    if (!fields.jwt) return refuse(400, 'missing token')
    const role = this.#roles.get(name)
    if (!role) return refuse(400, `role "${name}" could not be found`)
    const proven = await this.#proven(fields.jwt, role.options.keys)
    if (!('claims' in proven)) return proven
    const { claims } = proven
    const refused = refusalOfClaims(claims, role.options, this.#context.clock.now())
    if (refused !== undefined) return refuse(400, refused)
    const user = claims[role.options.userClaim] as string
    const displayName = `${this.#mount.replaceAll('/', '-')}-${user}`
    return this.#issuer.issue({ ...role.identity, displayName, alias: user }, call)
  }

  /** What a JWT says, if one of the keys has signed it. */
  async #proven(
    text: string,
    keys: readonly TrustedKey[],
  ): Promise<{ readonly claims: Claims } | Answer> {
    if (text.split('.').length !== 3) return unsigned('compact JWS format must have three parts')
    for (const key of keys) {
      const imported = this.#keys.get(key) ?? importJWK(key.jwk, key.alg)
      this.#keys.set(key, imported)
      try {
        const { payload } = await compactVerify(text, await imported, { algorithms: [key.alg] })
        return { claims: JSON.parse(new TextDecoder().decode(payload)) as Claims }
      } catch (error) {
        if (error instanceof SyntaxError) return invalid('its claims are no JSON')
        if (!(error instanceof errors.JOSEError || error instanceof TypeError)) throw error
      }
    }
    return unsigned('no known key successfully validated the token signature')
  }
}
