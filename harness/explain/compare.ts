import { compareLevels, readLevel, rules, type Level, type Rule } from '../../emulator/index.ts'
import type { Concern, Explanation, Fact } from './explanation.ts'

/** One fact that is not the same before and after; one side is absent where there is nothing. */
export interface Change {
  readonly part: string
  readonly label: string
  readonly concern: Concern
  readonly before?: string
  readonly after?: string
  /** Those of what holds now, or of what held where nothing holds now. */
  readonly rules: readonly Rule[]
}

/** What differs for one connection. */
export interface Difference {
  readonly connection: string
  readonly changes: readonly Change[]
}

interface Placed {
  readonly part: string
  readonly fact: Fact
}

/** What differs in what is sent, kept and retried; what is absent has no facts. */
export function compareExplanations(
  before: Explanation | undefined,
  after: Explanation | undefined,
): readonly Change[] {
  const whole = wholeChange(before, after)
  if (whole) return whole
  const [old, now] = [factsOf(before), factsOf(after)]
  const names = [...new Set([...old.keys(), ...now.keys()])]
  // Another level makes other requests of the same hidden values, so they are compared at one level.
  const sameLevel = before?.level === after?.level
  return names.flatMap((name) => changeOf(old.get(name), now.get(name), sameLevel) ?? [])
}

/** Where one side makes no calls at all there is one change, or none, and not one for each fact. */
function wholeChange(
  before: Explanation | undefined,
  after: Explanation | undefined,
): readonly Change[] | undefined {
  if (before?.origin !== undefined && after?.origin !== undefined) return undefined
  const [old, now] = [stateOf(before), stateOf(after)]
  // A refusal may name the level in its words; at two levels it is the same refusal.
  const sameRefusal = before && after && before.origin === after.origin
  if (old === now || (sameRefusal && before.level !== after.level)) return []
  const facts = [after, before].flatMap((each) =>
    each && each.origin === undefined ? each.parts.flatMap((part) => part.facts) : [],
  )
  const change: Change = {
    part: 'connection',
    label: 'calls',
    concern: 'sent',
    before: old,
    after: now,
    rules: facts[0]?.rules ?? [],
  }
  return [change]
}

function stateOf(explanation: Explanation | undefined): string {
  if (!explanation) return 'there is no such connection'
  if (explanation.origin !== undefined) return `calls are made to ${explanation.origin}`
  return explanation.parts.flatMap(({ facts }) => facts.map(({ text }) => text)).join(' ')
}

function factsOf(explanation: Explanation | undefined): ReadonlyMap<string, Placed> {
  const found = new Map<string, Placed>()
  for (const { key, facts } of explanation?.parts ?? [])
    for (const fact of facts)
      if (fact.concern !== 'remark') found.set(`${key}\n${fact.label}`, { part: key, fact })
  return found
}

function changeOf(
  old: Placed | undefined,
  now: Placed | undefined,
  sameLevel: boolean,
): Change | undefined {
  const placed = now ?? old
  if (!placed) return undefined
  const sameText = old?.fact.text === now?.fact.text
  const sameHidden = !sameLevel || old?.fact.hidden === now?.fact.hidden
  if (sameText && (sameHidden || !old || !now)) return undefined
  const after = sameText
    ? `${now!.fact.text} (a hidden value of credentials or request is another)`
    : now?.fact.text
  return {
    part: placed.part,
    label: placed.fact.label,
    concern: placed.fact.concern,
    ...(old && { before: old.fact.text }),
    ...(after !== undefined && { after }),
    rules: placed.fact.rules,
  }
}

/** Every fix level at which some rule begins to hold, oldest first. */
export function gates(): readonly Level[] {
  const texts = [...new Set(rules.flatMap(({ since }) => since ?? []))]
  return texts.map((text) => readLevel(text)!).sort(compareLevels)
}

/** The fix level just before one. */
export const levelBefore = ([version, release, modification, fix]: Level): Level =>
  modification > 0 && fix === 0
    ? [version, release, modification - 1, 0]
    : [version, release, modification, Math.max(0, fix - 1)]

/** The levels of a range at which a server may behave in another way: both ends and every gate between. */
export function stepsBetween(from: Level, to: Level): readonly Level[] {
  const between = gates().filter(
    (gate) => compareLevels(gate, from) > 0 && compareLevels(gate, to) < 0,
  )
  return [from, ...between, to]
}

/** How it would be on the two sides of a level: the nearest levels at which something differs. */
export function neighbours(
  level: Level,
  explainAt: (level: Level) => Explanation,
): readonly { readonly level: Level; readonly changes: readonly Change[] }[] {
  const here = explainAt(level)
  const older = gates()
    .filter((gate) => compareLevels(gate, level) <= 0)
    .toReversed()
    .map(levelBefore)
  const newer = gates().filter((gate) => compareLevels(gate, level) > 0)
  return [older, newer].flatMap((levels) => {
    for (const other of levels) {
      const changes = compareExplanations(here, explainAt(other))
      if (changes.length > 0) return [{ level: other, changes }]
    }
    return []
  })
}
