import { nearest, suggestName } from '../nearest.ts'
import type { Place } from '../problem.ts'
import { accessLevels, foldId, safClasses } from './model.ts'
import type { AccessLevel, RacfProblem, SafClass } from './model.ts'
import type { RacfDatabase } from './racf-database.ts'
import type { CommandSpec } from './racf-operands.ts'
import type { Operand, RacfCommand } from './racf-syntax.ts'

/** A name that a command gives, and where. */
export interface Named {
  readonly name: string
  readonly at: Place
}

/** What carries a command out; it reports what is wrong and then changes nothing. */
export type CarryOut = (database: RacfDatabase, given: Given) => void

/** Reports what is wrong with a command. */
export type Tell = (
  severity: RacfProblem['severity'],
  message: string,
  at: Place,
  ...tries: readonly string[]
) => void

const idText = /^[A-Za-z#$@][A-Za-z0-9#$@]{0,7}$/

/** What one command gives: names without a keyword first, then keywords, which may be cut short. */
export class Given {
  readonly at: Place
  readonly tell: Tell
  readonly #verb: string
  readonly #first: readonly Operand[]
  readonly #rest: readonly Operand[]
  readonly #spec: CommandSpec
  readonly #keywords = new Map<string, Operand>()

  constructor({ verb, operands }: RacfCommand, spec: CommandSpec, tell: Tell) {
    this.at = verb.at
    this.tell = tell
    this.#spec = spec
    this.#verb = spec.verb
    const leads = leading(spec.verb)
    this.#first = operands.slice(0, leads)
    this.#rest = operands.slice(leads).reduce(withList, [])
  }

  /** Whether the command is about something that is checked here, and every keyword is known. */
  isUnderstood(): boolean {
    if (this.#isForeign()) return false
    const wrong = this.#rest.filter((operand) => !this.#keyword(operand, this.#spec))
    return wrong.length === 0
  }

  /** Classes that nothing here asks about are told and passed over, whatever else the command says. */
  #isForeign(): boolean {
    const operand =
      this.#verb === 'PERMIT'
        ? this.#rest.find(({ text }) => text !== '' && 'CLASS'.startsWith(text.toUpperCase()))
            ?.values?.[0]
        : leading(this.#verb) === 2
          ? this.#first[0]
          : undefined
    const name = operand?.text.toUpperCase() ?? ''
    if (!operand || name === '' || safClasses.some((cls) => cls === name)) return false
    const said = `nothing here is checked against class "${operand.text.slice(0, 40)}"`
    const close = nearest(name, safClasses)
    if (close === undefined) this.tell('note', said, operand.at)
    else this.tell('warning', said, operand.at, `did you mean "${close}"?`)
    return true
  }

  #keyword(operand: Operand, spec: CommandSpec): boolean {
    const { text, at, quoted, values } = operand
    const name = text.toUpperCase()
    const known = Object.keys(spec.operands)
    const begun = known.filter((each) => name !== '' && each.startsWith(name))
    const meant = known.includes(name) ? [name] : begun
    if (quoted || meant.length !== 1) {
      const said = `"${text.slice(0, 40)}" ${meant.length > 1 ? 'could be several operands' : 'is no operand'} of ${spec.verb}`
      this.tell('error', said, at, suggestName(name, meant.length > 1 ? meant : known))
      return false
    }
    const [whole] = meant as [string]
    const isTwice = this.#keywords.has(whole)
    const isTooMuch = spec.operands[whole] === 'nothing' && values !== undefined
    if (isTwice) this.tell('error', `${spec.verb} has ${whole} twice`, at, 'write it once')
    if (isTooMuch) this.tell('error', `${whole} takes nothing in parentheses`, at, `write ${whole}`)
    this.#keywords.set(whole, operand)
    return !isTwice && !isTooMuch
  }

  has(keyword: string): boolean {
    return this.#keywords.has(keyword)
  }

  /** Where a keyword stands, or the command where it does not. */
  placeOf(keyword: string): Place {
    return this.#keywords.get(keyword)?.at ?? this.at
  }

  /** Whether something stands in the parentheses of a keyword. */
  holds(keyword: string): boolean {
    return (this.#keywords.get(keyword)?.values?.length ?? 0) > 0
  }

  /** The names the command begins with, but for the class of the commands about profiles. */
  names(): readonly Named[] {
    const operand = this.#first.at(-1)
    const leads = leading(this.#verb)
    const found = this.#first.length < leads ? [] : listed(operand)
    if (found.length === 0) this.tell('error', `${this.#verb} names nothing`, this.at, 'add a name')
    return found
  }

  /** The IDs the command begins with. */
  firstIds(): readonly Named[] {
    return this.#ids(this.names())
  }

  /** IDs in the parentheses of a keyword. */
  ids(keyword: string): readonly Named[] {
    return this.#ids(this.#values(keyword))
  }

  /** The one ID in the parentheses of a keyword; undefined where there is none or several. */
  id(keyword: string): Named | undefined {
    const found = this.ids(keyword)
    if (found.length > 1)
      this.tell('error', `${keyword} takes one name`, this.placeOf(keyword), 'keep one of them')
    return found.length === 1 ? found[0] : undefined
  }

  /** The class before the profile of RDEFINE and its like, or of CLASS. */
  class(): SafClass | undefined {
    const operand = this.#verb === 'PERMIT' ? this.#values('CLASS')[0] : listed(this.#first[0])[0]
    if (!operand) {
      this.tell('error', `${this.#verb} names no class`, this.at, 'add a class')
      return undefined
    }
    const name = operand.name.toUpperCase()
    return safClasses.find((cls) => cls === name)
  }

  /** The level in the parentheses of a keyword, or another where the keyword is missing. */
  level(keyword: string, absent: AccessLevel): AccessLevel | undefined {
    if (!this.has(keyword)) return absent
    const [found, ...more] = this.#values(keyword)
    if (more.length > 0) {
      this.tell('error', `${keyword} takes one level`, this.placeOf(keyword), 'keep one of them')
      return undefined
    }
    const level = accessLevels.find((each) => each === found?.name.toUpperCase())
    if (level !== undefined) return level
    const said = `"${found?.name.slice(0, 40) ?? ''}" is no level of access`
    const at = found?.at ?? this.placeOf(keyword)
    this.tell('error', said, at, suggestName(found?.name.toUpperCase() ?? '', accessLevels))
    return undefined
  }

  /** The quoted text of `NAME('…')` or `LABEL('…')` within a keyword, or of the keyword itself. */
  text(keyword: string, inner?: string): Named | undefined {
    const values = this.#keywords.get(keyword)?.values ?? []
    const holder = inner === undefined ? values : this.#within(values, inner)
    const [found, ...more] = holder
    if (!found || more.length > 0 || found.values || found.text === '') return undefined
    return { name: found.text, at: found.at }
  }

  #within(values: readonly Operand[], inner: string): readonly Operand[] {
    const [holder, ...more] = values
    if (!holder || more.length > 0 || holder.quoted) return []
    return holder.text.toUpperCase() === inner ? (holder.values ?? []) : []
  }

  #values(keyword: string): readonly Named[] {
    const values = this.#keywords.get(keyword)?.values ?? []
    const nested = values.find((each) => each.values)
    if (nested)
      this.tell('error', `${keyword} takes names alone`, nested.at, 'take the inner list out')
    return nested ? [] : values.map(({ text, at }) => ({ name: text, at }))
  }

  #ids(names: readonly Named[]): readonly Named[] {
    return names.flatMap(({ name, at }) => {
      if (name === '*' || idText.test(name)) return [{ name: foldId(name), at }]
      const help = 'use 1 to 8 of A-Z, 0-9, #, $ and @, not beginning with a digit'
      this.tell('error', `"${name.slice(0, 40)}" cannot be a user ID or a group name`, at, help)
      return []
    })
  }
}

/** A keyword and its list may have blanks between them, as TSO has it. */
function withList(before: readonly Operand[], operand: Operand): readonly Operand[] {
  const keyword = before.at(-1)
  const { values } = operand
  if (!keyword || keyword.values || keyword.quoted || operand.text !== '' || !values)
    return [...before, operand]
  return [...before.slice(0, -1), { ...keyword, values }]
}

/** How many operands come before the keywords. */
function leading(verb: string): number {
  if (verb === 'RACMAP') return 0
  return /^R(DEFINE|ALTER|DELETE)$/.test(verb) ? 2 : 1
}

/** A name, or the names of a list in parentheses. */
function listed(operand: Operand | undefined): readonly Named[] {
  if (!operand) return []
  const items = operand.text === '' ? (operand.values ?? []) : [operand]
  // NAME(LIST) is a keyword, which no name can be.
  if (operand.text !== '' && operand.values) return []
  return items.some((each) => each.values) ? [] : items.map(({ text, at }) => ({ name: text, at }))
}
