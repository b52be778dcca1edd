import type { VaultJwtRole } from '../options.ts'
import { listed, noToken, refuse, unsupportedPath, type Answer } from './answer.ts'
import { takesClient } from './bound-cidrs.ts'
import { isWrite, type Call, type Engine, type Login } from './engine.ts'
import type { Issuer } from './issuer.ts'
import { claimAt, metadataOf, refusalOfClaims } from './jwt-claims.ts'
import { JwtConfig } from './jwt-config.ts'
import { provenClaims, type ImportedKeys } from './jwt-keys.ts'
import { JwtRoles, roleFields, type JwtRole } from './jwt-roles.ts'
import { refusedAsUnknown } from './not-emulated.ts'
import type { OidcTokens } from './oidc-tokens.ts'
import type { VaultContext } from './product.ts'
import type { RoleTokens } from './role-tokens.ts'
import type { Identity } from './token.ts'
import { answerOn, readTyped, unconvertible, withUntold } from './typed-fields.ts'

const loginFields = { role: 'text', jwt: 'text' } as const
const callbackFields = {
  state: 'text',
  code: 'text',
  id_token: 'text',
  client_nonce: 'text',
  error_description: 'text',
} as const
const openPath = /^(login|oidc\/(auth_url|callback))$/

/**
 * Logins with a JWT that somebody else has signed.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/jwt
 */
export class JwtEngine implements Engine {
  readonly #context: VaultContext
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #config: JwtConfig
  readonly #roles: JwtRoles
  readonly #imported: ImportedKeys = new WeakMap()

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultJwtRole])[],
    issuer: Issuer,
    context: VaultContext,
    oidc: OidcTokens,
  ) {
    this.#context = context
    this.#issuer = issuer
    this.#mount = mount
    this.#config = new JwtConfig(
      roles.map(([, role]) => role),
      oidc,
    )
    this.#roles = new JwtRoles(mount, roles, issuer, context)
  }

  isOpen(path: string): boolean {
    return openPath.test(path) || this.#context.product.openOidcPaths.test(path)
  }

  exists(path: string): boolean {
    const name = roleName(path)
    return name === undefined || this.#roles.named(name) !== undefined
  }

  readsFirst(path: string): typeof roleFields | undefined {
    return roleName(path) === undefined ? undefined : roleFields
  }

  roleOf({ data }: Login): string | undefined {
    const fields = readTyped({ role: 'text' }, data)
    if (typeof fields === 'string') return undefined
    const name = fields.role || this.#config.current?.defaultRole
    return name && this.#roles.named(name) ? name : undefined
  }

  renewal({ name }: Identity): RoleTokens | Answer {
    const gone = `role ${name} does not exist during renewal`
    return this.#roles.named(name)?.tokens ?? refuse(500, listed(`failed to renew entry: ${gone}`))
  }

  handle(call: Call): Answer | Promise<Answer> {
    const { path, operation } = call
    if (path === 'login')
      return isWrite(operation) ? this.#login(call) : refuse(405, 'unsupported operation')
    if (path === 'config') return this.#config.answer(call)
    if (path.startsWith('oidc/')) return this.#onOidc(call)
    const [, name] = /^role(?:\/([^/]*))?$/.exec(path) ?? []
    return /^role(\/[^/]*)?$/.test(path)
      ? this.#roles.answer(call, name ?? '')
      : (refusedAsUnknown(call) ?? unsupportedPath)
  }

  /** No browser logs in here. */
  #onOidc(call: Call): Answer {
    const { path, operation, product } = call
    const stateless = refuse(400, `${product.name} login failed. Expired or missing OAuth state.`)
    const wrongOperation = refuse(405, 'unsupported operation')
    if (path === 'oidc/auth_url')
      return isWrite(operation)
        ? refuse(400, 'OIDC login is not configured for this mount')
        : wrongOperation
    if (path === 'oidc/callback') {
      if (isWrite(operation))
        return answerOn(call, callbackFields, () =>
          this.#config.current
            ? { kind: 'empty', status: 405 }
            : refuse(400, `${product.name} login failed. Could not load configuration.`),
        )
      return operation === 'read' ? stateless : wrongOperation
    }
    if (path !== 'oidc/poll' || !product.openOidcPaths.test(path)) return unsupportedPath
    return isWrite(operation) ? stateless : wrongOperation
  }

  async #login(call: Call): Promise<Answer> {
    const fields = readTyped(loginFields, call.data)
    if (typeof fields === 'string') return refuse(400, unconvertible(fields))
    const config = this.#config.current
    if (!config) return refuse(400, 'could not load configuration')
    const name = fields.role || config.defaultRole
    if (name === '') return refuse(400, 'missing role')
    if (!fields.jwt) return refuse(400, 'missing token')
    const role = this.#roles.named(name)
    if (!role) return refuse(400, `role "${name.toLowerCase()}" could not be found`)
    if (role.said.roleType === 'oidc') return refuse(400, 'role with oidc role_type is not allowed')
    if (!takesClient(role.identity.options.cidrs ?? [])) return noToken
    const { algorithms, keys } = config
    const isAllowed = ({ alg }: { alg: string }) =>
      algorithms.length === 0 || algorithms.includes(alg)
    const proven = await provenClaims(fields.jwt, keys().filter(isAllowed), this.#imported)
    if (!('claims' in proven)) return proven
    const answer = this.#issue(call, role, proven.claims)
    return withUntold(call, answer, loginFields, { warnsLast: true })
  }

  #issue(
    call: Call,
    { bounds, identity }: JwtRole,
    claims: Readonly<Record<string, unknown>>,
  ): Answer {
    const { boundIssuer } = this.#config.current!
    const refused = refusalOfClaims(claims, bounds, boundIssuer, this.#context.clock.now())
    if (refused !== undefined) return refuse(400, refused)
    const metadata = metadataOf(claims, bounds)
    if (typeof metadata === 'string') return refuse(400, metadata)
    const user = claimAt(claims, bounds.userClaim) as string
    const displayName = `${this.#mount.replaceAll('/', '-')}-${user}`
    const meta = { ...metadata, ...identity.meta }
    return this.#issuer.issue({ ...identity, meta, displayName, alias: user }, call)
  }
}

const roleName = (path: string): string | undefined => /^role\/([^/]+)$/.exec(path)?.[1]
