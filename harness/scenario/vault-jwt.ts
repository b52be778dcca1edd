import type { VaultJwtRole, VaultOptions, VaultTokenOptions } from '../fakes/options.ts'
import { present, refuse } from './found.ts'
import type { ServiceReading } from './oauth-service.ts'
import type { VaultWritten } from './schema/services.ts'
import { keyAt, nodeAt, placeAt } from './tree.ts'
import { trustedKeys } from './trusted-keys.ts'

type Written = NonNullable<VaultWritten['jwt']>
type Role = NonNullable<VaultOptions['jwt']>[string]

/** The roles of a vault that log in with JWTs, their keys read; `shared` is what all roles have. */
export function jwtRoles(
  written: Written,
  reading: ServiceReading,
  shared: (role: Written[string]) => VaultTokenOptions & { readonly mount: string },
): Readonly<Record<string, Role>> {
  const roles: Record<string, Role> = {}
  for (const [name, role] of Object.entries(written)) {
    roles[name] = { ...shared(role), ...jwtPart(name, role, reading) }
    tellUnbound(name, roles[name], reading)
    tellTwoIssuers(name, roles, reading)
  }
  return roles
}

function jwtPart(
  name: string,
  role: Written[string],
  { tree, readFile, found }: ServiceReading,
): Omit<VaultJwtRole, keyof VaultTokenOptions> {
  const claims = Object.entries(role.boundClaims ?? {})
  return {
    keys: trustedKeys(nodeAt(tree, ['jwt', name, 'keys']), readFile, found),
    boundAudiences: [role.boundAudiences ?? []].flat(),
    boundClaims: Object.fromEntries(claims.map(([claim, values]) => [claim, [values].flat()])),
    userClaim: role.userClaim ?? 'sub',
    ...present({ boundIssuer: role.boundIssuer, boundSubject: role.boundSubject }),
  }
}

/** Vault makes no role that any JWT would open. */
function tellUnbound(name: string, role: Role, { tree, found }: ServiceReading): void {
  const isBound = role.boundAudiences.length > 0 || Object.keys(role.boundClaims).length > 0
  if (isBound || role.boundSubject !== undefined) return
  const said = `Vault makes no role that binds neither audience nor subject nor a claim`
  const help = 'add boundAudiences, boundSubject or boundClaims'
  refuse(found, 'BAD-VALUE', said, keyAt(tree, ['jwt', name]), help)
}

/** Issuer and keys belong to a mount, not to a role of it. */
function tellTwoIssuers(
  name: string,
  roles: Readonly<Record<string, Role>>,
  { tree, found }: ServiceReading,
): void {
  const { mount, boundIssuer, keys } = roles[name]!
  const first = Object.values(roles).find((role) => role.mount === mount)!
  const same = first.boundIssuer === boundIssuer && sameKeys(first.keys, keys)
  if (same) return
  const said = `roles of "auth/${mount}" have one boundIssuer and the same keys in Vault`
  const help = 'give the roles the same, or a "mount" of their own'
  refuse(found, 'BAD-VALUE', said, placeAt(tree, ['jwt', name]), help)
}

const sameKeys = (a: Role['keys'], b: Role['keys']): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
