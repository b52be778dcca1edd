import { rule } from '../rule.ts'
import { readReference } from './ids.ts'
import type { GrantType, OAuthConfig, OAuthTokenConfig, Setting } from './model.ts'
import { jwtBearerGrantType } from './model.ts'
import { defaultAs, hasText, named, refuse, warn } from './reading.ts'
import type { Source } from './reading.ts'
import { readEnum, readFlag, readText } from './values.ts'

export const retryCheckDefault = rule('config.default.token-retry-check-level', {
  status: 'documented',
  source: 'APAR PH63252',
  says: 'tokenRetryCheckLevel is 3 where it is not set, and below 3.0.93.0',
})

export const retryCheckTwo = rule('config.token-retry-check-level.two', {
  status: 'assumed',
  source: 'Assumed: PH63252 calls level 2 not implemented; a 401 on a real server would settle it',
  says: 'tokenRetryCheckLevel="2" is accepted with a warning and means what 3 means',
})

export const grantRequired = rule('config.grant-type', {
  status: 'assumed',
  source: "Assumed: 'password' is seen, 'client_credentials' recalled; IBM's table would settle it",
  says: 'grantType is password or client_credentials and must be given, and so must authServerRef',
})

export const oAuthNames = rule('config.oauth.names', {
  status: 'assumed',
  source:
    "Assumed: the attribute tables of 'zosConnect-2.0 Configuration elements' would settle it",
  says: 'oAuthTokenConfigRef, scope, resource, audience and customParms are attributes of oAuthConfig',
})

export const clientIdInBody = rule('config.default.client-id-in-body', {
  status: 'documented',
  source: 'How to configure OAuth 2.0 with JWT authentication',
  says: 'the client ID of an oAuthTokenConfig is not in the request body unless that is asked for',
})

/** Reads `zosconnect_oAuthConfig`. */
export function readOAuthConfig(source: Source): OAuthConfig {
  const { element } = source
  need(source, 'grantType', 'write grantType="client_credentials" or grantType="password"')
  need(source, 'authServerRef', 'write the id of a zosconnect_authorizationServer')
  const grantType = readEnum(source, 'grantType', grantTypes)
  const authServerRef = readReference(source, 'authServerRef')
  const level = readEnum(source, 'tokenRetryCheckLevel', ['1', '2', '3'])
  if (level?.value === '2') {
    const message = 'tokenRetryCheckLevel="2" is not implemented by the product: it means 3'
    warn(source, 'NO-EFFECT', message, level.at, 'write tokenRetryCheckLevel="1" or "3"')
  }
  const oAuthTokenConfigRef = readReference(source, 'oAuthTokenConfigRef')
  const tokenGeneratorRef = readGenerator(source, grantType)
  const scope = readText(source, 'scope')
  const resource = readText(source, 'resource')
  const audience = readText(source, 'audience')
  const customParms = readText(source, 'customParms')
  return {
    id: element.id,
    at: element.at,
    ...(grantType && { grantType }),
    ...(authServerRef && { authServerRef }),
    tokenRetryCheckLevel: level ?? defaultAs(source, '3'),
    ...(oAuthTokenConfigRef && { oAuthTokenConfigRef }),
    ...(tokenGeneratorRef && { tokenGeneratorRef }),
    ...(scope && { scope }),
    ...(resource && { resource }),
    ...(audience && { audience }),
    ...(customParms && { customParms }),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

const grantTypes = ['password', 'client_credentials', jwtBearerGrantType] as const

/** The jwtBuilder of an assertion, which only the jwt-bearer extension sends. */
function readGenerator(
  source: Source,
  grantType: Setting<GrantType> | undefined,
): Setting<string> | undefined {
  const generator = readReference(source, 'tokenGeneratorRef')
  if (grantType?.value === jwtBearerGrantType) {
    const message = 'the jwt-bearer grant is an extension of baqlab: the product does not have it'
    warn(source, 'EXTENSION', message, grantType.at, 'use it to try the idea ZCEE-I-445 out')
    if (!generator) need(source, 'tokenGeneratorRef', 'write the id of a jwtBuilder')
  } else if (generator) {
    const message = '"tokenGeneratorRef" belongs to the jwt-bearer extension and has no effect here'
    warn(source, 'NO-EFFECT', message, generator.at, 'remove it')
  }
  return generator
}

/** Reads `zosconnect_oAuthTokenConfig`. */
export function readOAuthTokenConfig(source: Source): OAuthTokenConfig {
  const { element } = source
  need(source, 'tokenGeneratorRef', 'write the id of a jwtBuilder')
  need(source, 'clientId', 'write clientId="…"')
  const tokenGeneratorRef = readReference(source, 'tokenGeneratorRef')
  const clientId = readText(source, 'clientId')
  return {
    id: element.id,
    at: element.at,
    ...(tokenGeneratorRef && { tokenGeneratorRef }),
    ...(clientId && { clientId }),
    includeClientIdInBody: readFlag(source, 'includeClientIdInBody', false),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

/** Refuses an element without an attribute that it needs. */
export function need(source: Source, name: string, tries: string): void {
  if (hasText(source, name)) return
  const message = `${named(source.element)} has no "${name}"`
  refuse(source, 'MISSING-ATTRIBUTE', message, source.element.at, tries)
}
