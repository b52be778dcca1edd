import { rule } from '../rule.ts'
import type { ProxyConfig, Setting } from './model.ts'
import { hasText, named, warn } from './reading.ts'
import type { Source } from './reading.ts'
import { readPort, readText } from './values.ts'

export const proxyNames = rule('config.proxy.names', {
  status: 'assumed',
  source: "Assumed: zosconnect_proxyConfig was seen on no page; IBM's table would settle it",
  says: 'zosconnect_proxyConfig has the attributes host, port and type; calls through one without host and port, or of another type than HTTP, end before any request is sent',
})

/** Reads `zosconnect_proxyConfig`. */
export function readProxyConfig(source: Source): ProxyConfig {
  const { element } = source
  for (const name of ['host', 'port']) {
    if (hasText(source, name)) continue
    const message = `${named(element)} has no "${name}"`
    warn(source, 'MISSING-ATTRIBUTE', message, element.at, `write ${name}="…"`)
  }
  const host = readText(source, 'host')
  const port = readPort(source, 'port')
  const type = readText(source, 'type')
  if (type) tellOtherTypes(source, type)
  return {
    id: element.id,
    at: element.at,
    ...(host && { host }),
    ...(port && { port }),
    ...(type && { type }),
    ...(source.unusable && { unusable: source.unusable }),
  }
}

function tellOtherTypes(source: Source, { value, at }: Setting<string>): void {
  if (value.toUpperCase() === 'HTTP') return
  const message = `baqlab emulates HTTP proxies alone, and the type is "${value}"`
  warn(source, 'NOT-EMULATED', message, at, 'write type="HTTP", or leave proxyConfigRef out')
}
