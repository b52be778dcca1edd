import {
  listed,
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  type Answer,
} from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import type { Product } from './product.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'

const corsFields = { enable: 'flag', allowed_origins: 'texts', allowed_headers: 'texts' } as const

interface Cors {
  readonly origins: readonly string[]
  readonly headers: readonly string[]
}

/**
 * Settings that are kept and told, and change nothing here: an emulated Vault has no browsers and no audit log.
 * @see https://developer.hashicorp.com/vault/api-docs/system/config-cors
 */
export class SysConfig {
  #cors: Cors | undefined
  readonly #audited: Map<string, { readonly hmac: boolean }>
  readonly #shown = new Map<string, { readonly name: string; readonly values: readonly string[] }>()

  constructor({ auditedHeaders }: Product) {
    this.#audited = new Map(auditedHeaders.map((name) => [name, { hmac: false }]))
  }

  /** Undefined for other paths. */
  answer(call: Call): Answer | undefined {
    if (call.path === 'config/cors') return this.#onCors(call)
    const [, area, name] =
      /^config\/(auditing\/request-headers|ui\/headers)(?:\/(.*?)\/?)?$/.exec(call.path) ?? []
    if (area === 'ui/headers') return this.#onShown(call, name)
    return area === undefined ? undefined : this.#onAudited(call, name)
  }

  #onCors(call: Call): Answer {
    if (call.operation === 'read')
      return reply({ data: this.#shownCors(call.product), isFlat: true, mountType })
    if (call.operation === 'delete') {
      this.#cors = undefined
      return noContent
    }
    if (!isWrite(call.operation)) return unsupportedOperation
    const schema = { ...corsFields, ...call.product.corsFields }
    return answerOn(call, schema, ({ allowed_origins: origins = [], allowed_headers = [] }) => {
      if (origins.length === 0)
        return refuse(500, listed('at least one origin or the wildcard must be provided'))
      if (origins.length > 1 && origins.includes('*'))
        return refuse(
          500,
          listed("to allow all origins the '*' must be the only value for allowed_origins"),
        )
      this.#cors = { origins, headers: allowed_headers }
      return noContent
    })
  }

  #shownCors({ cors, browserHeaders }: Product): object {
    if (!this.#cors) return { enabled: false }
    const { headers, origins } = this.#cors
    return {
      ...cors,
      allowed_headers: [...browserHeaders, ...headers],
      allowed_origins: origins,
      enabled: true,
    }
  }

  #onAudited(call: Call, name = ''): Answer {
    if (name === '') {
      if (call.operation !== 'read') return unsupportedOperation
      const headers = Object.fromEntries(this.#audited)
      return reply({ data: { headers }, isFlat: true, mountType })
    }
    const header = this.#audited.get(name.toLowerCase())
    if (call.operation === 'read')
      return header
        ? reply({ data: { [name]: header }, isFlat: true, mountType })
        : refuse(400, 'Could not find header in config')
    if (call.operation === 'delete') {
      this.#audited.delete(name.toLowerCase())
      return noContent
    }
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, { hmac: 'flag' }, ({ hmac = false }) => {
      this.#audited.set(name.toLowerCase(), { hmac })
      return noContent
    })
  }

  #onShown(call: Call, name = ''): Answer {
    if (name === '') {
      if (call.operation !== 'list') return unsupportedOperation
      const keys = [...this.#shown.values()].map((header) => header.name).toSorted()
      return keys.length === 0 ? notFound : reply({ data: { keys }, mountType })
    }
    const kept = name.toLowerCase()
    const values = this.#shown.get(kept)?.values
    if (call.operation === 'read')
      return answerOn(call, shownFields, ({ multivalue }) => {
        if (!values) return notFound
        return reply({ data: multivalue ? { values } : { value: values[0] ?? '' }, mountType })
      })
    if (call.operation === 'delete') {
      this.#shown.delete(kept)
      return noContent
    }
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, shownFields, ({ values: said = [] }) => {
      if (kept.startsWith('x-vault-')) return refuse(400, 'X-Vault headers cannot be set')
      if (said.length === 0) return refuse(400, 'header and values must be specified')
      this.#shown.set(kept, { name: canonical(name), values: said })
      return reply({ mountType })
    })
  }
}

const shownFields = { values: 'texts', multivalue: 'flag' } as const

/** A header as HTTP writes it. */
const canonical = (name: string): string =>
  name.toLowerCase().replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
