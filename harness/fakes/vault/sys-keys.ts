import type { Clock } from '../../../emulator/index.ts'
import { noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { goDuration, timestamp } from './duration.ts'
import { isWrite, type Call, type Operation } from './engine.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'

/** So often a key may encrypt before it is rotated. */
const mostOperations = 3_865_470_566

/**
 * The keys of the storage. An emulated Vault encrypts nothing: only what is told of them changes.
 * @see https://developer.hashicorp.com/vault/api-docs/system/rotate
 */
export class StorageKeys {
  readonly #clock: Clock
  #term = 1
  #installedAt: number
  #config = { enabled: true, intervalMs: 0, operations: mostOperations }

  constructor(clock: Clock) {
    this.#clock = clock
    this.#installedAt = clock.now()
  }

  /** Undefined for other paths. */
  answer(call: Call): Answer | undefined {
    const { operation, path, product } = call
    if (path.startsWith('rotate/keyring') && !product.rotatesKeyring) return undefined
    switch (path) {
      case 'key-status':
        return operation === 'read' ? this.#status() : unsupportedOperation
      case 'rotate':
      case 'rotate/keyring':
        return isWrite(operation) ? this.#rotate() : unsupportedOperation
      case 'rotate/config':
      case 'rotate/keyring/config':
        return this.#settings(call)
      case 'rekey/backup':
      case 'rekey/recovery-key-backup':
        return backup(operation)
      default:
        return undefined
    }
  }

  #status(): Answer {
    const install_time = timestamp(this.#installedAt)
    return reply({
      data: { encryptions: 0, install_time, term: this.#term },
      isFlat: true,
      mountType,
    })
  }

  #rotate(): Answer {
    this.#term++
    this.#installedAt = this.#clock.now()
    return noContent
  }

  #settings(call: Call): Answer {
    const { enabled, intervalMs, operations } = this.#config
    if (call.operation === 'read') {
      const interval = intervalMs === 0 ? 0 : goDuration(intervalMs)
      return reply({ data: { enabled, interval, max_operations: operations }, mountType })
    }
    if (!isWrite(call.operation)) return unsupportedOperation
    const schema = { enabled: 'flag', interval: 'duration', max_operations: 'whole' } as const
    return answerOn(call, schema, (fields) => {
      this.#config = {
        enabled: fields.enabled ?? enabled,
        intervalMs: fields.interval ?? intervalMs,
        operations: fields.max_operations ?? operations,
      }
      return noContent
    })
  }
}

function backup(operation: Operation): Answer {
  if (operation === 'read') return refuse(400, 'no backed-up keys found')
  return operation === 'delete' ? noContent : unsupportedOperation
}
