import { compactVerify, importJWK, type JWK } from 'jose'
import {
  bare,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
} from './answer.ts'
import type { Answer } from './answer.ts'
import type { Schema } from './field-readers.ts'
import { isWrite, type Call } from './engine.ts'
import type { IdentityStore } from './identity-store.ts'
import { clientIdText } from './ids.ts'
import { listAll } from './kv-keys.ts'
import { keyFields, OidcKeys, signingAlgorithms, type Signed } from './oidc-keys.ts'
import type { VaultToken } from './token.ts'
import { answerOn, readTyped, unconvertible } from './typed-fields.ts'

const mountType = 'identity'

interface Role {
  readonly key: string
  readonly template: string
  readonly ttlMs: number
  readonly clientId: string
}

const roleFields = {
  key: 'text',
  template: 'text',
  ttl: 'duration',
  client_id: 'text',
  name: 'text',
} as const

const explicitIssuer =
  'If "issuer" is set explicitly, all tokens must be validated against that address, including those issued by secondary clusters. Setting issuer to "" will restore the default behavior of using the cluster\'s api_addr as the issuer.'

const restricted = [
  'iat',
  'aud',
  'exp',
  'iss',
  'sub',
  'namespace',
  'nonce',
  'auth_time',
  'at_hash',
  'c_hash',
]

/** Issuers that plugins have; here is none. */
export const childPath = /^([^/]+)\/\.well-known\/(?:keys|openid-configuration)$/

/**
 * JWTs that say who somebody is, for whoever trusts this Vault.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/identity/tokens
 */
export class OidcTokens {
  readonly #store: IdentityStore
  readonly #keys: OidcKeys
  readonly #roles = new Map<string, Role>()
  #issuer = ''

  constructor(store: IdentityStore) {
    this.#store = store
    this.#keys = new OidcKeys(store)
  }

  readsFirst(path: string): Schema | undefined {
    const [, what] = /^(key|role)\/[^/]+$/.exec(path) ?? []
    if (what === 'key') return keyFields
    return what === 'role' ? roleFields : undefined
  }

  /** `path` is below `oidc/`. */
  handle(call: Call, path: string, caller: VaultToken | undefined): Answer | Promise<Answer> {
    if (path === 'config') return this.#configure(call)
    if (path.startsWith('.well-known/')) return this.#wellKnown(call, path)
    const [, child] = childPath.exec(path) ?? []
    if (child !== undefined && call.product.pluginsSign)
      return call.operation === 'read'
        ? refuse(400, `invalid child issuer "${child}"`)
        : refuse(405, 'unsupported operation')
    if (path === 'introspect')
      return isWrite(call.operation) ? this.#introspect(call) : unsupportedOperation
    const [, what, name, rotates] = /^(key|role|token)(?:\/([^/]+)(\/rotate)?)?$/.exec(path) ?? []
    if (what === 'key')
      return rotates
        ? this.#keys.rotate(call, name!)
        : this.#keys.answer(call, name, (key) => this.#rolesOf(key))
    if (what === 'role' && !rotates) return this.#onRole(call, name)
    if (what !== 'token' || name === undefined || rotates) return unsupportedPath
    return call.operation === 'read' ? this.#issue(call, name, caller!) : unsupportedOperation
  }

  /** Who signs, as tokens say it. */
  issuerAt(origin: string): string {
    return `${this.#issuer || origin}/v1/identity/oidc`
  }

