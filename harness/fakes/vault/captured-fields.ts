import type { Call } from './engine.ts'
import type { MountType } from './mounts.ts'

/** Paths below a mount, and the fields that those say; a field of the request with that name is not read. */
type Captures = readonly (readonly [path: RegExp, ...fields: readonly string[]])[]

/** @see https://developer.hashicorp.com/vault/api-docs */
const captures: { readonly [T in MountType]?: Captures } = {
  token: [[/^(create|roles)\/./, 'role_name']],
  approle: [[/^role\/./, 'role_name']],
  userpass: [[/^(users|login)\/./, 'username']],
  cert: [[/^(certs|crls)\/./, 'name']],
  jwt: [[/^role\/./, 'name']],
  cubbyhole: [[/^/, 'path']],
  'kv-v1': [[/^/, 'path']],
  'kv-v2': [[/^(data|metadata|detailed-metadata|subkeys|delete|undelete|destroy)(\/|$)/, 'path']],
  identity: [
    [/^(entity|group|entity-alias|group-alias|alias|persona)\/id\/./, 'id'],
    [/^(entity|group)\/name\/./, 'name'],
    [/^oidc\/(key|role|token)\/./, 'name'],
    [/^oidc\/.+\/\.well-known\//, 'child'],
  ],
  sys: [
    [/^(audit|audit-hash|auth|mounts|internal\/ui\/mounts)\/./, 'path'],
    [/^config\/(auditing\/request-headers|ui\/headers)\/./, 'header'],
    [/^(leases\/lookup|(leases\/)?revoke-(prefix|force))\/./, 'prefix'],
    [/^(leases\/)?(renew|revoke)\/./, 'url_lease_id'],
    [/^locked-users\/[^/]+\/unlock\/./, 'alias_identifier', 'mount_accessor'],
    [/^plugins\/catalog\/./, 'type', 'name'],
    [/^(policy|policies\/(detailed\/)?acl|policies\/password)\/./, 'name'],
    [/^quotas\/(rate-limit|lease-count)\/./, 'name'],
    [/^remount\/status\/./, 'migration_id'],
    [/^tools\/hash(\/|$)/, 'urlalgorithm'],
    [/^tools\/random(\/|$)/, 'source', 'urlbytes'],
  ],
}

// Where a name is letters and digits, with dots and hyphens inside; other paths take any.
const named: { readonly [T in MountType]?: RegExp } = {
  token: /^(?:create|roles)\/(.+)/,
  approle: /^role\/([^/]+)/,
  userpass: /^(?:users|login)\/([^/]+)/,
  cert: /^(?:certs|crls)\/([^/]+)/,
  jwt: /^role\/([^/]+)/,
  identity:
    /^(?:oidc\/(?:key|role|token)|(?:entity|group|entity-alias|group-alias|alias|persona)\/id)\/([^/]+)/,
  sys: /^(?:quotas\/(?:rate-limit|lease-count)|config\/ui\/headers)\/(.+)/,
}
const plainName = /^\w([\w.-]*\w)?$/

/** Whether a path has a name in it that no such path can have. */
export function isMisnamed(type: MountType, path: string): boolean {
  const name = named[type]?.exec(path.replace(/\/$/, ''))?.[1]
  return name !== undefined && !plainName.test(name)
}

/** A request with what its path says among its fields. */
export const withSaid = (call: Call, field: string | undefined, said: string | undefined): Call =>
  field === undefined
    ? call
    : {
        ...call,
        captured: call.captured.filter((name) => name in call.data),
        data: { ...call.data, [field]: said },
      }

/** The fields that a path below a mount of that type says. */
export function capturedBy(type: MountType, path: string): readonly string[] {
  const [, ...fields] = captures[type]?.find(([pattern]) => pattern.test(path)) ?? []
  return fields as readonly string[]
}
