import { rule } from '../rule.ts'
import type { ProxyConfig } from './model.ts'
import type { Source } from './reading.ts'
import { readPort, readText } from './values.ts'

export const proxyNames = rule('config.proxy.names', {
  status: 'assumed',
  source: "Assumed: zosconnect_proxyConfig was seen on no page; IBM's table would settle it",
  says: 'zosconnect_proxyConfig has the attributes host, port and type',
})

/** Reads `zosconnect_proxyConfig`. */
export function readProxyConfig(source: Source): ProxyConfig {
  const { element } = source
  const host = readText(source, 'host')
  const port = readPort(source, 'port')
  const type = readText(source, 'type')
  return {
    id: element.id,
    at: element.at,
    ...(host && { host }),
    ...(port && { port }),
    ...(type && { type }),
    ...(source.unusable && { unusable: source.unusable }),
  }
}
