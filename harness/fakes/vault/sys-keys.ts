import type { Clock } from '../../../emulator/index.ts'
import { noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { goDuration, timestamp } from './duration.ts'
import { isWrite, type Call, type Operation } from './engine.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'

/** So often a key may encrypt before it is rotated. */
const mostOperations = 3_865_470_566
const leastOperations = 1_000_000
const leastIntervalMs = 24 * 3_600_000

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
      const changed = {
        enabled: fields.enabled ?? enabled,
        intervalMs: fields.interval ?? intervalMs,
        operations: fields.max_operations ?? operations,
      }
      if (changed.intervalMs !== 0 && changed.intervalMs < leastIntervalMs)
        return refuse(400, 'interval must be greater or equal to 24h0m0s')
      if (changed.operations < leastOperations || changed.operations > mostOperations)
        return refuse(
          400,
          `max_operations must be in the range [${leastOperations},${mostOperations}]`,
        )
      const isSame = changed.intervalMs === intervalMs && changed.operations === operations
      if (!isSame || call.product.switchesRotationAlone) this.#config = changed
      return noContent
    })
  }
}

function backup(operation: Operation): Answer {
  if (operation === 'read') return refuse(400, 'no backed-up keys found')
  return operation === 'delete' ? noContent : unsupportedOperation
}
