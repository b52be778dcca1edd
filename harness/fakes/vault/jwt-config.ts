import type { TrustedKey, VaultJwtRole } from '../options.ts'
import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { algorithms, keysFrom, pemOf } from './jwt-keys.ts'
import type { OidcTokens } from './oidc-tokens.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const configFields = {
  oidc_discovery_url: 'text',
  oidc_discovery_ca_pem: 'text',
  oidc_client_id: 'text',
  oidc_client_secret: 'text',
  oidc_response_mode: 'text',
  oidc_response_types: 'texts',
  jwks_url: 'text',
  jwks_ca_pem: 'text',
  jwks_pairs: 'texts',
  jwt_validation_pubkeys: 'texts',
  jwt_supported_algs: 'texts',
  bound_issuer: 'text',
  default_role: 'text',
  provider_config: 'map',
  namespace_in_state: 'flag',
  override_allowed_server_names: 'texts',
} as const

type Fields = Typed<typeof configFields>

/** Where keys are, and who vouches for that place. */
interface Place {
  readonly url: string
  readonly caPem: string
}

/** Whom one mount trusts. */
interface Config {
  readonly pubkeys: readonly string[]
  /** Asked for at each login, where they are another's. */
  readonly keys: () => readonly TrustedKey[]
  readonly discovery: Place
  readonly jwks: Place
  readonly algorithms: readonly string[]
  readonly boundIssuer: string
  readonly defaultRole: string
  readonly namespaceInState: boolean
  readonly provider: Readonly<Record<string, unknown>>
  readonly responseMode: string
  readonly responseTypes: readonly string[]
}

const nowhere = { url: '', caPem: '' }

const oneWay =
  "exactly one of 'jwt_validation_pubkeys', 'jwks_url', 'jwks_pairs', 'oidc_discovery_url', or 'provider_config' must be set"

/**
 * `config` of a JWT mount: keys that are given, or this Vault's own, since nothing is fetched here.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/jwt#configure
 */
export class JwtConfig {
  readonly #oidc: OidcTokens
  #config: Config | undefined

  /** Roles of a scenario bring keys and issuer, the same for all. */
  constructor(roles: readonly VaultJwtRole[], oidc: OidcTokens) {
    this.#oidc = oidc
    const [first] = roles
    if (!first) return
    this.#config = {
      pubkeys: first.keys.map(pemOf),
      keys: () => first.keys,
      discovery: nowhere,
      jwks: nowhere,
      algorithms: [],
      boundIssuer: first.boundIssuer ?? '',
      defaultRole: '',
      namespaceInState: true,
      provider: {},
      responseMode: '',
      responseTypes: [],
    }
  }

  /** This Vault's own: nothing is fetched from elsewhere. */
  get #ownKeys(): readonly TrustedKey[] {
    return this.#oidc.published.map((jwk) => ({ alg: jwk.alg, jwk }) as TrustedKey)
  }

  get current(): Config | undefined {
    return this.#config
  }

  answer(call: Call): Answer {
    if (call.operation === 'read')
      return this.#config
        ? reply({ data: { ...shown(this.#config), ...call.product.jwtConfig }, mountType: 'jwt' })
        : notFound
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, configFields, (fields) => {
      const own = this.#oidc.issuerAt(call.origin ?? '')
      const wrong = wrongIn(fields, own)
      if (wrong !== undefined) return refuse(400, wrong)
      const pubkeys = fields.jwt_validation_pubkeys ?? []
      const keys = pubkeys.map(keysFrom)
      if (!keys.every((each) => each !== undefined))
        return refuse(400, 'error parsing public key: data does not contain any valid public keys')
      this.#config = {
        pubkeys,
        keys:
          fields.oidc_discovery_url || fields.jwks_url ? () => this.#ownKeys : () => keys.flat(),
        discovery: {
          url: fields.oidc_discovery_url ?? '',
          caPem: fields.oidc_discovery_ca_pem ?? '',
        },
        jwks: { url: fields.jwks_url ?? '', caPem: fields.jwks_ca_pem ?? '' },
        algorithms: fields.jwt_supported_algs ?? [],
        boundIssuer: fields.bound_issuer ?? '',
        defaultRole: (fields.default_role ?? '').toLowerCase(),
        namespaceInState: fields.namespace_in_state ?? this.#config?.namespaceInState ?? true,
        provider: fields.provider_config ?? {},
        responseMode: fields.oidc_response_mode ?? '',
        responseTypes: fields.oidc_response_types ?? [],
      }
      return noContent
    })
  }
}

function wrongIn(fields: Fields, own: string): string | undefined {
  const { provider_config: provider, jwks_url: jwks, oidc_discovery_url: discovery } = fields
  const ways = [fields.jwt_validation_pubkeys?.length, jwks, fields.jwks_pairs?.length, discovery]
  if (ways.filter(Boolean).length !== 1) return oneWay
  const { oidc_client_id: client, oidc_client_secret: secret } = fields
  if (!client !== !secret)
    return "both 'oidc_client_id' and 'oidc_client_secret' must be set for OIDC"
  if (client && !discovery) return "'oidc_discovery_url' must be set for OIDC"
  const unknown = fields.jwt_supported_algs?.find((each) => !algorithms.has(each))
  if (unknown !== undefined)
    return `invalid jwt_supported_algs: unsupported signing algorithm "${unknown}"`
  const response = wrongResponse(fields)
  if (response !== undefined) return response
  const name = provider && provider['provider']
  if (provider && Object.keys(provider).length > 0 && name === undefined)
    return "invalid provider_config: 'provider' field not found in provider_config"
  if (name !== undefined && !providers.has(name))
    return `invalid provider_config: provider ${JSON.stringify(name)} not found in custom providers`
  const isOwn = jwks === `${own}/.well-known/keys`
  if ((jwks && !isOwn) || fields.jwks_pairs?.length) return 'error checking jwks URL'
  return discovery && discovery !== own ? 'error checking oidc discovery URL' : undefined
}

/** Those that are asked nothing before somebody logs in. */
const providers: ReadonlySet<unknown> = new Set(['azure', 'ibmisam', 'secureauth'])

/** How a browser would bring back what it was sent for. */
function wrongResponse({
  oidc_response_types: types = [],
  oidc_response_mode: mode = '',
}: Fields): string | undefined {
  if (!types.every((each) => each === 'code' || each === 'id_token'))
    return `invalid response_types [${types.join(' ')}]. 'code' and 'id_token' are allowed`
  if (mode === '' || mode === 'query')
    return types.includes('id_token')
      ? 'query response_mode may not be used with an id_token response_type'
      : undefined
  return mode === 'form_post' ? undefined : `invalid response_mode: ${JSON.stringify(mode)}`
}

const shown = (config: Config): object => ({
  bound_issuer: config.boundIssuer,
  default_role: config.defaultRole,
  jwks_ca_pem: config.jwks.caPem,
  jwks_url: config.jwks.url,
  jwt_supported_algs: config.algorithms,
  jwt_validation_pubkeys: config.pubkeys.map((pem) => pem.trim()),
  namespace_in_state: config.namespaceInState,
  oidc_client_id: '',
  oidc_discovery_ca_pem: config.discovery.caPem,
  oidc_discovery_url: config.discovery.url,
  oidc_response_mode: config.responseMode,
  oidc_response_types: config.responseTypes,
  provider_config: config.provider,
})
