import type { X509Certificate } from 'node:crypto'
import type { VaultCertRole } from '../options.ts'
import {
  noContent,
  noToken,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
} from './answer.ts'
import type { Answer } from './answer.ts'
import { takesClient } from './bound-cidrs.ts'
import { namesOf } from './cert-names.ts'
import { answerOnCrls, CertRoles, opens, type CertRole } from './cert-roles.ts'
import { isWrite, type Call, type Engine, type Login } from './engine.ts'
import type { Issuer } from './issuer.ts'
import { ifSamePolicies, type RoleTokens } from './role-tokens.ts'
import type { Identity } from './token.ts'
import type { VaultContext } from './product.ts'
import { answerOn, readTyped } from './typed-fields.ts'

const mountType = 'cert'
const configFields = {
  disable_binding: 'flag',
  enable_identity_alias_metadata: 'flag',
  ocsp_cache_size: 'whole',
} as const

const wrongRoleCache = 'invalid role cache size, must be <= 100000 or -1 to disable role caching'

/**
 * Logins with the client certificate of the connection.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/cert
 */
export class CertEngine implements Engine {
  readonly #issuer: Issuer
  readonly #roles: CertRoles
  #config: Readonly<Record<string, unknown>> = {
    disable_binding: false,
    enable_identity_alias_metadata: false,
    ocsp_cache_size: 0,
  }

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultCertRole])[],
    issuer: Issuer,
    context: VaultContext,
  ) {
    this.#issuer = issuer
    this.#roles = new CertRoles(mount, roles, issuer, context)
  }

  isOpen(path: string): boolean {
    return path === 'login'
  }

  roleOf({ data, certificate }: Login): string | undefined {
    const fields = readTyped({ name: 'text' }, data)
    if (typeof fields === 'string' || !certificate) return undefined
    return this.#opened(fields.name, certificate)?.identity.name
  }

  renewal({ name, options }: Identity): RoleTokens | Answer {
    const [role] = this.#roles.named(name)
    return role ? ifSamePolicies(role.tokens, options) : noContent
  }

  handle(call: Call): Answer {
    if (call.path === 'login')
      return isWrite(call.operation) ? this.#login(call) : refuse(405, 'unsupported operation')
    if (call.path === 'config') return this.#configure(call)
    const [, area, name = ''] = /^(certs|crls)(?:\/([^/]*))?$/.exec(call.path) ?? []
    if (area === 'crls') return answerOnCrls(call, name)
    return area === undefined ? unsupportedPath : this.#roles.answer(call, name)
  }

  #configure(call: Call): Answer {
    if (call.operation === 'read')
      return reply({ data: { ...call.product.certConfig, ...this.#config }, mountType })
    if (!isWrite(call.operation)) return unsupportedOperation
    const schema = { ...configFields, ...call.product.certFields }
    return answerOn(call, schema, (said) => {
      const { ocsp_cache_size: size, role_cache_size: roles } = said
      if (size !== undefined && (size < 2 || size > 100_000))
        return refuse(400, 'invalid cache size, must be >= 2 and <= 100000')
      if (typeof roles === 'number' && (roles < -1 || roles > 100_000))
        return refuse(400, wrongRoleCache)
      this.#config = { ...this.#config, ...said }
      return noContent
    })
  }

  #opened(name: string | undefined, shown: X509Certificate): CertRole | undefined {
    return this.#roles.named(name).find((each) => opens(each, shown))
  }

  #login(call: Call): Answer {
    const { certificate: shown } = call
    if (!shown) return refuse(400, 'no client certificate found')
    return answerOn(call, { name: 'text' }, ({ name }) => {
      const role = this.#opened(name, shown)
      if (!role) return refuse(400, call.product.unknownCertificate)
      if (!takesClient(role.identity.options.cidrs ?? [])) return noToken
      const meta = { ...role.identity.meta, ...metaOf(shown) }
      return this.#issuer.issue({ ...role.identity, meta, alias: commonName(shown) }, call)
    })
  }
}

const commonName = (shown: X509Certificate): string => namesOf(shown).common[0] ?? ''

// Node does not show these: an extension is its OID, a length, and the id itself inside.
const keyIds = {
  authority_key_id: /0603551d23(?:0101ff)?04..30..80(..)(.*)/,
  subject_key_id: /0603551d0e(?:0101ff)?04..04(..)(.*)/,
}

function keyId(shown: X509Certificate, extension: RegExp): string {
  const [, length = '0', rest = ''] = extension.exec(shown.raw.toString('hex')) ?? []
  return (rest.slice(0, 2 * Number.parseInt(length, 16)).match(/../g) ?? []).join(':')
}

const metaOf = (shown: X509Certificate): Record<string, string> => ({
  authority_key_id: keyId(shown, keyIds.authority_key_id),
  common_name: commonName(shown),
  serial_number: BigInt(`0x${shown.serialNumber}`).toString(),
  subject_key_id: keyId(shown, keyIds.subject_key_id),
})
