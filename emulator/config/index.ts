export { readServerConfig } from './read.ts'
export { readDuration } from './duration.ts'
export { configRules } from './rules.ts'
export type { ReadDuration, DurationUnit } from './duration.ts'
export type { ReadConfigOptions, ReadFile } from './read-options.ts'
export type {
  AuthData,
  AuthToken,
  AuthorizationServer,
  ConfigCode,
  ConfigProblem,
  CredentialLocation,
  EndpointConnection,
  ReadConfig,
  RequestMethod,
  ResponseFormat,
  ServerConfig,
  Setting,
  TokenLocation,
  TokenRequest,
  TokenResponse,
  Unusable,
} from './model.ts'
