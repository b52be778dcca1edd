import type { Setting, ServerConfig } from '../config/model.ts'
import { sslIdOf } from '../config/ssl.ts'
import type { HttpRequest, ProxyUse, TlsUse } from '../http.ts'
import { rule, type Rule } from '../rule.ts'
import { refusal, type Refusal } from './plan-context.ts'

export const clientCertificate = rule('tls.client-certificate', {
  status: 'documented',
  source:
    'Using API requester to call an API secured with multiple authentication and authorization methods',
  says: 'a server that asks for a certificate is offered that of the key store that sslCertsRef leads to, beside any other method',
})

export const clientAlias = rule('tls.client-alias', {
  status: 'assumed',
  source: 'Assumed from Open Liberty: ssl; which of several keys is offered is not described',
  says: 'clientKeyAlias names the certificate that is offered, and without it the key store must have one key alone',
})

export const throughProxy = rule('proxy.http', {
  status: 'assumed',
  source:
    'Assumed from RFC 9110, section 9.3.6, and RFC 9112, section 3.2.2: how the product uses a proxy is described nowhere',
  says: 'requests with a proxyConfigRef go through that proxy, by CONNECT to an https server and in absolute form to an http one, and without credentials for the proxy',
})

export const proxyFails = rule('proxy.failure', {
  status: 'assumed',
  source: 'Assumed: a proxy that refuses a CONNECT of the product would settle it',
  says: 'a proxy that cannot be reached or gives no tunnel fails a request as an unreachable server does; what it answers to a request in absolute form is the answer',
})

/** How requests to one server travel, beside their address and their time-outs. */
export interface Route {
  readonly tls?: TlsUse
  readonly proxy?: ProxyUse
  readonly rules: readonly Rule[]
}

/** What an element says of the way to its server. */
export interface Routed {
  readonly sslCertsRef?: Setting<string>
  readonly proxyConfigRef?: Setting<string>
}

/** The way to a server: through its proxy, and with the key store of its ssl element. */
export function planRoute(element: Routed, url: string, config: ServerConfig): Route {
  const tls = tlsUse(element, url, config)
  const proxy = proxyUse(element, config)
  return {
    ...(tls && { tls }),
    ...(proxy && { proxy }),
    rules: [
      ...(tls ? [clientCertificate, ...(tls.alias === undefined ? [clientAlias] : [])] : []),
      ...(proxy ? [throughProxy, proxyFails] : []),
    ],
  }
}

/** Why the proxy of an element cannot be used; undefined where it can, or where there is none. */
export function proxyRefusal(
  { proxyConfigRef }: Routed,
  config: ServerConfig,
): Refusal | undefined {
  if (!proxyConfigRef || proxyUse({ proxyConfigRef }, config)) return undefined
  const { value, at } = proxyConfigRef
  const otherwise = `the proxy "${value}" cannot be used: a zosconnect_proxyConfig needs host and port, and its type is HTTP`
  return refusal(config.proxies.get(value)?.unusable, otherwise, at)
}

function proxyUse({ proxyConfigRef }: Routed, config: ServerConfig): ProxyUse | undefined {
  const { id, host, port, type, unusable } = config.proxies.get(proxyConfigRef?.value ?? '') ?? {}
  if (id === undefined || !host || !port || unusable) return undefined
  if (type && type.value.toUpperCase() !== 'HTTP') return undefined
  return { id, host: host.value, port: port.value }
}

function tlsUse({ sslCertsRef }: Routed, url: string, config: ServerConfig): TlsUse | undefined {
  const ssl = config.ssl.get(sslIdOf(sslCertsRef, config.sslDefault))
  if (!ssl?.keyStoreRef || !url.startsWith('https:')) return undefined
  const alias = ssl.clientKeyAlias
  return {
    ssl: ssl.id,
    keyStore: ssl.keyStoreRef.value,
    at: (alias ?? ssl.keyStoreRef).at,
    ...(alias && { alias: alias.value }),
  }
}

/** What the way adds to a request. */
export const routed = ({ tls, proxy }: Route): Pick<HttpRequest, 'tls' | 'proxy'> => ({
  ...(tls && { tls }),
  ...(proxy && { proxy }),
})
