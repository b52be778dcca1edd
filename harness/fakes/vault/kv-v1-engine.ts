import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { readDuration } from './duration.ts'
import type { Call, Engine } from './engine.ts'
import { keysBelow, keysUnder, listAll, scanAll, sortedKeys, told } from './kv-keys.ts'
import { answerOn } from './typed-fields.ts'

type Secret = Readonly<Record<string, unknown>>

/**
 * Secrets without versions.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v1
 */
export class KvV1Engine implements Engine {
  readonly #secrets = new Map<string, Secret>()

  readonly #defaultTtlMs: (path: string) => number

  constructor(
    secrets: readonly (readonly [string, Secret])[],
    defaultTtlMs: (path: string) => number,
  ) {
    this.#defaultTtlMs = defaultTtlMs
    for (const [path, data] of secrets) this.#secrets.set(path, sortedKeys(data) as Secret)
  }

  /** All secrets by their paths. */
  get secrets(): (readonly [string, Secret])[] {
    return [...this.#secrets]
  }

  exists(path: string): boolean {
    return this.#secrets.has(path)
  }

  handle(call: Call): Answer {
    const { operation, path, data } = call
    switch (operation) {
      case 'read':
        return answerOn(told(call), {}, () => this.#read(call))
      case 'list':
        return listAll(told(call), keysBelow(this.#secrets.keys(), path), 'kv')
      case 'scan':
        return scanAll(call, keysUnder(this.#secrets.keys(), path))
      case 'delete':
        this.#secrets.delete(path)
        return noContent
      case 'patch':
      case 'head':
        return unsupportedOperation
      case 'create':
      case 'update':
        return this.#write(path, data)
    }
  }

  #read({ path, fullPath }: Call): Answer {
    const data = this.#secrets.get(path)
    if (!data) return notFound
    const leaseMs =
      leaseOf('ttl' in data ? data['ttl'] : data['lease']) ?? this.#defaultTtlMs(fullPath)
    return reply({ data, leaseSeconds: Math.floor(leaseMs / 1000), mountType: 'kv' })
  }

  #write(path: string, data: Secret): Answer {
    if (path === '') return refuse(400, 'missing path')
    if (Object.keys(data).length === 0) return refuse(400, 'missing data fields')
    this.#secrets.set(path, sortedKeys(data) as Secret)
    return noContent
  }
}

/** How long a reader may keep a secret, by what it says of itself. */
function leaseOf(said: unknown): number | undefined {
  const ms = typeof said === 'string' || typeof said === 'number' ? readDuration(said) : undefined
  return typeof ms === 'number' ? ms : undefined
}
