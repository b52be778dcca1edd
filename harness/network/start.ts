import { memoryTransport } from './memory.ts'
import type { SendParts, Transport } from './send.ts'

/** The transport of a world; where a real server outside takes part, one that reaches it. */
export async function startTransport(
  kind: 'memory' | 'sockets',
  parts: Omit<SendParts, 'transport'> & {
    readonly takeOver?: Pick<Transport, 'addresses' | 'authority'>
  },
): Promise<Transport> {
  const inside = await insideTransport(kind, parts)
  if (!parts.reception.bindings.some(({ fake }) => fake.kind === 'outside')) return inside
  const { withOutside } = await import('./outside.ts')
  return withOutside(inside, parts.clock)
}

async function insideTransport(
  kind: 'memory' | 'sockets',
  parts: Omit<SendParts, 'transport'>,
): Promise<Transport> {
  if (kind === 'memory') return memoryTransport(parts.clock, parts.reception.bindings)
  const { socketsTransport } = await import('./sockets.ts')
  return socketsTransport(parts)
}
