import type {
  VaultAppRole,
  VaultCapability,
  VaultJwtRole,
  VaultOptions,
  VaultTokenOptions,
  VaultUser,
} from '../../harness/fakes/options.ts'
import { publicHalf, testKeys } from '../../harness/fakes/test-keys.ts'

const all: readonly VaultCapability[] = ['create', 'read', 'update', 'patch', 'delete', 'list']

const tokens = (some: Partial<VaultTokenOptions> = {}): VaultTokenOptions => ({
  tokenTtlMs: 900_000,
  tokenMaxTtlMs: 1_800_000,
  tokenNumUses: 0,
  tokenType: 'service',
  policies: ['app'],
  ...some,
})

type Mounted<T> = T & { readonly mount: string }

/** A role that asks for no secret id. */
const freeRole = (roleId: string): Mounted<VaultAppRole> => ({
  ...tokens(),
  roleId,
  secretIdNumUses: 0,
  mount: 'approle',
})

const role = (
  roleId: string,
  some: Partial<Mounted<VaultAppRole>> = {},
): Mounted<VaultAppRole> => ({ ...freeRole(roleId), secretId: `${roleId}-secret`, ...some })

const user = (password: string): Mounted<VaultUser> => ({
  ...tokens(),
  password,
  mount: 'userpass',
})

const jwtRole = (some: Partial<VaultJwtRole>): Mounted<VaultJwtRole> => ({
  ...tokens(),
  keys: [{ alg: 'ES256', jwk: publicHalf(testKeys.ES256) }],
  boundIssuer: 'https://issuer.example.com',
  boundAudiences: [],
  boundClaims: {},
  userClaim: 'sub',
  mount: 'jwt',
  ...some,
})

/** What every case finds in the Vault it runs on; a case that uses something up has its own. */
export const preparation: VaultOptions = {
  kind: 'vault',
  rootToken: 'root',
  mounts: [
    { path: 'secret', type: 'kv-v2' },
    { path: 'teams/blue/kv', type: 'kv-v2' },
    { path: 'flat', type: 'kv-v1' },
    { path: 'approle', type: 'approle' },
    { path: 'teams/blue/app', type: 'approle' },
    { path: 'userpass', type: 'userpass' },
    { path: 'jwt', type: 'jwt' },
  ],
  approle: {
    app: role('app-id'),
    blue: role('blue-id', { mount: 'teams/blue/app', policies: ['blue'] }),
    open: role('open-id', { policies: [] }),
    noSecret: freeRole('free-id'),
    once: role('once-id', { secretIdNumUses: 1 }),
    fading: role('fading-id', { secretIdTtlMs: 2_000 }),
    brief: role('brief-id', { tokenTtlMs: 2_000, tokenMaxTtlMs: 6_000 }),
    capped: role('capped-id', { tokenTtlMs: 0, tokenMaxTtlMs: 600_000 }),
    unlimited: role('unlimited-id', { tokenTtlMs: 0, tokenMaxTtlMs: 0 }),
    thrice: role('thrice-id', { tokenNumUses: 3 }),
    batch: role('batch-id', { tokenType: 'batch' }),
    briefBatch: role('brief-batch-id', { tokenType: 'batch', tokenTtlMs: 2_000 }),
    guessed: role('guessed-id'),
    picky: role('picky-id', { policies: ['picky', 'wide'] }),
  },
  jwt: {
    ims: jwtRole({ boundAudiences: ['vault'] }),
    subject: jwtRole({ boundSubject: 'ims' }),
    team: jwtRole({
      boundAudiences: ['vault'],
      boundClaims: { team: ['ims', 'cics'] },
      userClaim: 'name',
    }),
  },
  userpass: { ann: user('ann-password'), bob: user('bob-password') },
  policies: {
    app: { 'secret/*': all, 'flat/*': all },
    blue: { 'teams/blue/kv/data/+/config': ['read'] },
    wide: { 'secret/data/*': ['read'], 'secret/metadata/tree/': ['list'] },
    picky: {
      'secret/data/tree/hidden': ['deny'],
      'secret/data/tree/+/leaf': ['deny'],
      'secret/data/made/*': ['create'],
      'secret/data/kept/*': ['update'],
    },
  },
  secrets: {
    'secret/apimesh': { client_id: 'ims-app', client_secret: 's3cr3t' },
    'secret/tree/root': { n: 1 },
    'secret/tree/hidden': { n: 2 },
    'secret/tree/branch/leaf': { n: 3 },
    'secret/kept/there': { n: 4 },
    'teams/blue/kv/api/config': { url: 'https://blue' },
    'teams/blue/kv/api/other': { url: 'https://other' },
    'flat/apimesh': { client_id: 'ims-app' },
    'flat/apimesh/inner': { n: 1 },
    'flat/leased': { n: 1, ttl: '30s' },
  },
  sealed: false,
  lockout: { after: 5, forMs: 900_000 },
}
