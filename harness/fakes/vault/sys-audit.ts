import { createHmac } from 'node:crypto'
import type { Random } from '../../seed.ts'
import { noContent, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { isFlag } from './field-readers.ts'
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

const paid = ['filter', 'fallback', 'exclude']
const flags = ['hmac_accessor', 'log_raw', 'elide_list_responses']
const noPrefix =
  'audit prefixing is not enabled in configuration, audit prefixing may not be configured for file sinks'

/** What of the options a device cannot be told. */
function oddOption(options: Readonly<Record<string, string>>): string | undefined {
  const { format } = options
  if (format !== undefined && format !== 'json' && format !== 'jsonx') return 'unsupported "format"'
  const odd = flags.find((name) => options[name] === '' || !isFlag(options[name] ?? ''))
  return odd && `unable to parse "${odd}"`
}

/** An option that is null is an empty one. */
const withoutNulls = (options: unknown): object =>
  typeof options === 'object' && options !== null && !Array.isArray(options)
    ? {
        options: Object.fromEntries(
          Object.entries(options).map(([name, value]) => [name, (value as unknown) ?? '']),
        ),
      }
    : {}

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
    const named = { ...call, data: { ...call.data, ...withoutNulls(call.data['options']) } }
    return answerOn(named, fields, ({ type = '', description = '', options, local = false }) => {
      const wrong = this.#wrongIn(type, path, options ?? {})
      if (wrong !== undefined) return refuse(400, wrong)
      this.#devices.set(path, { type, description, local, options: options ?? null })
      return noContent
    })
  }

  #wrongIn(
    type: string,
    path: string,
    options: Readonly<Record<string, string>>,
  ): string | undefined {
    const others = [...this.#devices]
    const invalid = 'invalid configuration'
    if (others.some(([other]) => path.startsWith(other) || other.startsWith(path)))
      return `path already in use: ${invalid}`
    const files = others.map(([, device]) => device.options?.['file_path'])
    if (type === 'file' && files.includes(options['file_path']))
      return `file_path already in use: ${invalid}`
    const needed = asks[type]
    if (!needed) return `unknown backend type: ${JSON.stringify(type)}: ${invalid}`
    const odd =
      needed.length > 0 && !needed.some((name) => options[name])
        ? `"${needed[0]}" is required`
        : oddOption(options)
    if (paid.some((name) => options[name] !== undefined))
      return `enterprise-only options supplied: ${invalid}`
    if (type === 'file' && options['prefix']) return noPrefix
    if (odd !== undefined) return `unable to create new audit backend: ${odd}: ${invalid}`
    const { mode } = options
    return type === 'file' && mode && !/^[0-7]+$/.test(mode)
      ? `unable to create new audit backend: invalid mode: ${mode}`
      : undefined
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
