import { bare, noContent, refuse, type Answer } from './answer.ts'
import { readFields } from './body.ts'
import { isWrite, type Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { Product, VaultContext } from './product.ts'
import type { Target } from './route.ts'
import { readTyped } from './typed-fields.ts'

interface Asked {
  readonly method: string
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
}

/**
 * What a Vault says about itself to anybody, sealed or not: `sys/health`, `sys/init`, `sys/seal-status`,
 * `sys/leader`; and its seal. Any key of the right form opens it: an emulated Vault has nothing to decrypt.
 */
export class Status {
  #sealed: boolean
  readonly #product: Product
  readonly #began: number
  readonly #known: { readonly cluster_name: string; readonly cluster_id: string }

  constructor(sealed: boolean, { clock, random, product }: VaultContext) {
    this.#began = clock.now()
    this.#sealed = sealed
    this.#product = product
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
    if (path !== 'seal' && path !== 'step-down') return undefined
    if (!isWrite(operation)) return refuse(405)
    if (path === 'seal') this.#sealed = true
    return noContent
  }

  /** Undefined for every other path. */
  answer(asked: Asked, { path, query }: Target, now: number): Answer | undefined {
    const { method } = asked
    const isRead = method === 'GET' || method === 'HEAD'
    if (path === 'sys/health') return isRead ? this.#health(query, now) : refuse(405)
    const isStatusRead = method === 'GET' || (isRead && this.#product.headOfStatus)
    if (path === 'sys/seal-status') return isStatusRead ? this.#sealStatus() : refuse(405)
    if (path === 'sys/leader') return method === 'GET' ? this.#leader() : refuse(405)
    if (path === 'sys/unseal') return isPut(method) ? this.#unseal(asked) : refuse(405)
    if (path === 'sys/seal' && this.#sealed) return isPut(method) ? noContent : refuse(405)
    const open = this.#product.openStatus[path]
    if (open && method === 'GET') return bare(open)
    if (path !== 'sys/init') return undefined
    if (isStatusRead) return bare({ initialized: true })
    return isPut(method) ? reinitialized(asked) : refuse(405)
  }

  #leader(): Answer {
    return bare({ ...this.#product.leader(this.#began), ha_enabled: false })
  }

  #unseal({ body, header }: Asked): Answer {
    const read = readFields(body, header('content-type'))
    if (!read.ok) return refuse(400, `${this.#product.readsJson}${read.error}`)
    const fields = readTyped({ key: 'text', reset: 'flag', migrate: 'flag' }, read.data)
    const { key = '', reset = false } = typeof fields === 'string' ? {} : fields
    if (reset) return this.#sealed ? this.#sealStatus() : refuse(400, 'vault is unsealed')
    const wrong = wrongWith(key, this.#sealed)
    if (wrong !== undefined) return refuse(400, wrong)
    this.#sealed = false
    return this.#sealStatus()
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
    if (flags.some((flag) => !booleans.has(flag))) return undefined
    const codes = Object.entries(codeParameters).map(([name, code]) => [
      name,
      query.has(name) ? statusCode(query.get(name)!) : code,
    ])
    if (codes.some(([, code]) => code === undefined)) return undefined
    return Object.fromEntries(codes)[this.#sealed ? 'sealedcode' : 'activecode']
  }

  #sealStatus(): Answer {
    return bare({
      type: 'shamir',
      initialized: true,
      sealed: this.#sealed,
      t: 1,
      n: 1,
      progress: 0,
      nonce: '',
      version: this.#product.version,
      migration: false,
      ...this.#cluster,
      recovery_seal: false,
      storage_type: 'inmem',
      ...this.#product.sealStatus,
    })
  }
}

const isPut = (method: string): boolean => method === 'POST' || method === 'PUT'

/** An unseal key is hex or base64, of 16 to 33 bytes where there is something to open. */
function wrongWith(key: string, isSealed: boolean): string | undefined {
  if (key === '') return "'key' must be specified in request body as JSON, or 'reset' set to true"
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(key)
  if (!isHex && !/^(?:[A-Za-z0-9+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=)?$/.test(key))
    return "'key' must be a valid hex or base64 string"
  if (!isSealed) return undefined
  const { length } = Buffer.from(key, isHex ? 'hex' : 'base64')
  if (length < 16) return 'invalid key: key is shorter than minimum 16 bytes'
  return length > 33 ? 'invalid key: key is longer than maximum 33 bytes' : undefined
}

function reinitialized({ body, header }: Asked): Answer {
  const read = readFields(body, header('content-type'))
  const shares = read.ok ? Number(read.data['secret_shares'] ?? 0) : 0
  return shares < 1
    ? refuse(400, 'invalid seal configuration: shares must be at least one')
    : refuse(400, 'Vault is already initialized')
}

const booleans = new Set([
  '',
  '1',
  't',
  'T',
  'TRUE',
  'true',
  'True',
  '0',
  'f',
  'F',
  'FALSE',
  'false',
  'False',
])

const codeParameters = {
  activecode: 200,
  standbycode: 429,
  drsecondarycode: 472,
  performancestandbycode: 473,
  sealedcode: 503,
  uninitcode: 501,
}

/** Only what can be a final status on the wire. */
const statusCode = (text: string): number | undefined =>
  /^[2-5]\d\d$/.test(text) ? Number(text) : undefined
