import { listed, noContent, notFound, refuse, reply, unsupportedOperation } from './answer.ts'
import type { Answer } from './answer.ts'
import { authorOf, type Author } from './author.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import type { Schema } from './field-readers.ts'
import { keysBelow, keysUnder, listPage, unlessEmpty, scanAll, sortedKeys } from './kv-keys.ts'
import { invalidPath, rootAnswer } from './kv-v2-paths.ts'
import {
  changeMetadata,
  configFields,
  metadataFields,
  readConfig,
  setConfig,
} from './kv-v2-settings.ts'
import { mergePatch } from './merge-patch.ts'
import type { VaultContext } from './product.ts'
import type { VaultToken } from './token.ts'
import { subkeysOf } from './subkeys.ts'
import { answerOn } from './typed-fields.ts'
import {
  plainVersions,
  VersionedSecret,
  type Change,
  type Shown,
  type VersionSettings,
} from './versioned-secret.ts'

const mountType = 'kv'
const missing: Answer = { kind: 'empty', status: 404 }
const dataFields = { data: 'map', options: 'map', version: 'whole' } as const

type Fields = Readonly<Record<string, unknown>>

/**
 * Secrets with versions, below `data/`, `metadata/`, `delete/`, `undelete/`, `destroy/` and `subkeys/`.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export class KvV2Engine implements Engine {
  readonly #context: VaultContext
  readonly #secrets = new Map<string, VersionedSecret>()
  readonly #settings: VersionSettings = { ...plainVersions }

  constructor(context: VaultContext, secrets: readonly (readonly [string, Fields])[]) {
    this.#context = context
    const maker = authorOf({ product: context.product, operation: 'create' }, undefined)
    for (const [path, data] of secrets)
      this.#made(path).write(sortedKeys(data), this.#now, this.#settings, maker)
  }

  get #now(): number {
    return this.#context.clock.now()
  }

  exists(path: string): boolean {
    const [area, key] = split(path)
    return (area !== 'data' && area !== 'metadata') || this.#secrets.has(key)
  }

  readsFirst(path: string): Schema | undefined {
    const [area] = split(path)
    if (area === 'data') return dataFields
    return area === 'metadata' ? metadataFields(this.#context.product) : undefined
  }

  handle(call: Call, token: VaultToken | undefined): Answer {
    const [area, key] = split(call.path)
    if (call.operation === 'scan') return this.#scan(call, area, key)
    switch (area) {
      case 'data':
        if (call.path === 'data') return rootAnswer(call)
        return takesData(call, key) ? this.#data(call, key, token) : invalidPath(call)
      case 'metadata':
        return this.#metadata(call, key)
      case 'detailed-metadata':
        if (!call.product.hasDetailedMetadata) return invalidPath(call)
        return call.operation === 'list' ? this.#detailed(call, key) : unsupportedOperation
      case 'subkeys':
        return call.operation === 'read' ? this.#subkeys(call, key) : unsupportedOperation
      case 'delete':
      case 'undelete':
      case 'destroy':
        if (!isWrite(call.operation)) return unsupportedOperation
        return key === '' ? rootAnswer(call) : this.#change(area, call, key, token)
      case 'config':
        return call.operation === 'list' ? invalidPath(call) : this.#config(call)
      default:
        return invalidPath(call)
    }
  }

  #data(call: Call, key: string, token: VaultToken | undefined): Answer {
    const by = authorOf(call, token)
    switch (call.operation) {
      case 'read':
        return this.#read(call, key)
      case 'create':
      case 'update':
        return this.#write(call, key, by)
      case 'patch':
        return this.#patch(call, key, by)
      case 'delete': {
        return answerOn(call, { version: 'whole' }, () => {
          const secret = this.#secrets.get(key)
          if (secret?.isThere(this.#now))
            secret.change('delete', [secret.current], this.#now, this.#settings, by)
          return noContent
        })
      }
      case 'list':
      case 'scan':
      case 'head':
        return unsupportedOperation
    }
  }

  #read(call: Call, key: string): Answer {
    return answerOn(call, { version: 'whole' }, ({ version }) => {
      const shown = this.#shown(version, key)
      if ('status' in shown) return shown
      return reply({ data: shown.data, ...(!shown.gone && { mountType }) }, shown.gone ? 404 : 200)
    })
  }

  /** The version a read asks for, or why it gets none. */
  #shown(version = 0, key: string): Shown | Answer {
    const secret = this.#secrets.get(key.replace(/\/$/, ''))
    const shown = secret?.show(Math.max(version, 0), this.#now)
    if (!shown) return notFound
    // Vault finds the secret, but none of its versions, where a path ends in a slash.
    return key.endsWith('/') ? refuse(500, listed('could not find version data')) : shown
  }

  #subkeys(call: Call, key: string): Answer {
    return answerOn(call, { version: 'whole', depth: 'whole' }, ({ version, depth }) => {
      const shown = this.#shown(version, key)
      if ('status' in shown) return shown
      const { data, metadata } = shown.data
      const subkeys = shown.gone ? null : subkeysOf(data, depth ? Math.max(depth, 1) : Infinity)
      return reply(
        { data: { metadata, subkeys }, ...(!shown.gone && { mountType }) },
        shown.gone ? 404 : 200,
      )
    })
  }

  #write(call: Call, key: string, by: Author): Answer {
    if (!('data' in call.data)) return refuse(400, 'no data provided')
    return answerOn(
      call,
      dataFields,
      ({ data, options }) => {
        const refused = this.#checkAndSet(options, key)
        return refused ?? this.#store(key, data ?? null, by)
      },
      { looksFirst: true },
    )
  }

  #patch(call: Call, key: string, by: Author): Answer {
    return answerOn(call, dataFields, ({ data, options }) => {
      if (!('data' in call.data)) return refuse(400, 'no data provided')
      // What does not exist is told before the version is compared, a version that is gone after it.
      const secret = this.#secrets.get(key)
      if (!secret) return missing
      const refused = this.#checkAndSet(options, key)
      if (refused) return refused
      const shown = secret.show(0, this.#now)
      if (!shown) return missing
      if (shown.gone) return reply({ data: shown.data.metadata }, 404)
      return this.#store(key, data ? mergePatch(shown.data.data, data) : null, by)
    })
  }

  #checkAndSet(options: Fields | undefined, key: string): Answer | undefined {
    const secret = this.#secrets.get(key)
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

  #store(key: string, data: unknown, by: Author): Answer {
    const secret = this.#made(key)
    secret.write(sortedKeys(data), this.#now, this.#settings, by)
    return reply({ data: secret.summary(secret.current), mountType })
  }

  #metadata(call: Call, key: string): Answer {
    const { operation } = call
    if (operation === 'list') return this.#list(call, key)
    if (key === '') return operation === 'delete' ? noContent : rootAnswer(call)
    const secret = this.#secrets.get(key)
    if (operation === 'head') return unsupportedOperation
    if (operation === 'read')
      return answerOn(call, metadataFields(call.product), () =>
        secret ? reply({ data: this.#shownMetadata(secret), mountType }) : notFound,
      )
    if (operation === 'delete')
      return answerOn(call, metadataFields(call.product), () => {
        this.#secrets.delete(key)
        return noContent
      })
    return changeMetadata(call, secret, this.#settings, () => this.#made(key), this.#now)
  }

  #list(call: Call, key: string): Answer {
    const keys = keysBelow(this.#secrets.keys(), key)
    if (!call.product.excludesDeleted) return listPage(call, keys, mountType)
    const isGone = (name: string) => this.#secrets.get(folderOf(key) + name)?.isGoing === true
    let left = keys
    const fields = { ...metadataFields(call.product), exclude_deleted: 'flag' } as const
    const answer = answerOn(call, fields, ({ exclude_deleted: isAsked }) => {
      if (isAsked) left = keys.filter((name) => !isGone(name))
      return reply({ data: left.length > 0 ? { keys: left } : {}, mountType })
    })
    return unlessEmpty(answer, left)
  }

  #scan(call: Call, area: string, key: string): Answer {
    const keys = keysUnder(this.#secrets.keys(), key)
    if (area === 'metadata') return scanAll(call, keys)
    if (area === 'detailed-metadata') return scanAll(call, keys, this.#aboutAll(key))
    return /^(data|subkeys|delete|undelete|destroy)$/.test(area)
      ? unsupportedOperation
      : invalidPath(call)
  }

  /** A list with what each secret says of itself. */
  #detailed(call: Call, key: string): Answer {
    return listPage(call, keysBelow(this.#secrets.keys(), key), mountType, this.#aboutAll(key))
  }

  #aboutAll(key: string): (keys: readonly string[]) => object {
    const folder = folderOf(key)
    const about = (name: string): object => {
      const secret = this.#secrets.get(folder + name.replace(/\/$/, ''))
      if (!secret) return {}
      return this.#shownMetadata(secret)
    }
    return (keys) =>
      keys.length > 0
        ? { key_info: Object.fromEntries(keys.map((name) => [name, about(name)])), keys }
        : {}
  }

  #shownMetadata(secret: VersionedSecret): Record<string, unknown> {
    const { product } = this.#context
    return { ...secret.metadata(product.namesAuthors), ...product.kvMetadata(secret) }
  }

  #change(how: Change, call: Call, key: string, token: VaultToken | undefined): Answer {
    return answerOn(call, { versions: 'wholes' }, ({ versions = [] }) => {
      if (versions.length === 0)
        return refuse(400, `${how === 'destroy' ? 'no' : 'No'} version number provided`)
      const by = authorOf(call, token, how === 'undelete' ? how : undefined)
      this.#secrets.get(key)?.change(how, versions, this.#now, this.#settings, by)
      return noContent
    })
  }

  #config(call: Call): Answer {
    if (call.operation === 'read') {
      const shown = {
        ...readConfig(this.#settings),
        ...this.#context.product.kvConfig(this.#settings),
      }
      return answerOn(call, {}, () => reply({ data: shown, mountType }))
    }
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, configFields, (fields) => {
      setConfig(this.#settings, fields)
      return noContent
    })
  }

  #made(key: string): VersionedSecret {
    const secret = this.#secrets.get(key) ?? new VersionedSecret(this.#now)
    this.#secrets.set(key, secret)
    return secret
  }
}

/** HashiCorp Vault has no such path for a list, and none without a name. */
const takesData = ({ operation, product }: Call, key: string): boolean =>
  product.hasDetailedMetadata || (operation !== 'list' && key !== '' && !key.endsWith('/'))

const folderOf = (key: string): string => (key === '' || key.endsWith('/') ? key : `${key}/`)

function split(path: string): [area: string, key: string] {
  const slash = path.indexOf('/')
  return slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)]
}
