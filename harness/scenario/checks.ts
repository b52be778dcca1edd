import { refuse, warn, type Found } from './found.ts'
import { makesCalls } from './steps.ts'
import type { Known } from './names.ts'
import { entriesOf, nodeAt, type Tree, type TreeEntry, type TreeMap } from './tree.ts'

/** The `capture` entries of all steps, by name. */
export function capturesOf(file: TreeMap): readonly (readonly [string, TreeEntry])[] {
  const steps = nodeAt(file, ['steps'])
  return (steps?.kind === 'list' ? steps.items : []).flatMap((step) => {
    const parallel = nodeAt(step, ['parallel'])
    const places = [
      step,
      nodeAt(step, ['traffic']),
      parallel,
      ...(parallel?.kind === 'list' ? parallel.items : []),
    ]
    return places.flatMap((place) => entriesOf(place && nodeAt(place, ['capture'])))
  })
}

/** Names of steps under which a value could never be reached. */
export const checkCaptures = (file: TreeMap, services: Iterable<string>, found: Found): void =>
  checkCaptureNames(capturesOf(file), services, found)

/** Names under which a value could never be reached. */
export function checkCaptureNames(
  captures: readonly (readonly [string, TreeEntry])[],
  services: Iterable<string>,
  found: Found,
): void {
  const taken = new Set([...services, 'env', 'row'])
  for (const [name, { key }] of captures) {
    if (!/^[A-Za-z_][\w-]*$/.test(name)) {
      const help = 'use letters, digits, _ and -'
      refuse(found, 'BAD-VALUE', `"${name}" cannot be the name of a captured value`, key, help)
    } else if (taken.has(name)) {
      const said = `"${name}" already names something else`
      refuse(found, 'DUPLICATE-NAME', said, key, 'capture it under another name')
    }
  }
}

/** A file in which nothing could happen; one that expects Problems of its configuration needs no call. */
export function checkSomethingHappens(file: TreeMap, row: Tree | undefined, found: Found): void {
  if (nodeAt(file, ['expect', 'problems']) || (row && nodeAt(row, ['problems']))) return
  const steps = nodeAt(file, ['steps'])
  if (!steps) {
    const at = file.entries.get('scenario')?.key ?? { ...file.at, length: 1 }
    refuse(found, 'MISSING-KEY', '"steps" is missing', at, 'add "steps:" with a call')
    return
  }
  if (steps.kind !== 'list') return
  if (steps.items.length === 0) {
    refuse(
      found,
      'NOTHING-HAPPENS',
      'there are no steps',
      steps.at,
      'add a step, as "- call: name"',
    )
    return
  }
  const names = steps.items.flatMap((step) => entriesOf(step).map(([name]) => name))
  if (names.some(makesCalls)) return
  const help = 'add a call, parallel or traffic step, or expect problems'
  refuse(found, 'NOTHING-HAPPENS', 'no step makes a call', file.entries.get('steps')!.key, help)
}

/** Requests of this very file that nobody makes, and captured values that nobody uses. */
export function tellUnusedNames(file: TreeMap, known: Known, found: Found): void {
  // What cannot be read uses nothing, so much else would seem unused.
  if (found.some(({ severity }) => severity === 'error')) return
  for (const [name, { key }] of entriesOf(nodeAt(file, ['requests']))) {
    if (known.usedRequests.has(name) || key.file !== file.at.file) continue
    warn(found, 'UNUSED', `no step calls the request "${name}"`, key, 'call it, or remove it')
  }
  for (const [name, { key }] of capturesOf(file)) {
    if (known.run.used.has(name)) continue
    const help = `write \${${name}} where it belongs, or remove it`
    warn(found, 'UNUSED', `nothing uses the captured value "${name}"`, key, help)
  }
}
