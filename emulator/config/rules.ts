import * as authToken from './auth-token.ts'
import * as authorizationServer from './authorization-server.ts'
import * as check from './check.ts'
import * as connection from './connection.ts'
import * as duration from './duration.ts'
import * as elements from './elements.ts'
import * as features from './features.ts'
import * as files from './files.ts'
import * as ids from './ids.ts'
import * as password from './password.ts'
import * as tokenRequest from './token-request.ts'
import * as tokenResponse from './token-response.ts'
import * as values from './values.ts'
import * as variables from './variables.ts'

/** Every rule that the reading of a configuration decides. */
export const configRules = [
  files.mergeSingletons,
  files.mergeFactories,
  variables.variableOrder,
  variables.unresolvedStays,
  ids.idIsLiteral,
  elements.unknownIgnored,
  elements.tokenRefreshRateSince,
  elements.tokenLifetimeSince,
  elements.durationUnits,
  duration.durationRule,
  password.xorPassword,
  values.enumCase,
  values.headerSeparator,
  values.twoHeaders,
  features.featureCase,
  connection.bareHost,
  connection.defaultPort,
  connection.basicAuthSynonym,
  connection.assumedTimeouts,
  authorizationServer.tokenEndpointRequired,
  authToken.tokenHeaderDefault,
  authToken.bearerDefault,
  authToken.jtiDefault,
  authToken.badElementUnusable,
  tokenRequest.credentialLocationDefault,
  tokenRequest.requestMethodDefault,
  tokenRequest.requestHeaderDefault,
  tokenRequest.bodyRequired,
  tokenRequest.bodylessGet,
  tokenRequest.bodyWithHeaderSince,
  tokenResponse.tokenLocationDefault,
  tokenResponse.pathRequired,
  tokenResponse.formatRequired,
  tokenResponse.responseHeaderRequired,
  check.headersDiffer,
] as const
