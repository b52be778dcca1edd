import { briefDuration } from './duration.ts'
import type { Product } from './product.ts'

/** OpenBao as it answers. */
export const openBao: Product = {
  name: 'OpenBao',
  version: '2.7.2',
  envelopeNamesMount: false,
  tokenPrefix: { service: 's.', batch: 'b.AAAAAQ' },
  tokenLength: 24,
  deadToken: 'permission denied',
  readsJsonBy: 'decode',
  unreadableLogin: 500,
  kvMetadata: ({ described, settings }) => ({
    current_metadata_version: described,
    metadata_cas_required: settings.metadataCasRequired,
  }),
  identitySuffix: '.root',
  shownTtl: briefDuration,
  kvConfig: ({ metadataCasRequired }) => ({ metadata_cas_required: metadataCasRequired }),
  builtIn: 'v2.7.2+builtin.bao',
  roleFields: ({ strictlyBindIp }) => ({ token_strictly_bind_ip: strictlyBindIp }),
  health: {},
  sealStatus: { commit_date: '2026-10-26T20:32:27Z' },
  headOfStatus: false,
  uncleanPath: { status: 307, text: 'Temporary Redirect' },
}
