import { rule } from '../rule.ts'
import { readReference, readReferences } from './ids.ts'
import type { EndpointConnection, Setting } from './model.ts'
import { checkScheme } from './port-scheme.ts'
import { defaultAs, hasText, named, refuse, warn, written, writtenAs } from './reading.ts'
import type { Source } from './reading.ts'
import { badValue, readPort, readText, readTimeout } from './values.ts'

export const bareHost = rule('config.host.bare', {
  status: 'assumed',
  source: 'Assumed: a bare host name with port 443 on a real server would settle it',
  says: 'a host without a scheme is reached by http',
})

export const defaultPort = rule('config.port.default', {
  status: 'assumed',
  source:
    "Assumed: the attribute tables of 'zosConnect-2.0 Configuration elements' would settle it",
  says: 'without a port it is 443 for https and 80 for http',
})

export const basicAuthSynonym = rule('config.basic-auth-ref', {
  status: 'assumed',
  source: 'Assumed: IBM workshop files use it; its page would settle how it combines',
  says: 'basicAuthRef of a connection means the same as that id in authenticationConfigRef',
})

export const assumedTimeouts = rule('config.default.timeouts', {
  status: 'assumed',
  source:
    "Assumed: the attribute tables of 'zosConnect-2.0 Configuration elements' would settle it",
  says: 'connectionTimeout is 30s and receiveTimeout 60s where they are not set',
  other: { connectionTimeoutMs: 60_000, receiveTimeoutMs: 30_000 },
})

/** Reads `zosconnect_endpointConnection`; what combines badly with other elements is checked later. */
export function readConnection(source: Source): EndpointConnection {
  const { element, reading } = source
  const address = readAddress(source)
  const sslCertsRef = readReference(source, 'sslCertsRef')
  const authenticationConfigRef = readAuthentication(source)
  const proxyConfigRef = readReference(source, 'proxyConfigRef')
  warnOfBasePath(source)
  return {
    id: element.id,
    at: element.at,
    ...address,
    authenticationConfigRef,
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

type Address = Pick<EndpointConnection, 'origin' | 'host' | 'port'>

function readAddress(source: Source): Address {
  const host = readHost(source)
  const port = readPort(source, 'port')
  if (!host) return { ...(port && { port }) }
  const [, given = 'http', name] = /^(?:(https?):\/\/)?(.*?)\/?$/i.exec(host.value)!
  const scheme = given.toLowerCase()
  const used = port ?? defaultAs(source, scheme === 'https' ? 443 : 80)
  const writtenWith = (other: string) => `host="${other}://${name}"`
  if (port) checkScheme(source, { scheme, writtenWith, port: port.value, at: port.at })
  const url = `${scheme}://${name}:${used.value}`
  return { origin: new URL(url).origin, host, port: used }
}

const hostText = /^(?:https?:\/\/)?(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])\/?$/i

function readHost(source: Source): Setting<string> | undefined {
  if (!hasText(source, 'host')) {
    const message = `${named(source.element)} has no "host"`
    refuse(source, 'MISSING-ATTRIBUTE', message, source.element.at, 'write host="https://…"')
    return undefined
  }
  const found = written(source, 'host')!
  const host = found.value.trim()
  const url = /^https?:/i.test(host) ? host : `http://${host}`
  if (hostText.test(host) && URL.canParse(url)) return writtenAs(found, host)
  const shown = host.replace(/^([^/]*\/\/)?[^/]*@/, '$1…@')
  badValue(source, found, 'write https:// and the host alone; its port goes to port', shown)
  return undefined
}

function readAuthentication(source: Source): Setting<readonly string[]> {
  const listed = readReferences(source, 'authenticationConfigRef')
  const basic = readReference(source, 'basicAuthRef')
  if (!basic) return listed ?? defaultAs(source, [])
  if (!listed) return { ...basic, value: [basic.value] }
  return { ...listed, value: [...new Set([...listed.value, basic.value])] }
}

function warnOfBasePath(source: Source): void {
  const found = readText(source, 'domainBasePath')
  if (!found) return
  const message = '"domainBasePath" is not used: baqlab does not emulate it yet'
  warn(source, 'NOT-EMULATED', message, found.at, 'give the whole path in the call')
}
