import type { Product } from './case.ts'
import type { Subject } from './run-case.ts'

/** A Vault that runs elsewhere, on real time; `address` is `http://host:port`. */
export function real(address: string, rootToken: string, product: Product): Subject {
  return {
    rootToken,
    product,
    advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    send: async (method, path, headers, body) => {
      const init = { method, headers, ...(body !== undefined && { body }) }
      const response = await fetch(`${address}${path}`, init)
      return { status: response.status, body: await response.text() }
    },
  }
}
