export {
  backendRefused,
  backendRefusedStatus,
  checkTransaction,
  type Transaction,
} from './backend.ts'
export { authorize, requiresAuth, type AuthorizationParts } from './authorize.ts'
export type {
  InboundEvent,
  InboundIdentity,
  InboundRequest,
  InboundResult,
  TokenConsumer,
} from './decision.ts'
export {
  networkCredentials,
  networkLimitBytes,
  type ImsLink,
  type NetworkCredentials,
} from './network-identity.ts'
export { decide, type ProviderParts } from './provider.ts'
export { UsedTokens } from './replay.ts'
export {
  claimAt,
  mapRole,
  matchesPattern,
  rulesFor,
  type MappedRole,
  type RoleMapping,
  type RoleRule,
} from './role-mapping.ts'
export { validateToken, type TrustedKeySource, type TrustedKeys } from './validate-token.ts'
