import { createPublicKey } from 'node:crypto'
import type { VaultOptions, VaultTokenOptions } from '../harness/fakes/fake.ts'

/** One thing to be written to a server. */
export interface Written {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

/** The roles and users of a scenario, each with the ids and passwords the scenario gives. */
export function rolesOf({
  approle,
  userpass,
  jwt = {},
  cert = {},
}: VaultOptions): readonly Written[] {
  return [
    ...Object.entries(approle).flatMap(([name, role]) => {
      const path = `auth/${role.mount}/role/${name}`
      // A role that asks for no secret id must have another bound.
      const free = { bind_secret_id: false, token_bound_cidrs: ['0.0.0.0/0', '::/0'] }
      const written = [
        { path, body: { ...tokenFields(role), ...(role.secretId === undefined && free) } },
        { path: `${path}/role-id`, body: { role_id: role.roleId } },
      ]
      if (role.secretId === undefined) return written
      const body = {
        secret_id: role.secretId,
        num_uses: role.secretIdNumUses,
        ttl: seconds(role.secretIdTtlMs ?? 0),
      }
      return [...written, { path: `${path}/custom-secret-id`, body }]
    }),
    ...Object.entries(userpass).map(([name, { mount, password, ...tokens }]) => ({
      path: `auth/${mount}/users/${name}`,
      body: { password, ...tokenFields(tokens) },
    })),
    ...Object.entries(cert).map(
      ([name, { mount, certificate, allowedCommonNames, ...tokens }]) => ({
        path: `auth/${mount}/certs/${name}`,
        body: { certificate, allowed_common_names: allowedCommonNames, ...tokenFields(tokens) },
      }),
    ),
    ...Object.entries(jwt).flatMap(([name, role]) => jwtRole(name, role)),
  ]
}

/** A role that logs in with JWTs, and what Vault has once for its mount. */
function jwtRole(
  name: string,
  { mount, keys, boundIssuer, ...role }: NonNullable<VaultOptions['jwt']>[string],
): readonly Written[] {
  const pems = keys.map(({ jwk }) =>
    createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
  )
  const config = { jwt_validation_pubkeys: pems, bound_issuer: boundIssuer ?? '' }
  const body = {
    role_type: 'jwt',
    user_claim: role.userClaim,
    bound_audiences: role.boundAudiences,
    bound_subject: role.boundSubject ?? '',
    bound_claims: role.boundClaims,
    ...tokenFields(role),
  }
  return [
    { path: `auth/${mount}/config`, body: config },
    { path: `auth/${mount}/role/${name}`, body },
  ]
}

const tokenFields = (tokens: VaultTokenOptions) => ({
  token_ttl: seconds(tokens.tokenTtlMs),
  token_max_ttl: seconds(tokens.tokenMaxTtlMs),
  token_num_uses: tokens.tokenNumUses,
  token_type: tokens.tokenType,
  token_policies: tokens.policies,
})

const seconds = (ms: number): string => `${ms / 1000}s`

/** A policy in Vault's own language. */
export const policyText = (rules: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(rules)
    .map(
      ([path, granted]) =>
        `path ${JSON.stringify(path)} { capabilities = ${JSON.stringify(granted)} }`,
    )
    .join('\n')
