import { reply, unsupportedOperation, type Answer } from './answer.ts'
import { timestamp } from './duration.ts'
import type { Call } from './engine.ts'

const mountType = 'system'

/**
 * The versions this server has been, and the one node of its cluster; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/version-history
 * @see https://developer.hashicorp.com/vault/api-docs/system/ha-status
 */
export function answerOnCluster(call: Call, began: number): Answer | undefined {
  switch (call.path.replace(/\/$/, '')) {
    case 'version-history':
      return call.operation === 'list' ? versionsOf(call, began) : unsupportedOperation
    case 'ha-status':
      return call.operation === 'read' ? nodeOf(call) : unsupportedOperation
    default:
      return undefined
  }
}

function versionsOf({ product }: Call, began: number): Answer {
  const { version } = product
  const installed = { previous_version: null, timestamp_installed: timestamp(began) }
  const info = { ...product.installed, ...installed }
  return reply({ data: { key_info: { [version]: info }, keys: [version] }, mountType })
}

function nodeOf({ origin = '', product }: Call): Answer {
  const node = {
    hostname: 'vault',
    api_address: origin,
    cluster_address: clusterOf(origin),
    active_node: true,
    last_echo: null,
    version: product.version,
    ...product.node,
  }
  return reply({ data: { nodes: [node] }, isFlat: true, mountType })
}

/** Nodes speak to one another a port above the one that clients speak to. */
function clusterOf(origin: string): string {
  const { hostname, port } = new URL(origin || 'http://127.0.0.1:8200')
  return `https://${hostname}:${Number(port || 8200) + 1}`
}
