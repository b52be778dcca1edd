export { readServerConfig } from './read.ts'
export { readDuration } from './duration.ts'
export { configRules } from './rules.ts'
export { configSecrets } from './secrets.ts'
export { effectiveConfig } from './effective.ts'
export { defaultsOf } from './effective-defaults.ts'
export type { EffectiveDefault } from './effective-defaults.ts'
export { attributeNames } from './elements.ts'
export { sslIdOf } from './ssl.ts'
export { textOfFile } from './decode.ts'
export type { EffectiveAttribute, EffectiveElement, UsedVariable } from './effective.ts'
export type { ReadDuration, DurationUnit } from './duration.ts'
export type { ListFolder, Machine, ReadConfigOptions, ReadFile } from './read-options.ts'
export type {
  ApiArchive,
  ApiOperation,
  ApiRequester,
  ApiRequesters,
  AuthData,
  AuthToken,
  AuthTokenLocal,
  AuthorizationServer,
  Claims,
  ConfigCode,
  ConfigProblem,
  CredentialLocation,
  EndpointConnection,
  GrantType,
  IdAssertion,
  JwtBuilder,
  KeyRing,
  KeyStore,
  OAuthConfig,
  OAuthTokenConfig,
  ProxyConfig,
  ReadConfig,
  RequestMethod,
  ResponseFormat,
  ServerConfig,
  Setting,
  SignatureAlgorithm,
  Ssl,
  SslDefault,
  TokenLocation,
  TokenRequest,
  TokenResponse,
  Unusable,
} from './model.ts'
export type {
  AuthFilter,
  FilterCondition,
  LevelGroups,
  MpJwt,
  OpenidConnectClient,
  ProviderConfig,
  SafCredentials,
  ZosConnectApi,
} from './provider-model.ts'
