import type { Random } from '../../seed.ts'
import { bare, noContent, refuse, type Answer } from './answer.ts'
import { readFields } from './body.ts'
import { isWrite, type Call } from './engine.ts'
import { isFlag } from './field-readers.ts'
import { uuid } from './ids.ts'
import { isPut, type OpenRequest } from './open-fields.ts'
import type { Product, VaultContext } from './product.ts'
import { Rekeying } from './rekeying.ts'
import { RootGeneration } from './root-generation.ts'
import type { Target } from './route.ts'
import type { TokenStore } from './token-store.ts'
import { readTyped } from './typed-fields.ts'
import { cipherFault, GivenKeys, keyBytes, lengthFault } from './unseal-keys.ts'

const noKey = refuse(400, "'key' must be specified in request body as JSON, or 'reset' set to true")
const keyPath = /^sys\/(generate-root\/(attempt|update)|rekey\/(init|update|verify))$/

/**
 * What a Vault says about itself to anybody, sealed or not: `sys/health`, `sys/init`, `sys/seal-status`,
 * `sys/leader`; and its seal. Any key of the right form opens it: an emulated Vault has nothing to decrypt.
 */
export class Status {
  #sealed: boolean
  readonly #product: Product
  readonly #began: number
  readonly #random: Random
  readonly #given = new GivenKeys()
  /** Of the keys that are being given. */
  #nonce = ''
  readonly #rekeying: Rekeying
  readonly #roots: RootGeneration
  readonly #known: { readonly cluster_name: string; readonly cluster_id: string }

  constructor(sealed: boolean, context: VaultContext, tokens: TokenStore) {
    const { clock, random, product } = context
    this.#began = clock.now()
    this.#sealed = sealed
    this.#product = product
    this.#random = random
    this.#rekeying = new Rekeying(context)
    this.#roots = new RootGeneration(context, tokens)
    const id = uuid(random)
    this.#known = { cluster_name: `vault-cluster-${id.slice(0, 8)}`, cluster_id: id }
  }

  get isSealed(): boolean {
    return this.#sealed
  }

