import { rule } from '../rule.ts'
import { inboundElements } from './inbound-elements.ts'
import { providerElements } from './provider-elements.ts'
import { serverElements } from './server-elements.ts'
import {
  factory,
  flag,
  header,
  id,
  oneOf,
  ref,
  refs,
  seconds,
  specOf,
  text,
  texts,
  timeout,
} from './specs.ts'
import type { ElementSpec } from './specs.ts'
import { tokenElements } from './token-elements.ts'

export const unknownIgnored = rule('config.unknown.ignored', {
  status: 'documented',
  source: 'Open Liberty: Server configuration overview',
  says: 'elements and attributes that are not known are ignored',
})

export const tokenRefreshRateSince = rule('config.since.token-refresh-rate', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): Access token caching',
  since: '3.0.70.0',
  says: 'tokenRefreshRate is an attribute of zosconnect_authToken',
})

export const tokenLifetimeSince = rule('config.since.token-lifetime', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): Access token caching',
  since: '3.0.86.0',
  says: 'tokenLifetime is an attribute of zosconnect_authToken, tokenLifetimePath of tokenResponse',
})

export const durationUnits = rule('config.duration.unit', {
  status: 'assumed',
  source:
    "Assumed: the attribute tables of 'zosConnect-2.0 Configuration elements' would settle it",
  says: 'a bare number is seconds in tokenLifetime and tokenRefreshRate, milliseconds in time-outs',
})

const tokenRequest: ElementSpec = {
  kind: 'singleton',
  attributes: {
    credentialLocation: oneOf('header', 'body'),
    header,
    requestMethod: oneOf('GET', 'PUT', 'POST'),
    requestBody: { type: 'body' },
  },
}

const tokenResponse: ElementSpec = {
  kind: 'singleton',
  attributes: {
    tokenLocation: oneOf('header', 'body'),
    header,
    responseFormat: oneOf('JSON', 'Text', 'JWT'),
    tokenPath: text,
    tokenLifetimePath: { type: 'string', since: tokenLifetimeSince.since! },
  },
}

const authToken: ElementSpec = {
  ...factory({
    authServerRef: ref('zosconnect_authorizationServer'),
    header,
    useBearerScheme: flag,
    cacheTokensWithJti: flag,
    tokenLifetime: { ...seconds, since: tokenLifetimeSince.since! },
    tokenRefreshRate: { ...seconds, since: tokenRefreshRateSince.since! },
  }),
  children: { tokenRequest, tokenResponse },
}

/** The elements that `authenticationConfigRef` may name. */
export const authenticationElements = [
  'zosconnect_authToken',
  'zosconnect_authTokenLocal',
  'zosconnect_oAuthConfig',
  'zosconnect_authData',
] as const

const endpointConnection = factory({
  host: text,
  port: { type: 'port' },
  authenticationConfigRef: refs(...authenticationElements),
  basicAuthRef: ref('zosconnect_authData'),
  sslCertsRef: ref('ssl'),
  connectionTimeout: timeout,
  receiveTimeout: timeout,
  domainBasePath: text,
  proxyConfigRef: ref('zosconnect_proxyConfig'),
})

const authorizationServer = factory({
  tokenEndpoint: { type: 'url' },
  basicAuthRef: ref('zosconnect_authData'),
  sslCertsRef: ref('ssl'),
  connectionTimeout: timeout,
  receiveTimeout: timeout,
  proxyConfigRef: ref('zosconnect_proxyConfig'),
})

/** Every element that baqlab looks into, by its name under `<server>`. */
export const elements: Readonly<Record<string, ElementSpec>> = {
  zosconnect_endpointConnection: endpointConnection,
  zosconnect_authData: factory({ user: text, password: { type: 'password' } }),
  zosconnect_authorizationServer: authorizationServer,
  zosconnect_authToken: authToken,
  ...tokenElements,
  ...serverElements,
  ...providerElements,
  ...inboundElements,
  include: { kind: 'factory', attributes: { id, ...texts('location', 'optional', 'onConflict') } },
  featureManager: {
    kind: 'singleton',
    attributes: { id, onError: text },
    children: {
      feature: { kind: 'factory', attributes: {} },
      platform: { kind: 'factory', attributes: {} },
    },
  },
  variable: { kind: 'factory', attributes: { id, ...texts('name', 'value', 'defaultValue') } },
}

/** The attributes an element of that name may have; undefined where no source lists them. */
export function attributeNames(element: string): readonly string[] | undefined {
  const spec = specOf(elements, element)
  return spec && !spec.open ? Object.keys(spec.attributes) : undefined
}
