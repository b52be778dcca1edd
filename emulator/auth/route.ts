import type { Setting, ServerConfig } from '../config/model.ts'
import { sslIdOf } from '../config/ssl.ts'
import type { HttpRequest, TlsUse } from '../http.ts'
import { rule, type Rule } from '../rule.ts'

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

/** How requests to one server travel, beside their address and their time-outs. */
export interface Route {
  readonly tls?: TlsUse
  readonly rules: readonly Rule[]
}

/** What an element says of the way to its server. */
export interface Routed {
  readonly sslCertsRef?: Setting<string>
}

/** The way to a server: the key store of its ssl element, where it is reached by https. */
export function planRoute({ sslCertsRef }: Routed, url: string, config: ServerConfig): Route {
  const ssl = config.ssl.get(sslIdOf(sslCertsRef, config.sslDefault))
  if (!ssl?.keyStoreRef || !url.startsWith('https:')) return { rules: [] }
  const alias = ssl.clientKeyAlias
  const tls: TlsUse = {
    ssl: ssl.id,
    keyStore: ssl.keyStoreRef.value,
    at: (alias ?? ssl.keyStoreRef).at,
    ...(alias && { alias: alias.value }),
  }
  return { tls, rules: alias ? [clientCertificate] : [clientCertificate, clientAlias] }
}

/** What the way adds to a request. */
export const routed = ({ tls }: Route): Pick<HttpRequest, 'tls'> => (tls ? { tls } : {})
