import { refuse, type Found } from './found.ts'
import type { Expectation } from './model.ts'

/** Finds expectations of one step that cannot hold together. */
export function tellContradictions(all: readonly Expectation[], found: Found): void {
  const most = new Map<string, number>()
  for (const each of all) if (each.kind === 'calls') most.set(each.name, each.bound.max)
  for (const each of all) {
    if (each.kind === 'request') tellNth(each, most, found)
    if (each.kind === 'order') tellOrder(each, most, found)
  }
}

function tellNth(
  { to, nth, at }: Extract<Expectation, { kind: 'request' }>,
  most: ReadonlyMap<string, number>,
  found: Found,
): void {
  const max = most.get(to)
  if (max === undefined || nth <= max) return
  const said = `request ${nth} to "${to}" is described, but at most ${max} are expected`
  refuse(found, 'CANNOT-HOLD', said, at, 'change one of the two')
}

function tellOrder(
  { names, at }: Extract<Expectation, { kind: 'order' }>,
  most: ReadonlyMap<string, number>,
  found: Found,
): void {
  for (const name of new Set(names)) {
    const listed = names.filter((each) => each === name).length
    const max = most.get(name)
    if (max === undefined || listed <= max) continue
    const said = `the order has "${name}" ${listed} times, but at most ${max} are expected`
    refuse(found, 'CANNOT-HOLD', said, at, 'change one of the two')
  }
}
