import type { Clock } from '../../../emulator/index.ts'
import { noContent, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import { listKeys, sortedKeys } from './kv-keys.ts'
import { VersionedSecret, type VersionSettings } from './versioned-secret.ts'

const mountType = 'kv'
type Fields = Readonly<Record<string, unknown>>

/**
 * Secrets with versions, below `data/`, `metadata/`, `delete/`, `undelete/` and `destroy/`.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export class KvV2Engine implements Engine {
  readonly #clock: Clock
  readonly #secrets = new Map<string, VersionedSecret>()
  readonly #settings: VersionSettings = { maxVersions: 0, casRequired: false }

  constructor(clock: Clock, secrets: readonly (readonly [string, Fields])[]) {
    this.#clock = clock
    for (const [path, data] of secrets)
      this.#made(path).write(sortedKeys(data), clock.now(), this.#settings)
  }

  exists(path: string): boolean {
    const [area, key] = split(path)
    return (area === 'data' || area === 'metadata') && this.#secrets.has(key)
  }

  handle(call: Call): Answer {
    const [area, key] = split(call.path)
    switch (area) {
      case 'data':
        return key === '' ? rootAnswer(call) : this.#data(call, key)
      case 'metadata':
        return this.#metadata(call, key)
      case 'delete':
      case 'undelete':
      case 'destroy':
        return isWrite(call.operation) ? this.#change(area, call, key) : unsupportedOperation
      case 'config':
        return call.operation === 'list' ? invalidPath(call) : this.#config(call)
      default:
        return invalidPath(call)
    }
  }

  #data(call: Call, key: string): Answer {
    switch (call.operation) {
      case 'read':
        return this.#read(call, key)
      case 'create':
      case 'update':
        return this.#write(call, key)
      case 'patch':
        return this.#patch(call, key)
      case 'delete': {
        const secret = this.#secrets.get(key)
        secret?.change('delete', [secret.current], this.#clock.now())
        return noContent
      }
      case 'list':
        return unsupportedOperation
    }
  }

  #read({ query }: Call, key: string): Answer {
    const version = Number(query.get('version') ?? 0)
    if (!Number.isInteger(version))
      return refuse(400, 'Field validation failed: error converting input for field "version"')
    const shown = this.#secrets.get(key)?.show(Math.max(version, 0))
    if (!shown) return notFound
    return shown.gone ? reply({ data: shown.data }, 404) : reply({ data: shown.data, mountType })
  }

  #write({ data: body }: Call, key: string): Answer {
    if (!('data' in body)) return refuse(400, 'no data provided')
    if (!isMap(body['data']))
      return refuse(400, 'Field validation failed: error converting input for field "data"')
    return this.#checkAndSet(body, key) ?? this.#store(key, body['data'])
  }

  #patch({ data: body }: Call, key: string): Answer {
    if (!isMap(body['data']) || body['data'] === null) return refuse(400, 'no data provided')
    const latest = this.#secrets.get(key)?.latest
    if (latest === undefined) return notFound
    return this.#checkAndSet(body, key) ?? this.#store(key, mergePatch(latest, body['data']))
  }

  #checkAndSet(body: Fields, key: string): Answer | undefined {
    const secret = this.#secrets.get(key)
    const options = isMap(body['options']) ? body['options'] : undefined
    const cas = options?.['cas']
    if (cas === undefined) {
      const required = secret?.settings.casRequired || this.#settings.casRequired
      return required ? refuse(400, 'check-and-set parameter required for this call') : undefined
    }
    if (cas === '' || !Number.isInteger(Number(cas)))
      return refuse(400, 'error parsing check-and-set parameter')
    if (Number(cas) === (secret?.current ?? 0)) return undefined
    return refuse(400, 'check-and-set parameter did not match the current version')
  }

  #store(key: string, data: unknown): Answer {
    const secret = this.#made(key)
    secret.write(sortedKeys(data), this.#clock.now(), this.#settings)
    return reply({ data: secret.summary(secret.current), mountType })
  }

  #metadata(call: Call, key: string): Answer {
    const { operation, data } = call
    if (operation === 'list') return listKeys(this.#secrets.keys(), key)
    if (key === '') return rootAnswer(call)
    if (operation === 'read') {
      const secret = this.#secrets.get(key)
      return secret ? reply({ data: secret.metadata(), mountType }) : notFound
    }
    if (operation === 'delete') {
      this.#secrets.delete(key)
      return noContent
    }
    if (operation === 'patch' && !this.#secrets.has(key)) return notFound
    const secret = this.#made(key)
    set(secret.settings, data)
    secret.describe(data['custom_metadata'], this.#clock.now())
    return noContent
  }

  #change(how: 'delete' | 'undelete' | 'destroy', { data }: Call, key: string): Answer {
    const versions = [data['versions'] ?? []].flat()
    if (versions.length === 0)
      return refuse(400, `${how === 'destroy' ? 'no' : 'No'} version number provided`)
    const numbers = versions.map(Number)
    if (!numbers.every(Number.isInteger))
      return refuse(400, 'Field validation failed: error converting input for field "versions"')
    this.#secrets.get(key)?.change(how, numbers, this.#clock.now())
    return noContent
  }

  #config({ operation, data }: Call): Answer {
    const { casRequired, maxVersions } = this.#settings
    const shown = {
      cas_required: casRequired,
      delete_version_after: '0s',
      max_versions: maxVersions,
    }
    if (operation === 'read') return reply({ data: shown, mountType })
    if (!isWrite(operation)) return unsupportedOperation
    set(this.#settings, data)
    return noContent
  }

  #made(key: string): VersionedSecret {
    const secret = this.#secrets.get(key) ?? new VersionedSecret(this.#clock.now())
    this.#secrets.set(key, secret)
    return secret
  }
}

function split(path: string): [area: string, key: string] {
  const slash = path.indexOf('/')
  return slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)]
}

function set(settings: VersionSettings, data: Fields): void {
  if (data['max_versions'] !== undefined) settings.maxVersions = Number(data['max_versions'])
  if (data['cas_required'] !== undefined) settings.casRequired = data['cas_required'] === true
}

const isMap = (value: unknown): value is Fields =>
  value === null || (typeof value === 'object' && !Array.isArray(value))

/** @see https://www.rfc-editor.org/rfc/rfc7396 */
function mergePatch(target: unknown, patch: Fields): unknown {
  const merged = new Map<string, unknown>(Object.entries(target ?? {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, isMap(value) ? mergePatch(merged.get(name), value) : value)
  }
  return Object.fromEntries(merged)
}

function rootAnswer({ operation, path }: Call): Answer {
  if (operation === 'list') return unsupportedOperation
  if (path.endsWith('/')) return notFound
  const warning = 'Non-listing operations on the root of a K/V v2 mount are not supported.'
  return reply({ warnings: [warning] }, 404)
}

const cliVerb = {
  read: 'get',
  list: 'list',
  delete: 'delete',
  create: 'put',
  update: 'put',
  patch: 'patch',
}

// The mistake of everybody who reads `secret/app` where only `secret/data/app` can be read.
const invalidPath = ({ operation }: Call): Answer =>
  reply(
    {
      warnings: [
        'Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate ' +
          'API endpoints to use. If using the Vault CLI, use ' +
          `'vault kv ${cliVerb[operation]}' for this operation.`,
      ],
    },
    404,
  )
