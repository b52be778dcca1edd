import type { Lock } from '../limits.ts'
import { noContent, reply, unsupportedOperation, type Answer } from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { lockedAs } from './issuer.ts'
import type { MountTable } from './mount-table.ts'
import type { Product } from './product.ts'
import { answerOn } from './typed-fields.ts'

const mountType = 'system'
const unlockPath = /^locked-users\/([^/]+)\/unlock\/(.+)$/

/**
 * Who is locked out after too many wrong credentials; undefined for other paths.
 * @see https://developer.hashicorp.com/vault/api-docs/system/user-lockout
 */
export function answerOnLockedUsers(call: Call, table: MountTable, lock: Lock): Answer | undefined {
  const [unlocks, accessor = '', alias = ''] = unlockPath.exec(call.path) ?? []
  if (unlocks !== undefined) {
    if (!isWrite(call.operation)) return unsupportedOperation
    const mount = table.byAccessor(accessor)
    if (mount) lock.passed(lockedAs(belowAuth(mount.prefix), alias))
    return noContent
  }
  if (call.path !== 'locked-users') return undefined
  if (call.operation !== 'read') return unsupportedOperation
  return answerOn(call, { mount_accessor: 'text' }, ({ mount_accessor: asked }) =>
    list(asked ?? '', table, lock, call.product),
  )
}

function list(
  asked: string,
  table: MountTable,
  lock: Lock,
  { tellsNobodyLocked: tellsNobody }: Product,
): Answer {
  const { locked } = lock
  const mounts = table.all.map((mount) => {
    const before = lockedAs(belowAuth(mount.prefix), '')
    const users = locked.filter((user) => user.startsWith(before))
    return {
      mount_accessor: table.idsOf(mount).accessor,
      counts: users.length,
      alias_identifiers: users.map((user) => user.slice(before.length)).toSorted(),
    }
  })
  const shown = mounts.filter(({ mount_accessor: accessor, counts }) =>
    asked === '' ? counts > 0 : accessor === asked,
  )
  const nobody = { mount_accessor: asked, counts: 0, alias_identifiers: null }
  const mount_accessors = asked !== '' && !shown[0]?.counts ? [nobody] : shown
  const total = shown.reduce((sum, { counts }) => sum + counts, 0)
  const root = { namespace_id: 'root', namespace_path: '', counts: total, mount_accessors }
  const by_namespace = total === 0 && asked === '' && !tellsNobody ? [] : [root]
  return reply({ data: { by_namespace, total }, mountType })
}

const belowAuth = (prefix: string): string => prefix.replace(/^auth\//, '').slice(0, -1)
