import type { Place } from '../problem.ts'
import { named, tell, warn } from './reading.ts'
import type { Source } from './reading.ts'

/** Where a connection or a token endpoint leads. */
export interface Target {
  readonly scheme: string
  /** How the same target is written with another scheme. */
  readonly writtenWith: (scheme: string) => string
  readonly port: number
  readonly at: Place
}

const assigned = new Map([
  [443, 'https'],
  [80, 'http'],
])
const usual = new Map([
  [8443, 'https'],
  [9443, 'https'],
  [8080, 'http'],
  [9080, 'http'],
])

/** Says where a port is one of the other scheme: surely for the two assigned ports, else by custom. */
export function checkScheme(source: Source, { scheme, writtenWith, port, at }: Target): void {
  const sends = scheme === 'https' ? 'speaks TLS' : 'sends plain http'
  const message = `${named(source.element)} ${sends} to the port "${port}"`
  const other = scheme === 'https' ? 'http' : 'https'
  const tries = `write ${writtenWith(other)}, or another port`
  if (assigned.get(port) === other) warn(source, 'BAD-VALUE', message, at, tries)
  else if (usual.get(port) === other)
    tell(
      source,
      'BAD-VALUE',
      `${message}, where ${other} is usual`,
      at,
      `if it is a slip, ${tries}`,
    )
}
