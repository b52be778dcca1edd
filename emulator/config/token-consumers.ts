import { rule } from '../rule.ts'
import { readReference } from './ids.ts'
import type { Setting } from './model.ts'
import type { MpJwt, OpenidConnectClient } from './provider-model.ts'
import { defaultAs, warn } from './reading.ts'
import type { Source } from './reading.ts'
import { readEnum, readFlag, readHeader, readList, readMs, readSecret, readText } from './values.ts'

export const oidcDefaults = rule('config.inbound.oidc-defaults', {
  status: 'documented',
  source: 'Open Liberty: openidConnectClient',
  says: 'openidConnectClient takes tokens only where inboundPropagation says so, HS256 from the claim sub, each once, with 300s of clock skew',
})

export const mpJwtDefaults = rule('config.inbound.mp-jwt-defaults', {
  status: 'documented',
  source: 'Open Liberty: mpJwt',
  says: 'mpJwt takes RS256 from the claim upn, as often as it likes, with 5m of clock skew',
})

export const unsignedAccepted = rule('config.inbound.unsigned', {
  status: 'documented',
  source: 'Open Liberty: openidConnectClient, signatureAlgorithm',
  says: 'with signatureAlgorithm="none" no signature is checked at all, which is told as a warning',
})

export const algorithms = [
  'none',
  'RS256',
  'RS384',
  'RS512',
  'HS256',
  'HS384',
  'HS512',
  'ES256',
  'ES384',
  'ES512',
] as const

/** Reads `openidConnectClient`. */
export function readOpenidConnectClient(source: Source): OpenidConnectClient {
  const { element } = source
  const text = (name: string, absent: string) => readText(source, name) ?? defaultAs(source, absent)
  const signatureAlgorithm = readAlgorithm(source, 'HS256')
  const propagation = readEnum(source, 'inboundPropagation', ['none', 'supported', 'required'])
  return {
    kind: 'openidConnectClient',
    id: element.id,
    at: element.at,
    inboundPropagation: propagation ?? defaultAs(source, 'none' as const),
    signatureAlgorithm,
    issuers: readList(source, 'issuerIdentifier'),
    audiences: readList(source, 'audiences'),
    clockSkewMs: readMs(source, 'clockSkew') ?? defaultAs(source, 300_000),
    tokenReuse: readFlag(source, 'tokenReuse', false),
    userClaim: readText(source, 'userIdentifier') ?? text('userIdentityToCreateSubject', 'sub'),
    uniqueUserClaim: text('uniqueUserIdentifier', 'uniqueSecurityName'),
    realmClaim: text('realmIdentifier', 'realmName'),
    groupClaim: text('groupIdentifier', 'groupIds'),
    inRegistry: readFlag(source, 'mapIdentityToRegistryUser', false),
    ...given('realmName', readText(source, 'realmName')),
    ...given('jwksUri', readText(source, 'jwkEndpointUrl')),
    ...given('trustStoreRef', readReference(source, 'trustStoreRef')),
    ...given('keyName', readText(source, 'trustAliasName')),
    ...given('sharedKey', readSecret(source, 'clientSecret')),
    ...given('sslRef', readReference(source, 'sslRef')),
    ...given('authFilterRef', readReference(source, 'authFilterRef')),
    ...given('headerName', readHeader(source, 'headerName')),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

/** Reads `mpJwt`. */
export function readMpJwt(source: Source): MpJwt {
  const { element } = source
  const text = (name: string, absent: string) => readText(source, name) ?? defaultAs(source, absent)
  return {
    kind: 'mpJwt',
    id: element.id,
    at: element.at,
    signatureAlgorithm: readAlgorithm(source, 'RS256'),
    issuers: readList(source, 'issuer'),
    audiences: readList(source, 'audiences'),
    clockSkewMs: readMs(source, 'clockSkew') ?? defaultAs(source, 300_000),
    tokenReuse: readFlag(source, 'tokenReuse', true),
    userClaim: text('userNameAttribute', 'upn'),
    groupClaim: text('groupNameAttribute', 'groups'),
    inRegistry: readFlag(source, 'mapToUserRegistry', false),
    ...given('jwksUri', readText(source, 'jwksUri')),
    ...given('keyName', readText(source, 'keyName')),
    ...given('sharedKey', readSecret(source, 'sharedKey')),
    ...given('sslRef', readReference(source, 'sslRef')),
    ...given('authFilterRef', readReference(source, 'authFilterRef')),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

function readAlgorithm(source: Source, absent: (typeof algorithms)[number]): Setting<string> {
  const found = readEnum(source, 'signatureAlgorithm', algorithms) ?? defaultAs(source, absent)
  if (found.value === 'none') {
    const message = 'with signatureAlgorithm="none" everybody can make a token that is accepted'
    warn(source, 'UNSIGNED', message, found.at, 'name the algorithm of the issuer, as RS256')
  }
  return found
}

const given = <K extends string, T>(name: K, value: T | undefined): { [k in K]?: T } =>
  value === undefined ? {} : ({ [name]: value } as { [k in K]?: T })