  /** The keys that anybody may ask for: those some role signs with, and in Vault what its plugins sign with. */
  get published(): readonly JWK[] {
    const named = [...this.#roles.values()].map(({ key }) => key)
    const { pluginsSign } = this.#store.product
    return this.#keys.published(new Set([...named, ...(pluginsSign ? ['default'] : [])]))
  }

  hasKey(name: string): boolean {
    return this.#keys.has(name)
  }

  #rolesOf(key: string): readonly Signed[] {
    const signed = [...this.#roles].filter(([, role]) => role.key === key)
    return signed.map(([name, { ttlMs }]) => ({ name, ttlMs }))
  }

  #configure(call: Call): Answer {
    if (call.operation === 'read') return reply({ data: { issuer: this.#issuer }, mountType })
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, { issuer: 'text' }, ({ issuer }) => {
      if (issuer && !/^https?:\/\/[^/?#]+$/.test(issuer))
        return refuse(
          400,
          'invalid issuer, which must include only a scheme, host, and optional port (e.g. https://example.com:8200)',
        )
      this.#issuer = issuer ?? this.#issuer
      return issuer ? reply({ warnings: [explicitIssuer], mountType }) : noContent
    })
  }

  #wellKnown({ operation, origin = '' }: Call, path: string): Answer {
    if (operation !== 'read') return unsupportedOperation
    if (path === '.well-known/keys') return bare({ keys: this.published })
    if (path !== '.well-known/openid-configuration') return unsupportedPath
    const issuer = this.issuerAt(origin)
    const body = {
      issuer,
      jwks_uri: `${issuer}/.well-known/keys`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: signingAlgorithms,
    }
    return { ...bare(body), headers: cached }
  }

  #onRole(call: Call, name: string | undefined): Answer {
    const { operation } = call
    if (name === undefined) {
      if (operation !== 'list') return unsupportedOperation
      const keys = [...this.#roles.keys()].toSorted()
      return listAll(call, keys, mountType)
    }
    if (isWrite(operation)) return this.#writeRole(call, name)
    const role = this.#roles.get(name)
    if (operation === 'delete') {
      this.#roles.delete(name)
      return noContent
    }
    if (operation !== 'read') return unsupportedOperation
    if (!role) return notFound
    const { key, template, ttlMs, clientId } = role
    const data = { client_id: clientId, key, template, ttl: ttlMs / 1000 }
    return answerOn(call, roleFields, () => reply({ data, mountType }))
  }

  #writeRole(call: Call, name: string): Answer {
    return answerOn(
      call,
      roleFields,
      (fields) => {
        const old = this.#roles.get(name)
        const keyName = fields.key ?? old?.key ?? ''
        if (keyName === '') return refuse(400, 'the key parameter is required')
        const key = this.#keys.named(keyName)
        if (!key) return refuse(400, `cannot find key "${keyName}"`)
        const template = fields.template ?? old?.template ?? ''
        const wrong = wrongTemplate(template)
        if (wrong !== undefined) return refuse(400, wrong)
        const ttlMs = fields.ttl ?? old?.ttlMs ?? dayMs
        if (ttlMs > key.verificationMs)
          return refuse(
            400,
            "a role's token ttl cannot be longer than the verification_ttl of the key it references",
          )
        const clientId = fields.client_id ?? old?.clientId ?? clientIdText(this.#store.random)
        this.#roles.set(name, { key: keyName, template, ttlMs, clientId })
        return noContent
      },
      { looksFirst: true },
    )
  }

  async #issue({ origin = '' }: Call, name: string, { identity }: VaultToken): Promise<Answer> {
    const role = this.#roles.get(name)
    if (!role) return refuse(400, `role "${name}" not found`)
    const entity = this.#store.entities.get(identity?.entityId ?? '')
    if (!entity) return refuse(400, "no entity associated with the request's token")
    const key = this.#keys.named(role.key)!
    if (!key.clientIds.includes('*') && !key.clientIds.includes(role.clientId))
      return refuse(
        400,
        `the key "${role.key}" does not list the client ID of the role "${name}" as an allowed client ID`,
      )
    const iat = Math.floor(this.#store.now / 1000)
    const token = await this.#keys.sign(key, {
      ...filled(role.template, {
        'identity.entity.id': entity.id,
        'identity.entity.name': entity.name,
      }),
      aud: role.clientId,
      exp: iat + role.ttlMs / 1000,
      iat,
      iss: this.issuerAt(origin),
      namespace: 'root',
      sub: entity.id,
    })
    if (token === undefined)
      return refuse(400, `the embedded Vault does not sign by ${key.algorithm}`)
    return reply({ data: { client_id: role.clientId, token, ttl: role.ttlMs / 1000 }, mountType })
  }

  async #introspect(call: Call): Promise<Answer> {
    const fields = readTyped({ token: 'text', client_id: 'text' }, call.data)
    if (typeof fields === 'string') return refuse(400, unconvertible(fields))
    const { token = '', client_id: clientId } = fields
    const why = await this.#refusalOf(token, clientId)
    return bare(why === undefined ? { active: true } : { active: false, error: why })
  }

  async #refusalOf(token: string, clientId: string | undefined): Promise<string | undefined> {
    if (token.split('.').length !== 3)
      return 'error parsing token: go-jose/go-jose: compact JWS format must have three parts'
    const claims = await this.claimsOf(token)
    if (!claims) return 'unable to validate the token signature'
    const now = this.#store.now / 1000
    if (Number(claims['exp']) < now)
      return 'error validating claims: go-jose/go-jose/jwt: validation failed, token is expired (exp)'
    return clientId === undefined || clientId === claims['aud']
      ? undefined
      : 'error validating claims: go-jose/go-jose/jwt: validation failed, invalid audience claim (aud)'
  }

  /** What a token of this Vault says; undefined for those of others. */
  async claimsOf(token: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    for (const jwk of this.published) {
      try {
        const key = await importJWK(jwk, jwk.alg)
        const { payload } = await compactVerify(token, key, { algorithms: [jwk.alg!] })
        return JSON.parse(new TextDecoder().decode(payload)) as Readonly<Record<string, unknown>>
      } catch {
        continue
      }
    }
    return undefined
  }
}

const dayMs = 86_400_000
const cached = { 'Cache-Control': 'max-age=3600' }
const parameter = /\{\{\s*([\w.]+)\s*\}\}/g

function wrongTemplate(template: string): string | undefined {
  if (template === '') return undefined
  let value: unknown
  try {
    value = JSON.parse(template.replace(parameter, '""'))
  } catch {
    const [first = ''] = template.trim()
    return `error parsing template JSON: invalid character '${first}' looking for beginning of value`
  }
  const barred = Object.keys(value as object).find((name) => restricted.includes(name))
  return barred === undefined
    ? undefined
    : `top level key "${barred}" not allowed. Restricted keys: ${restricted.join(', ')}`
}

/** A template with what is known of the entity; what is not known is empty. */
function filled(template: string, known: Readonly<Record<string, string>>): object {
  if (template === '') return {}
  const text = template.replace(parameter, (_, name: string) => JSON.stringify(known[name] ?? ''))
  return JSON.parse(text) as object
}
