import { listed, noContent, notFound, refuse, reply, unsupportedOperation } from './answer.ts'
import type { Answer } from './answer.ts'
import type { Call, Engine } from './engine.ts'
import { listKeys, sortedKeys } from './kv-keys.ts'
import type { VaultToken } from './token.ts'

type Secret = Readonly<Record<string, unknown>>

const mountType = 'cubbyhole'

/**
 * Secrets that belong to one token and end with it.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/cubbyhole
 */
export class CubbyholeEngine implements Engine {
  readonly #holes = new WeakMap<VaultToken, Map<string, Secret>>()

  handle({ operation, path, data }: Call, token: VaultToken): Answer {
    const hole = this.#holes.get(token) ?? new Map<string, Secret>()
    this.#holes.set(token, hole)
    switch (operation) {
      case 'read': {
        const secret = hole.get(path)
        return secret ? reply({ data: secret, mountType }) : notFound
      }
      case 'list':
        return listKeys(hole.keys(), path, mountType)
      case 'delete':
        hole.delete(path)
        return noContent
      case 'create':
      case 'update':
        if (path === '') return refuse(400, 'missing path')
        if (Object.keys(data).length === 0) return refuse(500, listed('missing data fields'))
        hole.set(path, sortedKeys(data) as Secret)
        return noContent
      case 'patch':
      case 'head':
        return unsupportedOperation
    }
  }
}
