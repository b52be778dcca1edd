import { goDuration } from './duration.ts'
import type { Product } from './product.ts'

/** HashiCorp Vault, the Community Edition, as it answers. */
export const hashicorpVault: Product = {
  name: 'Vault',
  version: '1.20.4',
  envelopeNamesMount: true,
  tokenPrefix: { service: 'hvs.CAESI', batch: 'hvb.AAAAAQ' },
  tokenLength: 86,
  deadToken: '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n',
  readsJsonBy: 'parse',
  unreadableLogin: 400,
  kvMetadata: () => ({}),
  identitySuffix: '',
  kvConfig: () => ({}),
  shownTtl: goDuration,
  roleFields: () => ({}),
  builtIn: 'v1.20.4+builtin.vault',
  health: {
    performance_standby: false,
    enterprise: false,
    echo_duration_ms: 0,
    clock_skew_ms: 0,
    replication_primary_canary_age_ms: 0,
    removed_from_cluster: false,
  },
  sealStatus: { build_date: '2025-09-23T13:22:38Z', removed_from_cluster: false },
  headOfStatus: true,
  uncleanPath: { status: 301, text: 'Moved Permanently' },
}
