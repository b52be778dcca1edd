import {
  bare,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import type { Call, Operation } from './engine.ts'
import { listAll } from './kv-keys.ts'
import { notEmulated } from './not-emulated.ts'

type Asked = 'read' | 'update' | 'list' | 'delete' | 'patch'

/** A path below `sys` that answers the same whenever it is asked. */
export interface FixedPath {
  readonly pattern: RegExp
  /** To what may be done to it. */
  readonly answers: Readonly<Partial<Record<Asked, Answer>>>
  /** Whether it asks for no token. */
  readonly isOpen?: boolean
}

const mountType = 'system'

const asked = (operation: Operation): Asked =>
  (operation === 'create' ? 'update' : operation) as Asked

/** Undefined for paths that are in no such list. */
export function answerOnFixed(call: Call): Answer | undefined {
  const { product, path, operation } = call
  const found = product.fixedPaths.find(({ pattern }) => pattern.test(path))
  if (!found) return undefined
  const refused = found.isOpen ? refuse(405, 'unsupported operation') : unsupportedOperation
  const answer = found.answers[asked(operation)] ?? refused
  return answer === notFound ? listAll(call, [], mountType) : answer
}

const enterpriseOnly = refuse(404, 'enterprise-only feature')

const enterprise = (pattern: RegExp, ...operations: readonly Asked[]): FixedPath => ({
  pattern,
  answers: Object.fromEntries(operations.map((operation) => [operation, enterpriseOnly])),
})

const openEnterprise = (pattern: RegExp, operation: Asked): FixedPath => ({
  ...enterprise(pattern, operation),
  isOpen: true,
})

const told = (pattern: RegExp, data: object): FixedPath => ({
  pattern,
  answers: { read: reply({ data, mountType }) },
})

const noRuntimes = reply({ data: { runtimes: [] }, mountType })

/** How others join a cluster, which a server that keeps all in memory has not. */
const withoutRaft: readonly FixedPath[] = [
  {
    pattern: /^storage\/raft\/bootstrap$/,
    answers: { update: refuse(500, 'raft backend not in use'), read: refuse(400) },
    isOpen: true,
  },
  {
    pattern: /^storage\/raft\/join$/,
    answers: { update: refuse(500, 'raft backend not in use'), read: refuse(405) },
    isOpen: true,
  },
  {
    pattern: /^storage\/raft\/bootstrap\/(answer|challenge)$/,
    answers: { read: unsupportedPath, update: unsupportedPath },
    isOpen: true,
  },
]

/** Whether anybody is there to be asked a second time: nobody is. */
const noSecondFactor: FixedPath = {
  pattern: /^mfa\/validate$/,
  answers: { update: notEmulated('sys/mfa/validate') },
  isOpen: true,
}

/** Rekeying and new root tokens without a token, which OpenBao has given up. */
export const openBaoFixedPaths: readonly FixedPath[] = [
  noSecondFactor,
  ...withoutRaft,
  { pattern: /^replication\/status$/, answers: { read: unsupportedPath }, isOpen: true },
  { pattern: /^generate-root$/, answers: {} },
  {
    pattern: /^(generate-root\/(attempt|update)|rekey\/(init|update|verify))$/,
    answers: {},
    isOpen: true,
  },
]

/**
 * What only the Enterprise Edition of HashiCorp Vault does, and what the Community Edition tells of
 * features that nobody has switched on.
 * @see https://developer.hashicorp.com/vault/docs/enterprise
 */
export const vaultFixedPaths: readonly FixedPath[] = [
  noSecondFactor,
  ...withoutRaft,
  { pattern: /^generate-root$/, answers: {} },
  enterprise(/^license\/status$/, 'read'),
  enterprise(/^config\/group-policy-application$/, 'read', 'update'),
  enterprise(/^config\/control-group$/, 'read', 'update', 'delete'),
  enterprise(/^control-group\/(authorize|request)$/, 'update'),
  enterprise(/^reporting\/scan$/, 'update'),
  enterprise(/^sealwrap\/rewrap$/, 'read', 'update'),
  enterprise(/^namespaces\/?$/, 'list'),
  enterprise(/^namespaces\/api-lock\/(lock|unlock)(\/.+)?$/, 'update'),
  enterprise(/^namespaces\/.+$/, 'read', 'update', 'delete', 'patch'),
  enterprise(/^policies\/(rgp|egp)\/?$/, 'list'),
  enterprise(/^policies\/(rgp|egp)\/.+$/, 'read', 'update', 'delete'),
  enterprise(/^plugins\/reload\/backend\/status$/, 'read'),
  enterprise(/^quotas\/lease-count\/?$/, 'list'),
  enterprise(/^quotas\/lease-count\/[^/]+$/, 'read', 'update', 'delete'),
  enterprise(/^managed-keys\/[^/]+\/?$/, 'list'),
  enterprise(/^managed-keys\/[^/]+\/[^/]+\/test\/sign$/, 'update'),
  enterprise(/^managed-keys\/[^/]+\/[^/]+$/, 'read', 'update', 'delete'),
  enterprise(/^mfa\/method\/?$/, 'list'),
  enterprise(/^mfa\/method\/totp\/[^/]+\/generate$/, 'read'),
  enterprise(/^mfa\/method\/totp\/[^/]+\/admin-(generate|destroy)$/, 'update'),
  enterprise(/^mfa\/method\/(totp|okta|duo|pingid)\/[^/]+$/, 'read', 'update', 'delete'),
  { ...told(/^replication\/status$/, { mode: 'disabled' }), isOpen: true },
  openEnterprise(/^replication\/(performance|dr)\/status$/, 'read'),
  openEnterprise(/^replication\/dr\/secondary\/license\/status$/, 'read'),
  openEnterprise(
    /^replication\/dr\/secondary\/(promote|disable|recover|update-primary|reindex|operation-token\/delete)$/,
    'update',
  ),
  enterprise(
    /^replication\/((performance|dr)\/)?primary\/(enable|demote|disable|secondary-token|revoke-secondary)$/,
    'update',
  ),
  enterprise(
    /^replication\/((performance|dr)\/)?secondary\/(enable|promote|disable|update-primary)$/,
    'update',
  ),
  enterprise(/^replication\/(performance|dr)\/secondary\/generate-public-key$/, 'update'),
  enterprise(/^replication\/(recover|reindex)$/, 'update'),
  enterprise(/^replication\/dr\/secondary\/config\/reload\/.+$/, 'update'),
  enterprise(
    /^replication\/performance\/primary\/paths-filter\/[^/]+$/,
    'read',
    'update',
    'delete',
  ),
  enterprise(/^replication\/performance\/(primary|secondary)\/dynamic-filter\/[^/]+$/, 'read'),
  told(/^activation-flags$/, { activated: [] }),
  told(/^experiments$/, {
    available: ['events.alpha1', 'core.audit.events.alpha1', 'secrets.import.alpha1'],
    enabled: [],
  }),
  {
    pattern: /^seal-backend-status$/,
    answers: {
      read: bare({
        healthy: true,
        backends: [{ name: 'shamir', healthy: true }],
        fully_wrapped: true,
      }),
      update: refuse(405),
    },
    isOpen: true,
  },
  told(/^plugins\/pins\/?$/, { pinned_versions: [] }),
  {
    pattern: /^well-known\/?$/,
    answers: { read: reply({ data: {}, mountType }), list: notFound },
  },
  { pattern: /^plugins\/runtimes\/catalog\/?$/, answers: { read: noRuntimes, list: noRuntimes } },
  {
    pattern: /^internal\/ui\/feature-flags$/,
    answers: { read: bare({ feature_flags: null }) },
    isOpen: true,
  },
  ...['authenticated', 'unauthenticated'].map((whose) => ({
    ...told(new RegExp(`^internal/ui/${whose}-messages$`), {}),
    isOpen: true,
  })),
]
