import { refuse, type Answer } from './answer.ts'
import { uuid } from './ids.ts'
import type { Product, VaultContext } from './product.ts'

/** What a Vault says about itself to anybody, sealed or not: `sys/health`, `sys/init`, `sys/seal-status`. */
export class Status {
  readonly #sealed: boolean
  readonly #product: Product
  readonly #cluster: { cluster_name?: string; cluster_id?: string } = {}

  constructor(sealed: boolean, { random, product }: VaultContext) {
    this.#sealed = sealed
    this.#product = product
    const id = uuid(random)
    if (!sealed) this.#cluster = { cluster_name: `vault-cluster-${id.slice(0, 8)}`, cluster_id: id }
  }

  /** Undefined for every other path. */
  answer(method: string, path: string, query: URLSearchParams, now: number): Answer | undefined {
    const isRead = method === 'GET' || method === 'HEAD'
    if (path === 'sys/health') return isRead ? this.#health(query, now) : refuse(405)
    const isStatusRead = method === 'GET' || (isRead && this.#product.headOfStatus)
    if (path === 'sys/seal-status') return isStatusRead ? this.#sealStatus() : refuse(405)
    if (path !== 'sys/init') return undefined
    if (isStatusRead) return bare({ initialized: true })
    return method === 'POST' || method === 'PUT'
      ? refuse(400, 'Vault is already initialized')
      : refuse(405)
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

const bare = (body: unknown, status = 200): Answer => ({ kind: 'bare', body, status })

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
