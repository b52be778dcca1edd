import { rule } from '../rule.ts'
import { readReference } from './ids.ts'
import type { AuthorizationServer, Setting } from './model.ts'
import { checkScheme } from './port-scheme.ts'
import { hasText, named, refuse, written, writtenAs } from './reading.ts'
import type { Source, Written } from './reading.ts'
import { badValue, readTimeout } from './values.ts'

export const tokenEndpointRequired = rule('config.baqr1004e', {
  status: 'documented',
  source: 'z/OS Connect EE endpoint connection messages: BAQR1004E',
  says: 'an authorization server needs a tokenEndpoint',
})

/** Reads `zosconnect_authorizationServer`. */
export function readAuthorizationServer(source: Source): AuthorizationServer {
  const { element, reading } = source
  const tokenEndpoint = readEndpoint(source)
  const basicAuthRef = readReference(source, 'basicAuthRef')
  const sslCertsRef = readReference(source, 'sslCertsRef')
  const proxyConfigRef = readReference(source, 'proxyConfigRef')
  return {
    id: element.id,
    at: element.at,
    ...(tokenEndpoint && { tokenEndpoint }),
    ...(basicAuthRef && { basicAuthRef }),
    ...(sslCertsRef && { sslCertsRef }),
    ...(proxyConfigRef && { proxyConfigRef }),
    connectionTimeoutMs: readTimeout(
      source,
      'connectionTimeout',
      reading.assume.connectionTimeoutMs,
    ),
    receiveTimeoutMs: readTimeout(source, 'receiveTimeout', reading.assume.receiveTimeoutMs),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

function readEndpoint(source: Source): Setting<string> | undefined {
  if (!hasText(source, 'tokenEndpoint')) {
    const message = `${named(source.element)} has no "tokenEndpoint"`
    const tries = 'write tokenEndpoint="https://…" with the full URL'
    refuse(source, 'BAQR1004E', message, source.element.at, tries)
    return undefined
  }
  const found = written(source, 'tokenEndpoint')!
  const url = found.value.trim()
  const isUrl = /^https?:\/\/[^/\s]/i.test(url) && !/[\s${}]/.test(url) && URL.canParse(url)
  if (isUrl) {
    checkEndpoint(source, found, new URL(url))
    return writtenAs(found, url)
  }
  badValue(source, found, 'write a full URL, as https://host:port/path', withoutSecrets(url))
  return undefined
}

function checkEndpoint(source: Source, { attribute }: Written, url: URL): void {
  const scheme = url.protocol.slice(0, -1)
  const writtenWith = (other: string) => `${other}://${url.hostname}`
  const port = Number(url.port)
  checkScheme(source, { scheme, writtenWith, port, at: attribute.valueAt })
}

/** A URL as it may be shown: what may hold a secret, user information and query, is left out. */
export const withoutSecrets = (url: string): string =>
  url.replace(/[?#].*$/s, '?…').replace(/^([^/]*\/\/)?[^/]*@/, '$1…@')