  /** A cluster that is sealed does not know itself. */
  get #cluster(): object {
    return this.#sealed ? {} : this.#known
  }

  /** What an operator with a token does; undefined for other paths. */
  operate({ path, operation }: Call): Answer | undefined {
    if (path !== 'seal') return undefined
    if (!isWrite(operation)) return refuse(405)
    this.#sealed = true
    return noContent
  }

  /** Undefined for every other path. */
  answer(asked: OpenRequest, { path, query }: Target, now: number): Answer | undefined {
    const { method } = asked
    const isRead = method === 'GET' || method === 'HEAD'
    if (path === 'sys/health') return isRead ? this.#health(query, now) : refuse(405)
    if (path === 'sys/seal-status') return method === 'GET' ? this.#sealStatus() : refuse(405)
    if (path === 'sys/leader') return method === 'GET' ? this.#leader() : refuse(405)
    if (path === 'sys/unseal') return isPut(asked) ? this.#unseal(asked) : refuse(405)
    if (path === 'sys/step-down') return isPut(asked) ? noContent : refuse(405)
    if (path === 'sys/seal' && this.#sealed) return isPut(asked) ? noContent : refuse(405)
    const onKeys = this.#onKeys(asked, path)
    if (onKeys) return onKeys
    if (path !== 'sys/init') return undefined
    if (method === 'GET') return bare({ initialized: true })
    return isPut(asked) ? reinitialized(asked) : refuse(405)
  }

  /** Rekeying and new root tokens; undefined for other paths. */
  #onKeys(asked: OpenRequest, path: string): Answer | undefined {
    if (!this.#product.takesKeysOfSeal || !keyPath.test(path) || this.#sealed) return undefined
    const { shares } = this.#rekeying
    return this.#rekeying.answer(asked, path) ?? this.#roots.answer(asked, path, shares)
  }

  #leader(): Answer {
    return bare({ ...this.#product.leader(this.#began), ha_enabled: false })
  }

  #unseal({ body, header }: OpenRequest): Answer {
    const read = readFields(body, header('content-type'))
    if (!read.ok) return refuse(400, `${this.#product.readsJson}${read.error}`)
    const fields = readTyped({ key: 'text', reset: 'flag', migrate: 'flag' }, read.data)
    const { key = '', reset = false } = typeof fields === 'string' ? {} : fields
    if (reset && !this.#sealed) return refuse(400, 'vault is unsealed')
    if (reset) {
      this.#forgetKeys()
      return this.#sealStatus()
    }
    if (key === '') return noKey
    const bytes = keyBytes(key)
    if (!bytes) return refuse(400, "'key' must be a valid hex or base64 string")
    const fault = this.#sealed || this.#product.measuresSpareKeys ? lengthFault(bytes) : undefined
    if (fault !== undefined) return refuse(400, `invalid key: ${fault}`)
    if (!this.#sealed) return this.#sealStatus()
    const unfit = this.#rekeying.shares.t === 1 ? cipherFault(bytes) : undefined
    if (unfit !== undefined) return refuse(400, `invalid key: ${unfit}`)
    this.#given.add(bytes)
    this.#nonce ||= uuid(this.#random)
    if (this.#given.size === this.#rekeying.shares.t) {
      this.#forgetKeys()
      this.#sealed = false
    }
    return this.#sealStatus()
  }

  #forgetKeys(): void {
    this.#given.take()
    this.#nonce = ''
  }

  /** @see https://developer.hashicorp.com/vault/api-docs/system/health */
  #health(query: URLSearchParams, now: number): Answer {
    const status = this.#healthCode(query)
    if (status === undefined) return refuse(400)
    const mode = this.#sealed ? 'unknown' : 'disabled'
    const body = {
      initialized: true,
      sealed: this.#sealed,
      standby: this.#sealed,
      replication_performance_mode: mode,
      replication_dr_mode: mode,
      server_time_utc: Math.floor(now / 1000),
      version: this.#product.version,
      ...this.#cluster,
      ...this.#product.health,
    }
    return bare(body, status)
  }

  /** Every parameter must be well formed, also one for a state this server is never in. */
  #healthCode(query: URLSearchParams): number | undefined {
    const flags = ['standbyok', 'perfstandbyok'].map((name) => query.get(name) ?? 'true')
    if (!flags.every(isFlag)) return undefined
    const codes = Object.entries(codeParameters).map(([name, code]) => [
      name,
      query.has(name) ? statusCode(query.get(name)!) : code,
    ])
    if (codes.some(([, code]) => code === undefined)) return undefined
    const code = Object.fromEntries(codes)[this.#sealed ? 'sealedcode' : 'activecode']
    return code !== undefined && isSayable(code) ? code : undefined
  }

  #sealStatus(): Answer {
    return bare({
      type: 'shamir',
      initialized: true,
      sealed: this.#sealed,
      ...this.#rekeying.shares,
      progress: this.#given.size,
      nonce: this.#nonce,
      version: this.#product.version,
      migration: false,
      ...this.#cluster,
      recovery_seal: false,
      storage_type: 'inmem',
      ...this.#product.sealStatus,
    })
  }
}

function reinitialized({ body, header }: OpenRequest): Answer {
  const read = readFields(body, header('content-type'))
  const shares = read.ok ? Number(read.data['secret_shares'] ?? 0) : 0
  return shares < 1
    ? refuse(400, 'invalid seal configuration: shares must be at least one')
    : refuse(400, 'Vault is already initialized')
}

const codeParameters = {
  activecode: 200,
  standbycode: 429,
  drsecondarycode: 472,
  performancestandbycode: 473,
  sealedcode: 503,
  uninitcode: 501,
}

const statusCode = (text: string): number | undefined =>
  /^[+-]?\d+$/.test(text) ? Number(text) : undefined

/** Whether it can be a final status on the wire; a real server says any number of three digits, and fails at others. */
const isSayable = (code: number): boolean => code >= 200 && code < 600
