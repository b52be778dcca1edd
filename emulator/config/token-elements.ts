import { jwtBearerGrantType } from './model.ts'
import { rule } from '../rule.ts'
import { factory, flag, header, list, oneOf, password, ref, text, texts } from './specs.ts'
import type { AttributeSpec, ElementSpec } from './specs.ts'

export const retryCheckSince = rule('config.since.token-retry-check-level', {
  status: 'documented',
  source: 'APAR PH63252',
  since: '3.0.93.0',
  says: 'tokenRetryCheckLevel is an attribute of zosconnect_oAuthConfig',
})

const unsetBelowZero = (unit: 's'): AttributeSpec => ({
  type: 'duration',
  unit,
  negative: 'is-unset',
})

/** The values of `signatureAlgorithm`. */
export const signatureAlgorithms = [
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

const jwtBuilder: ElementSpec = {
  ...factory({
    issuer: text,
    audiences: list,
    scope: text,
    claims: list,
    expiry: { type: 'duration', unit: 'h' },
    expiresInSeconds: unsetBelowZero('s'),
    jti: flag,
    nbfOffset: unsetBelowZero('s'),
    signatureAlgorithm: oneOf(...signatureAlgorithms),
    keyStoreRef: ref('keyStore'),
    keyAlias: text,
    sharedKey: password,
    jwkEnabled: flag,
    jwkSigningKeySize: oneOf('1024', '2048', '4096'),
    keyManagementKeyAlgorithm: oneOf('RSA-OAEP', 'ECDH-ES'),
    keyManagementKeyAlias: text,
    contentEncryptionAlgorithm: oneOf('A256GCM'),
    trustStoreRef: ref('keyStore'),
  }),
  open: true,
}

/** The elements of OAuth and of tokens that the server makes itself. */
export const tokenElements: Readonly<Record<string, ElementSpec>> = {
  zosconnect_oAuthConfig: factory({
    grantType: oneOf('password', 'client_credentials', jwtBearerGrantType),
    authServerRef: ref('zosconnect_authorizationServer'),
    tokenRetryCheckLevel: { ...oneOf('1', '2', '3'), since: retryCheckSince.since! },
    oAuthTokenConfigRef: ref('zosconnect_oAuthTokenConfig'),
    tokenGeneratorRef: ref('jwtBuilder'),
    ...texts('scope', 'resource', 'audience', 'customParms'),
  }),
  zosconnect_oAuthTokenConfig: factory({
    tokenGeneratorRef: ref('jwtBuilder'),
    ...texts('clientId'),
    includeClientIdInBody: flag,
  }),
  zosconnect_authTokenLocal: {
    ...factory({ tokenGeneratorRef: ref('jwtBuilder'), header }),
    children: { claims: { kind: 'singleton', attributes: {} } },
  },
  jwtBuilder,
}
