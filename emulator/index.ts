export { assumed, type Assumptions } from './assumed.ts'
export { ClockStuck, manualClock, realClock, systemClock, type Clock } from './clock.ts'
export {
  headerValue,
  withHeader,
  type FailureKind,
  type Header,
  type HttpRequest,
  type HttpResponse,
  type ProxyUse,
  type Purpose,
  type Send,
  type SendFailure,
  type TlsUse,
} from './http.ts'
export {
  compareLevels,
  levelText,
  newestKnownLevel,
  reaches,
  readLevel,
  type Level,
} from './level.ts'
export { nearest, suggestName } from './nearest.ts'
export { error, note, warning, type Place, type Problem, type Severity } from './problem.ts'
export { rule, type Rule, type RuleStatus } from './rule.ts'
export { Secret } from './secret.ts'
export { authToken, type AuthTokenPlan } from './auth/auth-token.ts'
export type { BasicPlan } from './auth/basic.ts'
export type { LocalJwtPlan } from './auth/local-jwt.ts'
export { oauthLifetime } from './auth/oauth-lifetime.ts'
export type { OAuthPlan } from './auth/oauth.ts'
export { placeholders } from './auth/substitute.ts'
export {
  requestInfoFields,
  type FieldValue,
  type RequestInfo,
  type RequestInfoField,
} from './auth/request-info.ts'
export {
  readServerConfig,
  type ApiArchive,
  type AuthData,
  type AuthToken,
  type AuthorizationServer,
  type ConfigCode,
  type ConfigProblem,
  type EndpointConnection,
  type ReadConfig,
  type Machine,
  type ReadConfigOptions,
  type ReadFile,
  type ServerConfig,
  type Setting,
  type TokenRequest,
  type TokenResponse,
  type Unusable,
} from './config/index.ts'
export type { Call } from './requester/call.ts'
export {
  apiOutcome,
  returnCodes,
  tokenOutcome,
  type Outcome,
  type ReturnCode,
} from './requester/outcome.ts'
export { rules, type RuleId } from './fidelity.ts'
export { readCommand, type OperatorCommand, type OperatorReply } from './requester/operator.ts'
export { planConnection, type Plan, type TokenPlan } from './requester/plan.ts'
export { planContext, type Extension, type PlanContext, type Refusal } from './auth/plan-context.ts'
export type { Saf } from './auth/saf.ts'
export type { SigningKey, SigningKeys } from './auth/signing-keys.ts'
export {
  createRequester,
  type CallResult,
  type Requester,
  type RequesterOptions,
} from './requester/requester.ts'
export { decideRetry, type SentToken } from './requester/retry.ts'
export {
  smfFields,
  smfRecord,
  type ServedCall,
  type SmfField,
  type SmfRecord,
} from './requester/smf-record.ts'
export type { AnsweredLifetime, Lifetime } from './token/lifetime.ts'
export type { Token } from './token/token.ts'
export { throughStub, type StubResult } from './requester/stub.ts'
export {
  tokenResult,
  type Exchanged,
  type TokenResult,
  type TraceEvent,
} from './requester/trace.ts'
export {
  TokenCache,
  type CachedToken,
  type CacheEntry,
  type LookupDecision,
  type LookupTerms,
  type StoreDecision,
} from './token/cache.ts'
export type { CacheKey } from './token/key.ts'
export { readJsonPath, valueAt, type JsonPath } from './token/json-path.ts'
