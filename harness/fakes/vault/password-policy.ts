import type { Random } from '../../seed.ts'
import { listed } from './answer.ts'
import { hclEntries, type Block, type Entry } from './hcl.ts'

interface Rule {
  readonly characters: readonly string[]
  readonly least: number
}

/** How passwords are drawn. */
export interface PasswordPolicy {
  readonly length: number
  readonly rules: readonly Rule[]
}

/**
 * A policy in HCL or JSON; a text says why it is none.
 * @see https://developer.hashicorp.com/vault/docs/concepts/password-policies
 */
export function readPasswordPolicy(text: string): PasswordPolicy | string {
  const entries = text.trimStart().startsWith('{') ? jsonEntries(text) : hclEntries(text)
  if (typeof entries === 'string') return `unable to decode: ${entries}`
  const rules = entries.filter(({ name }) => name === 'rule')
  const odd = rules.find(({ labels }) => labels[0] !== 'charset')?.labels[0]
  if (odd !== undefined)
    return `unable to parse rules: unable to parse rule ${odd}: unrecognized rule type ${odd}`
  const length = entries.find(({ name }) => name === 'length')?.value ?? 0
  if (typeof length !== 'number')
    return `failed to decode configuration: 'length' expected type 'int', got unconvertible type '${typeof length}'`
  const policy = { length, rules: rules.map(({ value }) => ruleOf(value as Block)) }
  const faults = faultsOf(policy)
  return faults.length > 0 ? listed(...faults) : policy
}

function jsonEntries(text: string): readonly Entry[] | string {
  try {
    return Object.entries(JSON.parse(text) as Block).flatMap(([name, value]) =>
      name === 'rule' ? [value].flat().flatMap(labelled) : [{ name, labels: [], value }],
    )
  } catch {
    return 'the text is no JSON'
  }
}

const labelled = (rules: unknown): readonly Entry[] =>
  Object.entries(rules as Block).map(([label, value]) => ({ name: 'rule', labels: [label], value }))

const ruleOf = ({ charset, 'min-chars': least }: Block): Rule => ({
  characters: typeof charset === 'string' ? Array.from(charset) : [],
  least: typeof least === 'number' ? least : 0,
})

function faultsOf({ length, rules }: PasswordPolicy): string[] {
  const least = rules.reduce((sum, rule) => sum + Math.max(rule.least, 0), 0)
  const tooFew = `specified rules require at least ${least} characters but ${length} is specified`
  return [
    ...(length > 0 ? [] : ['length must be > 0']),
    ...(length > 0 && least > length ? [tooFew] : []),
    ...(rules.some(({ characters }) => characters.length > 0) ? [] : ['no charset specified']),
  ]
}

/** A password with at least as many characters of each rule as it asks for. */
export function drawPassword({ length, rules }: PasswordPolicy, random: Random): string {
  const draw = (from: readonly string[]) => from[Math.floor(random() * from.length)]!
  const asked = rules.flatMap(({ characters, least }) =>
    Array.from({ length: characters.length > 0 ? Math.max(least, 0) : 0 }, () => draw(characters)),
  )
  const all = [...new Set(rules.flatMap(({ characters }) => characters))]
  const rest = Array.from({ length: length - asked.length }, () => draw(all))
  return [...asked, ...rest]
    .map((character) => ({ character, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ character }) => character)
    .join('')
}
