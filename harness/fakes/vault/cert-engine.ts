import { X509Certificate } from 'node:crypto'
import type { VaultCertRole } from '../options.ts'
import { notFound, refuse, reply, unsupportedOperation, unsupportedPath } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import type { Issuer } from './issuer.ts'
import type { Identity } from './token.ts'
import { answerOn } from './typed-fields.ts'

interface Role {
  readonly options: VaultCertRole
  readonly by: X509Certificate
  readonly identity: Identity
}

const mountType = 'cert'
const invalid = refuse(400, 'invalid certificate or no client certificate supplied')

/**
 * Logins with the client certificate of the connection.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/cert#login-with-tls-certificate-method
 */
export class CertEngine implements Engine {
  readonly #issuer: Issuer
  readonly #mount: string
  readonly #roles: ReadonlyMap<string, Role>

  constructor(mount: string, roles: readonly (readonly [string, VaultCertRole])[], issuer: Issuer) {
    this.#issuer = issuer
    this.#mount = mount
    this.#roles = new Map(
      roles.map(([name, options]) => [name.toLowerCase(), this.#role(name.toLowerCase(), options)]),
    )
  }

  isOpen(path: string): boolean {
    return path === 'login'
  }

  handle(call: Call): Answer {
    if (call.path === 'login')
      return isWrite(call.operation) ? this.#login(call) : refuse(405, 'unsupported operation')
    if (call.path !== 'certs' && call.path !== 'certs/') return unsupportedPath
    if (call.operation !== 'list') return unsupportedOperation
    const keys = [...this.#roles.keys()].toSorted()
    return keys.length === 0 ? notFound : reply({ data: { keys }, mountType })
  }

  #login(call: Call): Answer {
    const { certificate: shown } = call
    if (!shown) return refuse(400, 'no client certificate found')
    return answerOn(call, { name: 'text' }, ({ name }) => {
      const named = name ? [this.#roles.get(name.toLowerCase())] : [...this.#roles.values()]
      const role = named.find((each) => each !== undefined && opens(each, shown))
      if (!role) return invalid
      const meta = { ...role.identity.meta, ...metaOf(shown) }
      return this.#issuer.issue({ ...role.identity, meta, alias: commonName(shown) }, call)
    })
  }

  #role(name: string, options: VaultCertRole): Role {
    const meta = { cert_name: name }
    const identity = this.#issuer.identify({
      name,
      mount: this.#mount,
      suffix: `-${name}`,
      meta,
      options,
    })
    return { options, by: new X509Certificate(options.certificate), identity }
  }
}

/** The role's own certificate, or one it vouches for, under a name the role allows. */
function opens({ by, options }: Role, shown: X509Certificate): boolean {
  const isOwn = by.fingerprint256 === shown.fingerprint256
  if (!isOwn && !(shown.checkIssued(by) && shown.verify(by.publicKey))) return false
  const name = commonName(shown)
  const { allowedCommonNames: allowed } = options
  return allowed.length === 0 || allowed.some((pattern) => fits(name, pattern))
}

function fits(name: string, pattern: string): boolean {
  const middle = pattern.replace(/^\*|\*$/g, '')
  if (pattern.startsWith('*') && pattern.endsWith('*')) return name.includes(middle)
  if (pattern.startsWith('*')) return name.endsWith(middle)
  return pattern.endsWith('*') ? name.startsWith(middle) : name === pattern
}

const commonName = ({ subject }: X509Certificate): string => /^CN=(.*)$/m.exec(subject)?.[1] ?? ''

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
