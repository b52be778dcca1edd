import { refuse, type Answer } from './answer.ts'
import type { Call } from './engine.ts'

/** Of what the embedded one cannot tell. */
export const notEmulatedStatus = 501

/** What a real server does and the embedded one does not; nobody is to take that for the real answer. */
export const notEmulated = (what: string): Answer =>
  refuse(
    notEmulatedStatus,
    `baqlab's embedded Vault does not emulate ${what}: --vault binary, container or external runs a real one`,
  )

/** What both products have below `sys` and `identity` and an emulator has not. */
const paths =
  /^(sys\/(config\/(state\/sanitized|reload\/.+)|raw(\/.*)?|host-info\/?|in-flight-req|loggers(\/.*)?|metrics|monitor|pprof(\/.*)?|storage\/.+|internal\/specs\/openapi)|identity\/(mfa\/.+|oidc\/(assignment|client|provider|scope)(\/.*)?))$/

/** Whether a path is one of a real server that the embedded one does not have. */
export function refusedAsUnknown({ fullPath, product }: Call): Answer | undefined {
  const isKnown = [paths, product.notEmulated].some((pattern) => pattern.test(fullPath))
  return isKnown ? notEmulated(fullPath) : undefined
}
