import { goDuration, timestamp } from './duration.ts'
import { listed, refuse } from './answer.ts'
import { vaultFixedPaths } from './fixed-paths.ts'
import { malformed } from './malformed.ts'
import type { Product } from './product.ts'

// Those with another version come from repositories of their own.
const ownVersion = 'v1.21.2+builtin.vault'
const apart = 'v0.25.0+builtin'
const own = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, ownVersion]))

/** HashiCorp Vault, the Community Edition, as it answers. */
export const hashicorpVault: Product = {
  name: 'Vault',
  version: '1.21.2',
  command: 'vault',
  envelopeNamesMount: true,
  tokenPrefix: { service: 'hvs.CAESI', batch: 'hvb.AAAAAQ' },
  tokenLength: 86,
  deadToken: '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n',
  unreadableLogin: 400,
  missingPassword: 'invalid credentials',
  refusedPasswordHash: refuse(500, listed('password hash has incorrect length')),
  countsMissingPasswords: true,
  unknownCertificate: 'failed to match all constraints for this login certificate',
  kvMetadata: () => ({}),
  identitySuffix: '',
  kvConfig: () => ({}),
  shownTtl: goDuration,
  roleFields: () => ({}),
  pluginVersion: (type) => (['kv', 'jwt'].includes(type) ? apart : ownVersion),
  health: {
    performance_standby: false,
    enterprise: false,
    echo_duration_ms: 0,
    clock_skew_ms: 0,
    replication_primary_canary_age_ms: 0,
  },
  sealStatus: { build_date: '2026-01-06T16:33:05Z' },
  headOfStatus: true,
  uncleanPath: { status: 301, text: 'Moved Permanently' },
  leader: (activeSince) => ({
    active_time: timestamp(activeSince),
    is_self: false,
    leader_address: '',
    leader_cluster_address: '',
    performance_standby: false,
    performance_standby_last_remote_wal: 0,
  }),
  installed: { build_date: '2026-01-06T16:33:05Z' },
  node: { echo_duration_ms: 0, clock_skew_ms: 0, replication_primary_canary_age_ms: 0 },
  scans: false,
  // A server built from its Go module has these; a released one has more.
  plugins: {
    auth: { ...own('approle', 'cert'), jwt: apart, ...own('oidc', 'userpass') },
    secret: { kv: apart, ...own('pki', 'ssh', 'transit') },
  },
  noMountToReload: 500,
  reloadsKnownPlugins: false,
  pluginFields: {},
  quotas: {
    shown: { group_by: 'ip', secondary_rate: 0 },
    hasAbsoluteExemptions: true,
    onlyGlobalInherits: true,
  },
  hasPages: false,
  hasVersionedPolicies: false,
  hasDetailedMetadata: false,
  namesAuthors: true,
  unknownFields: [
    'token_strictly_bind_ip',
    'metadata_cas',
    'metadata_cas_required',
    'callback_mode',
    'oauth2_metadata',
    'oidc_disable_confirmation',
    'token_policies_template_claims',
    'override_allowed_server_names',
  ],
  plainSecretsWarn: false,
  hasBindPath: true,
  deletesBlocksByWrittenName: true,
  ownCapabilities: ['subscribe', 'recover'],
  ownDefaults: {
    'sys/control-group/request': ['update'],
    'sys/renew': ['update'],
    'identity/oidc/provider/+/authorize': ['read', 'update'],
  },
  jwtConfig: { jwks_pairs: [], unsupported_critical_cert_extensions: [] },
  jwtRole: {},
  certConfig: { enable_metadata_on_failures: false, role_cache_size: 0 },
  browserHeaders: [
    'Content-Type',
    'X-Requested-With',
    'X-Vault-AWS-IAM-Server-ID',
    'X-Vault-MFA',
    'X-Vault-No-Request-Forwarding',
    'X-Vault-Wrap-Format',
    'X-Vault-Wrap-TTL',
    'X-Vault-Policy-Override',
    'Authorization',
    'X-Vault-Token',
  ],
  auditedHeaders: ['correlation-id', 'user-agent', 'x-correlation-id'],
  corsFields: {},
  cors: {},
  resultantAcl: { chroot_namespace: '' },
  namespaceKeys: { keys: [''] },
  uiShowsSystemTtl: true,
  cannotTune: (_setting, prefix) => `cannot tune "${prefix}"`,
  leasesNamePath: false,
  malformed,
  readsJson: 'error parsing JSON: failed to parse JSON input: ',
  asksWhoFirst: true,
  refusesRelativePaths: false,
  refusesDottedKeys: true,
  auditsByApi: true,
  toldUpgrade: (version) => version,
  measuresSpareKeys: true,
  onOptions: { status: 405, error: listed('unsupported operation') },
  refusesNamespaces: false,
  cleansUpSecretIds: true,
  keepsHalfTuned: true,
  idsNameNamespaces: true,
  leaseIdsAreTexts: false,
  wrappingTokensEndThemselves: false,
  lowersPolicyNames: false,
  openOidcPaths: /^$/,
  ownSudoPaths:
    /^(sys\/(replication\/(((performance|dr)\/)?primary\/secondary-token|reindex)|reporting\/scan)|auth\/token\/revoke-orphan)$/,
  hasOldLeasePaths: true,
  pluginsSign: true,
  fixedPaths: vaultFixedPaths,
  notEmulated:
    /^sys\/(activation-flags\/.+|internal\/counters\/(activity(\/.+)?|config)|internal\/inspect\/.+|plugins\/(pins|runtimes\/catalog)\/.+|rekey-recovery-key\/.+|well-known\/.+)$/,
  registersArtifacts: true,
  switchesRotationAlone: false,
  rotatesKeyring: false,
  takesKeysOfSeal: true,
  tokenDecoding: {
    status: 500,
    whyEmpty(encoded, password) {
      if (password) return undefined
      return `error xoring token: decoded ${encoded ? 'second' : 'first'} base64 value is nil or empty`
    },
  },
}
