import {
  bodyOf,
  listed,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
} from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import { answerOn } from './typed-fields.ts'
import { keysBelow, listAll, sortedKeys, told } from './kv-keys.ts'
import type { VaultContext } from './product.ts'
import type { Wrapped } from './wrapping.ts'
import type { VaultToken } from './token.ts'

type Secret = Readonly<Record<string, unknown>>

const mountType = 'cubbyhole'

/**
 * Secrets that belong to one token and end with it.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/cubbyhole
 */
export class CubbyholeEngine implements Engine {
  readonly #context: VaultContext
  readonly #holes = new WeakMap<VaultToken, Map<string, Secret>>()

  constructor(context: VaultContext) {
    this.#context = context
  }

  handle(call: Call, token: VaultToken): Answer {
    if (token.type === 'batch')
      return refuse(400, "cubbyhole operations are only supported by 'service' type tokens")
    const { operation, path, data } = call
    if (path === '' && (operation === 'read' || isWrite(operation)))
      return refuse(500, listed('missing path'))
    const hole = this.#holes.get(token) ?? new Map<string, Secret>()
    this.#holes.set(token, hole)
    switch (operation) {
      case 'read': {
        const { wrapped } = token.terms
        if (path === 'response' && wrapped) return this.#response(wrapped)
        const secret = hole.get(path)
        return answerOn(told(call), {}, () =>
          secret ? reply({ data: secret, mountType }) : notFound,
        )
      }
      case 'list':
        return listAll(told(call), keysBelow(hole.keys(), path), mountType)
      case 'delete':
        hole.delete(path)
        return noContent
      case 'create':
      case 'update':
        if (Object.keys(data).length === 0) return refuse(500, listed('missing data fields'))
        hole.set(path, sortedKeys(data) as Secret)
        return noContent
      case 'scan':
      case 'patch':
      case 'head':
        return unsupportedOperation
    }
  }

  #response({ envelope }: Wrapped): Answer {
    const { random, product } = this.#context
    const body = bodyOf({ kind: 'envelope', status: 200, ...envelope }, random, product)
    return reply({ data: { response: JSON.stringify(body) }, warnings: [deprecated], mountType })
  }
}

const deprecated =
  "Reading from 'cubbyhole/response' is deprecated. Please use sys/wrapping/unwrap to unwrap " +
  'responses, as it provides additional security checks and other benefits.'
