import * as apiRequesters from './api-requesters.ts'
import * as archive from './archive.ts'
import * as archives from './archives.ts'
import * as authToken from './auth-token.ts'
import * as authTokenLocal from './auth-token-local.ts'
import * as authorizationServer from './authorization-server.ts'
import * as check from './check.ts'
import * as connection from './connection.ts'
import * as documents from './documents.ts'
import * as duration from './duration.ts'
import * as ebcdic from './ebcdic.ts'
import * as elements from './elements.ts'
import * as expression from './expression.ts'
import * as extensions from './extensions.ts'
import * as features from './features.ts'
import * as files from './files.ts'
import * as ids from './ids.ts'
import * as include from './include.ts'
import * as jwtBuilder from './jwt-builder.ts'
import * as oauthConfig from './oauth-config.ts'
import * as password from './password.ts'
import * as passwordAes from './password-aes.ts'
import * as passwordKeys from './password-keys.ts'
import * as predefined from './predefined.ts'
import * as provider from './provider.ts'
import * as proxyConfig from './proxy-config.ts'
import * as ssl from './ssl.ts'
import * as tokenConsumers from './token-consumers.ts'
import * as tokenElements from './token-elements.ts'
import * as tokenRequest from './token-request.ts'
import * as tokenResponse from './token-response.ts'
import * as values from './values.ts'
import * as variableSources from './variable-sources.ts'
import * as variables from './variables.ts'
import * as xmlVariables from './xml-variables.ts'

/** Every rule that the reading of a configuration decides. */
export const configRules = [
  documents.fileOrder,
  ebcdic.ebcdicRead,
  include.includeInPlace,
  include.includeLocation,
  include.includeFolder,
  include.includeXmlOnly,
  include.includeOptional,
  include.includeInherits,
  include.includeCycle,
  files.mergeSingletons,
  files.mergeFactories,
  files.ignoreConflict,
  files.replaceConflict,
  files.nestedConflict,
  variables.variableOrder,
  variables.environmentNames,
  variables.listVariable,
  expression.arithmetic,
  predefined.predefinedFolders,
  predefined.serversFolder,
  variableSources.environmentFile,
  variableSources.bootstrapInclude,
  variableSources.variableFiles,
  xmlVariables.variableConflict,
  variables.unresolvedStays,
  ids.idIsLiteral,
  elements.unknownIgnored,
  extensions.extensionElements,
  elements.tokenRefreshRateSince,
  elements.tokenLifetimeSince,
  elements.durationUnits,
  duration.durationRule,
  password.xorPassword,
  passwordKeys.aesPassphrase,
  passwordAes.aesV0Password,
  passwordAes.aesV1Password,
  passwordAes.aesWrongKey,
  passwordAes.aesV2Password,
  password.hashPassword,
  values.enumCase,
  values.headerSeparator,
  values.twoHeaders,
  features.featureCase,
  features.third,
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
  oauthConfig.grantRequired,
  oauthConfig.oAuthNames,
  oauthConfig.retryCheckDefault,
  oauthConfig.retryCheckTwo,
  tokenElements.retryCheckSince,
  oauthConfig.clientIdInBody,
  authTokenLocal.localHeaderDefault,
  authTokenLocal.localClaims,
  jwtBuilder.jwtDefaults,
  jwtBuilder.jwtExpiry,
  ssl.keyRings,
  ssl.defaultSsl,
  proxyConfig.proxyNames,
  apiRequesters.apiRequestersDefaults,
  apiRequesters.apiRequestersLocation,
  apiRequesters.ownIdAssertion,
  archive.archiveLayout,
  archive.archiveName,
  archive.archivePath,
  archives.archiveConnection,
  tokenConsumers.oidcDefaults,
  tokenConsumers.mpJwtDefaults,
  tokenConsumers.unsignedAccepted,
  provider.safDefaults,
  provider.apiDefaults,
  check.headersDiffer,
  check.tokenHeaderBeside,
  check.basicOrOAuth,
  check.oneOAuth,
  check.oneBasic,
] as const
