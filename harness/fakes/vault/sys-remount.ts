import type { Random } from '../../seed.ts'
import { notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { uuid } from './ids.ts'
import type { MountTable } from './mount-table.ts'
import { isOurs } from './sys-mounts.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const queued = (name: string) =>
  `Mount move has been queued. Progress will be reported in ${name}'s server log, tagged with the returned migration_id`

const slashed = (path: string): string => `${path.replace(/^\/+|\/+$/g, '')}/`

/**
 * Moves mounts to other paths, at once.
 * @see https://developer.hashicorp.com/vault/api-docs/system/remount
 */
export class Remounts {
  readonly #table: MountTable
  readonly #random: Random
  readonly #done = new Map<string, { readonly from: string; readonly to: string }>()

  constructor(table: MountTable, random: Random) {
    this.#table = table
    this.#random = random
  }

  /** Undefined for other paths. */
  answer(call: Call): Answer | undefined {
    const [, id] = /^remount\/status\/([^/]+)\/?$/.exec(call.path) ?? []
    if (id !== undefined) return call.operation === 'read' ? this.#told(id) : unsupportedOperation
    if (call.path !== 'remount') return undefined
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, { from: 'text', to: 'text' }, ({ from, to }) => {
      if (!from || !to)
        return refuse(400, "both 'from' and 'to' path must be specified as a string")
      const name = Object.entries({ from, to }).find(([, path]) => /^ | $/.test(path))?.[0]
      return name
        ? refuse(400, `'${name}' path cannot contain trailing whitespace`)
        : this.#move(slashed(from), slashed(to))
    })
  }

  #move(from: string, to: string): Answer {
    const wrong = refusalOf(from, to)
    if (wrong !== undefined) return refuse(400, wrong)
    const mount = this.#table.get(from)
    if (!mount) return refuse(400, `no matching mount at "${from}"`)
    const other = this.#table.inTheWay(to)
    if (other) return refuse(400, `path already in use at "${other.prefix}"`)
    this.#table.move(mount, to)
    const migration_id = uuid(this.#random)
    this.#done.set(migration_id, { from, to })
    return reply({
      data: { migration_id },
      warnings: [queued(this.#table.product.name)],
      isFlat: true,
      mountType,
    })
  }

  #told(migration_id: string): Answer {
    const done = this.#done.get(migration_id)
    if (!done) return notFound
    const migration_info = { source_mount: done.from, status: 'success', target_mount: done.to }
    return reply({ data: { migration_id, migration_info }, mountType })
  }
}

const isAuth = (path: string): boolean => path.startsWith('auth/')

function refusalOf(from: string, to: string): string | undefined {
  if (from === 'auth/token/' || (isOurs(from) && !isAuth(from))) return `cannot remount "${from}"`
  if (isAuth(from) && !isAuth(to)) return `cannot remount auth mount to non-auth mount "${to}"`
  const isBarred = isAuth(from) ? to === 'auth/token/' : isOurs(to)
  return isBarred ? `cannot remount to destination ${to}` : undefined
}
