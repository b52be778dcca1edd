import { factory, flag, id, oneOf, password, path, ref, text, texts, timeout } from './specs.ts'
import type { ElementSpec } from './specs.ts'

const idAssertion = oneOf('OFF', 'ASSERT_SURROGATE', 'ASSERT_ONLY')

const apiRequester: ElementSpec = {
  kind: 'factory',
  attributes: {
    id,
    idAssertion,
    requireSecure: flag,
    requireAuth: flag,
    runGlobalInterceptors: flag,
    ...texts('name', 'adminGroup', 'operationsGroup', 'invokeGroup', 'readerGroup'),
    ...texts('interceptorsRef'),
  },
}

const apiRequesters: ElementSpec = {
  kind: 'singleton',
  attributes: {
    id,
    location: path,
    idAssertion,
    updateTrigger: oneOf('polled', 'mbean', 'disabled'),
    pollingRate: timeout,
  },
  children: { apiRequester },
}

const ssl: ElementSpec = {
  ...factory({
    keyStoreRef: ref('keyStore'),
    trustStoreRef: ref('keyStore'),
    verifyHostname: flag,
    trustDefaultCerts: flag,
    enforceCipherOrder: flag,
    ...texts('clientKeyAlias', 'serverKeyAlias', 'sslProtocol', 'enabledCiphers', 'securityLevel'),
    ...texts('clientAuthentication', 'clientAuthenticationSupported'),
  }),
  open: true,
}

const keyStore: ElementSpec = {
  ...factory({
    location: path,
    type: text,
    password,
    ...texts('provider', 'readOnly', 'fileBased', 'pollingRate', 'updateTrigger'),
  }),
  open: true,
}

const sslDefault: ElementSpec = {
  kind: 'singleton',
  attributes: { id, sslRef: ref('ssl'), outboundSSLRef: ref('ssl') },
  open: true,
}

/** The elements that say how the server is reached and how it reaches others. */
export const serverElements: Readonly<Record<string, ElementSpec>> = {
  zosconnect_apiRequesters: apiRequesters,
  zosconnect_proxyConfig: factory({ host: text, port: { type: 'port' }, type: text }),
  ssl,
  sslDefault,
  keyStore,
}
