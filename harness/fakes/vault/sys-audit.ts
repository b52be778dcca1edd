import { createHmac } from 'node:crypto'
import type { Random } from '../../seed.ts'
import { noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { uuid } from './ids.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const byConfiguration =
  'cannot enable audit device via API; use declarative, config-based audit device management instead'

interface Device {
  readonly type: string
  readonly description: string
  readonly local: boolean
  readonly options: Readonly<Record<string, string>> | null
}

/** The types of devices, and the option without which there is none; its old name is taken, too. */
const asks: Readonly<Record<string, readonly string[]>> = {
  file: ['file_path', 'path'],
  socket: ['address'],
  syslog: [],
}

const fields = { type: 'text', description: 'text', options: 'pairs', local: 'flag' } as const

/**
 * Audit devices: they are kept and told, and nothing is written to them. OpenBao has them in its
 * configuration alone.
 * @see https://developer.hashicorp.com/vault/api-docs/system/audit
 */
export class AuditDevices {
  readonly #devices = new Map<string, Device>()
  readonly #random: Random
  #salt: string | undefined

  constructor(random: Random) {
    this.#random = random
  }

  /** Undefined for other paths. */
  answer(call: Call): Answer | undefined {
    const { operation } = call
    const [, hashes, name] = /^audit(-hash)?(?:\/(.+))?$/.exec(call.path.replace(/\/$/, '')) ?? []
    if (!/^audit(-hash)?(\/|$)/.test(call.path)) return undefined
    if (hashes)
      return name !== undefined && isWrite(operation)
        ? this.#hash(call, name)
        : unsupportedOperation
    if (name === undefined) return operation === 'read' ? this.#list() : unsupportedOperation
    if (operation === 'delete') {
      this.#devices.delete(`${name}/`)
      return noContent
    }
    return isWrite(operation) ? this.#enable(call, `${name}/`) : unsupportedOperation
  }

  #list(): Answer {
    const all = [...this.#devices].toSorted(([a], [b]) => (a < b ? -1 : 1))
    const data = Object.fromEntries(all.map(([path, device]) => [path, { ...device, path }]))
    return reply({ data, isFlat: true, mountType })
  }

  #enable(call: Call, path: string): Answer {
    if (!call.product.auditsByApi) return refuse(400, byConfiguration)
    return answerOn(call, fields, ({ type = '', description = '', options, local = false }) => {
      const isTaken = [...this.#devices.keys()].some(
        (other) => path.startsWith(other) || other.startsWith(path),
      )
      const needed = asks[type]
      const isPaid = ['filter', 'fallback', 'exclude'].some((name) => options?.[name] !== undefined)
      const isSameFile =
        type === 'file' &&
        [...this.#devices.values()].some(
          (each) => each.options?.['file_path'] === options?.['file_path'],
        )
      const wrong = isTaken
        ? 'path already in use'
        : isSameFile
          ? 'file_path already in use'
          : !needed
            ? `unknown backend type: ${JSON.stringify(type)}`
            : needed.length > 0 && !needed.some((name) => options?.[name])
              ? `unable to create new audit backend: "${needed[0]}" is required`
              : isPaid
                ? 'enterprise-only options supplied'
                : undefined
      if (wrong !== undefined) return refuse(400, `${wrong}: invalid configuration`)
      this.#devices.set(path, { type, description, local, options: options ?? null })
      return noContent
    })
  }

  #hash(call: Call, name: string): Answer {
    return answerOn(call, { input: 'text' }, ({ input }) => {
      if (!input) return refuse(400, 'the "input" parameter is empty')
      if (!this.#devices.has(`${name}/`)) return refuse(400, `unknown audit backend "${name}/"`)
      this.#salt ??= uuid(this.#random)
      const sum = createHmac('sha256', this.#salt + name)
        .update(input)
        .digest('hex')
      return reply({ data: { hash: `hmac-sha256:${sum}` }, isFlat: true, mountType })
    })
  }
}
