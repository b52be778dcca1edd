/** What a server has of its own to mount, by kinds: names, and the versions of those. */
export type PluginCatalog = Readonly<
  Record<'auth' | 'database' | 'secret', Readonly<Record<string, string>>>
>

/** The name of the plugin that answers at a mount. */
export const pluginOf = (mount: { readonly type: string; readonly plugin?: string }): string =>
  mount.plugin ?? (mount.type === 'sys' ? 'system' : mount.type.replace(/^kv-v\d$/, 'kv'))

/** A version as Go's library writes it: three numbers, and what follows them; undefined for what is none. */
export function canonicalVersion(written: string): string | undefined {
  const [, major, minor = '0', patch = '0', more = ''] =
    /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?((?:-[\w.-]+)?(?:\+[\w.-]+)?)$/.exec(written) ?? []
  return major === undefined ? undefined : `v${major}.${minor}.${patch}${more}`
}

const allOf = (version: string, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, version]))

const databases = (version: string, ...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${name}-database-plugin`, version]))

/** The version of what comes from OpenBao's own repository, as all of it does. */
export const ownBaoVersion = 'v2.7.2+builtin.bao'

/** As `GET sys/plugins/catalog` of the released program tells it. */
export const baoPlugins: PluginCatalog = {
  auth: allOf(ownBaoVersion, 'approle', 'cert', 'jwt', 'kubernetes', 'oidc', 'userpass'),
  database: {
    ...databases(ownBaoVersion, 'cassandra', 'influxdb', 'mysql', 'mysql-aurora', 'mysql-legacy'),
    ...databases(ownBaoVersion, 'mysql-rds', 'postgresql', 'redis', 'valkey'),
  },
  secret: allOf(ownBaoVersion, 'kubernetes', 'kv', 'pki', 'rabbitmq', 'ssh', 'totp', 'transit'),
}

/** The version of what comes from Vault's own repository. */
export const ownVaultVersion = 'v1.21.2+builtin.vault'

/**
 * Of a full build. What comes from a repository of its own has the version that Vault requires of it.
 * @see https://github.com/hashicorp/vault/blob/v1.21.2/helper/builtinplugins/registry_full.go
 * @see https://github.com/hashicorp/vault/blob/v1.21.2/go.mod
 */
export const vaultPlugins: PluginCatalog = {
  auth: {
    ...allOf(ownVaultVersion, 'approle', 'aws', 'cert', 'github', 'ldap', 'oidc', 'okta', 'pcf'),
    ...allOf(ownVaultVersion, 'radius', 'userpass'),
    ...allOf('v0.22.0+builtin', 'alicloud', 'azure', 'cf', 'gcp'),
    jwt: 'v0.25.0+builtin',
    kerberos: 'v0.16.0+builtin',
    kubernetes: 'v0.23.1+builtin',
    oci: 'v0.20.1+builtin',
  },
  database: {
    ...databases(ownVaultVersion, 'cassandra', 'hana', 'influxdb', 'mongodb', 'mssql', 'mysql'),
    ...databases(ownVaultVersion, 'mysql-aurora', 'mysql-legacy', 'mysql-rds', 'postgresql'),
    ...databases(ownVaultVersion, 'redshift'),
    ...databases('v0.15.0+builtin', 'couchbase', 'snowflake'),
    ...databases('v0.19.0+builtin', 'elasticsearch'),
    ...databases('v0.16.0+builtin', 'mongodbatlas'),
    ...databases('v0.7.0+builtin', 'redis'),
    ...databases('v0.8.0+builtin', 'redis-elasticache'),
  },
  secret: {
    ...allOf(ownVaultVersion, 'aws', 'consul', 'ldap', 'nomad', 'pki', 'rabbitmq', 'ssh'),
    ...allOf(ownVaultVersion, 'totp', 'transit'),
    ...allOf('v0.21.0+builtin', 'ad', 'alicloud'),
    ...allOf('v0.23.0+builtin', 'azure', 'gcp'),
    gcpkms: 'v0.22.0+builtin',
    kubernetes: 'v0.12.0+builtin',
    kv: 'v0.25.0+builtin',
    mongodbatlas: 'v0.16.0+builtin',
    openldap: 'v0.17.0+builtin',
    terraform: 'v0.13.0+builtin',
  },
}
