import { X509Certificate } from 'node:crypto'
import type { VaultCertRole } from '../options.ts'
import { answerOnRoles } from './answer-on-roles.ts'
import { listed, noContent, notFound, refuse, unsupportedOperation, type Answer } from './answer.ts'
import { fits, namesOf } from './cert-names.ts'
import { isWrite, type Call } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { VaultContext } from './product.ts'
import {
  changedTokens,
  oldTokenFields,
  plainTokens,
  shownTokens,
  tokenFields,
  type RoleTokens,
} from './role-tokens.ts'
import type { Identity } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'cert'

/** Lists of what a certificate must have one of; null where nothing was said. */
const listFields = {
  allowed_names: 'texts',
  allowed_common_names: 'texts',
  allowed_dns_sans: 'texts',
  allowed_email_sans: 'texts',
  allowed_uri_sans: 'texts',
  allowed_organizational_units: 'texts',
  allowed_organizations: 'texts',
  required_extensions: 'texts',
  allowed_metadata_extensions: 'texts',
  ocsp_servers_override: 'texts',
} as const

const roleFields = {
  ...tokenFields,
  ...oldTokenFields,
  ...listFields,
  name: 'text',
  certificate: 'text',
  display_name: 'text',
  ocsp_enabled: 'flag',
  ocsp_ca_certificates: 'text',
  ocsp_fail_open: 'flag',
  ocsp_query_all_servers: 'flag',
  ocsp_max_retries: 'whole',
  ocsp_this_update_max_age: 'duration',
  lease: 'whole',
} as const

type Fields = Typed<typeof roleFields>
type Lists = Readonly<Record<keyof typeof listFields, readonly string[] | null>>

/** Who may log in with a certificate. */
export interface CertRole {
  readonly tokens: RoleTokens
  readonly certificate: string
  readonly by: X509Certificate
  readonly displayName: string
  readonly lists: Lists
  readonly ocsp: Readonly<Record<string, unknown>>
  readonly identity: Identity
}

const listNames = Object.keys(listFields) as readonly (keyof typeof listFields)[]
const noLists = Object.fromEntries(listNames.map((name) => [name, null])) as Lists
const noOcsp = {
  ocsp_ca_certificates: '',
  ocsp_enabled: false,
  ocsp_fail_open: false,
  ocsp_query_all_servers: false,
  ocsp_max_retries: 4,
  ocsp_this_update_max_age: 0,
}

/**
 * The roles of one mount; their names have no case.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/cert#create-ca-certificate-role
 */
export class CertRoles {
  readonly #all = new Map<string, CertRole>()
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #context: VaultContext

  constructor(
    mount: string,
    roles: readonly (readonly [string, VaultCertRole])[],
    issuer: Issuer,
    context: VaultContext,
  ) {
    this.#issuer = issuer
    this.#mount = mount
    this.#context = context
    for (const [written, options] of roles) {
      const name = written.toLowerCase()
      const { certificate, allowedCommonNames: names } = options
      const lists = { ...noLists, ...(names.length > 0 && { allowed_common_names: names }) }
      const by = new X509Certificate(certificate)
      const plain = { certificate, by, displayName: name, lists, ocsp: noOcsp }
      this.#put(name, { ...plain, tokens: options })
    }
  }

  /** The role of that name, or all. */
  named(name: string | undefined): readonly CertRole[] {
    if (!name) return [...this.#all.values()]
    const role = this.#all.get(name.toLowerCase())
    return role ? [role] : []
  }

  answer(call: Call, written: string): Answer {
    return answerOnRoles(call, written, {
      all: this.#all,
      mountType,
      shown: (role) => this.#shown(role),
      write: (asked, name) => this.#write(asked, name),
    })
  }

  #write(call: Call, name: string): Answer {
    return answerOn(call, roleFields, (said) => {
      const old = this.#all.get(name)
      const tokens = changedTokens(said, old?.tokens ?? plainTokens)
      if ('status' in tokens) return tokens
      if ((said.ocsp_max_retries ?? 0) < 0)
        return refuse(500, listed('ocsp_max_retries can not be a negative number'))
      const certificate = said.certificate ?? old?.certificate ?? ''
      const by = readCertificate(certificate)
      if (!by) return refuse(400, 'failed to parse certificate')
      const displayName = said.display_name || (old?.displayName ?? name)
      const more = { certificate, by, displayName, tokens }
      this.#put(name, { ...more, lists: listsOf(said, old), ocsp: ocspOf(said, old) })
      return noContent
    })
  }

  #put(name: string, role: Omit<CertRole, 'identity'>): void {
    const { displayName, tokens } = role
    const identity = this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: `-${displayName}`,
      meta: { cert_name: name },
      options: tokens,
    })
    this.#all.set(name, { ...role, identity })
  }

  #shown({ lists, certificate, displayName, ocsp, tokens }: CertRole): object {
    const { product } = this.#context
    const ocsp_this_update_max_age = (ocsp['ocsp_this_update_max_age'] as number) / 1000
    const shown = {
      ...lists,
      certificate,
      display_name: displayName,
      ...ocsp,
      ...shownTokens(tokens, product),
      ocsp_this_update_max_age,
    }
    const known = Object.entries(shown).filter(([name]) => !product.unknownFields.includes(name))
    return Object.fromEntries(known)
  }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

const listsOf = (said: Fields, old: CertRole | undefined): Lists =>
  Object.fromEntries(
    listNames.map((name) => [name, said[name] ?? old?.lists[name] ?? null]),
  ) as Lists

const ocspOf = (said: Fields, old: CertRole | undefined): CertRole['ocsp'] =>
  Object.fromEntries(
    Object.entries(old?.ocsp ?? noOcsp).map(([name, value]) => [
      name,
      said[name as keyof Fields] ?? value,
    ]),
  )

/** The role's own certificate, or one it vouches for, under names the role allows. */
export function opens({ by, lists }: CertRole, shown: X509Certificate): boolean {
  const isOwn = by.fingerprint256 === shown.fingerprint256
  if (!isOwn && !(shown.checkIssued(by) && shown.verify(by.publicKey))) return false
  // Extensions of one's own are not read here, so that nothing is known to have one that is required.
  if (lists.required_extensions?.length) return false
  const names = namesOf(shown)
  const allowed = (list: readonly string[] | null, has: readonly string[]): boolean =>
    !list?.length || has.some((name) => list.some((pattern) => fits(name, pattern)))
  return (
    allowed(lists.allowed_common_names, names.common) &&
    allowed(lists.allowed_dns_sans, names.dns) &&
    allowed(lists.allowed_email_sans, names.email) &&
    allowed(lists.allowed_uri_sans, names.uri) &&
    allowed(lists.allowed_organizational_units, names.units) &&
    allowed(lists.allowed_organizations, names.organizations) &&
    allowed(lists.allowed_names, [...names.common, ...names.dns, ...names.email])
  )
}

/** Lists of revoked certificates, of which there are none. */
export function answerOnCrls(call: Call, name: string): Answer {
  const { operation } = call
  if (name === '') return operation === 'list' ? notFound : unsupportedOperation
  if (operation === 'read' || operation === 'delete') return refuse(400, `no such CRL ${name}`)
  if (!isWrite(operation)) return unsupportedOperation
  return answerOn(call, { crl: 'text', url: 'text' }, ({ crl, url }) => {
    if (url) return refuse(500, listed(`Get "${url}": the embedded Vault asks nobody`))
    return crl
      ? refuse(400, 'failed to parse CRL: the embedded Vault reads none')
      : refuse(400, "one of 'crl' or 'url' must be provided")
  })
}
