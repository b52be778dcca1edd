import { policyNames, type Policy } from './compare-model.ts'
import { refuse, type Found } from './found.ts'
import type { PolicyWritten } from './schema/compare.ts'
import { placeAt, type Tree } from './tree.ts'

/** What a policy does where nothing more is said of it. */
const usual: Readonly<Record<Policy['kind'], Policy>> = {
  'single-flight': { kind: 'single-flight' },
  'refresh-at': { kind: 'refresh-at', share: 0.8, jitter: 0 },
  'negative-caching': { kind: 'negative-caching', forMs: 1000 },
  'serve-stale': { kind: 'serve-stale', forMs: 3_600_000 },
  'shared-cache': { kind: 'shared-cache' },
}

/** The policies of a variant, each once. */
export function readPolicies(
  written: readonly PolicyWritten[],
  tree: Tree | undefined,
  found: Found,
): readonly Policy[] {
  const policies = written.flatMap((each, i) => {
    const at = placeAt(tree!, [i])
    if (typeof each === 'string') return [usual[each]]
    const read = policiesOf(each)
    if (read.length === 0)
      refuse(
        found,
        'MISSING-KEY',
        'no policy is named',
        at,
        `write one of: ${policyNames.join(', ')}`,
      )
    return read
  })
  for (const [i, { kind }] of policies.entries()) {
    if (policies.findIndex((each) => each.kind === kind) === i) continue
    refuse(found, 'DUPLICATE-NAME', `"${kind}" stands here twice`, tree!.at, 'keep one')
  }
  return policies
}

function policiesOf(written: Exclude<PolicyWritten, string>): readonly Policy[] {
  const { 'refresh-at': refresh, 'negative-caching': refusalMs, 'serve-stale': staleMs } = written
  const policies: Policy[] = []
  if (typeof refresh === 'number') policies.push({ kind: 'refresh-at', share: refresh, jitter: 0 })
  else if (refresh)
    policies.push({ kind: 'refresh-at', share: refresh.share, jitter: refresh.jitter ?? 0 })
  if (refusalMs !== undefined) policies.push({ kind: 'negative-caching', forMs: refusalMs })
  if (staleMs !== undefined) policies.push({ kind: 'serve-stale', forMs: staleMs })
  return policies
}
