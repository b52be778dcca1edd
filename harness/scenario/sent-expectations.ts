import type { Expectation, Matcher } from './model.ts'
import { literal } from './placeholder.ts'
import type { ExpectationWritten } from './schema/expect.ts'
import { placeAt, type Tree } from './tree.ts'

/** What is expected of a client's request. */
export function ofSent(written: ExpectationWritten, tree: Tree): Expectation[] {
  const { status, runsAs } = written
  const made: Expectation[] = []
  if (status) made.push({ kind: 'status', at: placeAt(tree, ['status']), bound: status })
  if (runsAs) {
    made.push({ kind: 'runsAs', at: placeAt(tree, ['runsAs']), matcher: literally(runsAs) })
  }
  for (const kind of ['person', 'logged'] as const) {
    const entries = Object.entries(written[kind] ?? {}).filter(
      (entry): entry is [string, Matcher] => entry[1] !== undefined,
    )
    if (entries.length === 0) continue
    const parts = entries.map(([name]) => [name, placeAt(tree, [kind, name])] as const)
    made.push({
      kind,
      at: placeAt(tree, [kind]),
      matchers: Object.fromEntries(entries.map(([name, each]) => [name, literally(each)])),
      parts: Object.fromEntries(parts),
    })
  }
  return made
}

/** These are compared as they stand: nothing in them is filled during the run. */
export function literally(matcher: Matcher): Matcher {
  if (matcher.kind === 'contains') return { ...matcher, text: literal(matcher.text) }
  if (matcher.kind !== 'equals' || typeof matcher.value !== 'string') return matcher
  return { kind: 'equals', value: literal(matcher.value) }
}
