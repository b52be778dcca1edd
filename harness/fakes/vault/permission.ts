import type { Call } from './engine.ts'
import type { Acl } from './policy.ts'

/** A request before it is known which mount it goes to. */
export type Parsed = Omit<Call, 'path' | 'captured'>

/** What asks for `sudo` besides. */
const rootOnly =
  /^(sys\/(auth\/|remount$|audit(\/|$)|raw(\/|$)|rotate$|config\/(cors$|auditing\/|ui\/headers\/)|seal$|step-down$|(leases\/)?revoke-(prefix|force)\/|leases(\/lookup\/|$)|plugins\/(runtimes\/)?catalog\/|internal\/inspect\/)|auth\/token\/accessors\/?$)/

/** The root token may do everything; others nothing above the namespace they were issued in. */
export function mayDo(
  acl: Acl | undefined,
  { operation, fullPath: path, data, wrapMs, product }: Parsed,
  kind: 'inside' | 'above',
): boolean {
  if (acl === undefined) return true
  if (kind === 'above' || !acl.allows(operation, path, { data, wrapMs: wrapMs || undefined }))
    return false
  const asksSudo = rootOnly.test(path) || product.ownSudoPaths.test(path)
  return !asksSudo || acl.isSudo(operation, path)
}
