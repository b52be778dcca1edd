import { commandSpecs } from '../../emulator/saf/racf-operands.ts'

/** A nested list of words, as the reference takes a command apart. */
type Node = string | readonly Node[]

/**
 * A second reading of RACF commands, written apart from the emulator's and as plainly as can be. It
 * shares nothing with it but the names of operands, and answers one question: may a user do that?
 */
export class RacfReference {
  readonly #memberships = new Map<string, Set<string>>()
  readonly #groups = new Set<string>()
  readonly #revoked = new Set<string>()
  readonly #restricted = new Set<string>()
  readonly #lists = new Map<string, Map<string, string>>()
  readonly #uacc = new Map<string, string>()

  constructor(text: string) {
    for (const line of logicalLines(text)) {
      const nodes = taken(line)
      if (nodes) this.#command(nodes)
    }
  }

  /** At least READ access to a discrete profile. */
  may(user: string, cls: string, name: string): boolean {
    const groups = this.#memberships.get(user)
    if (!groups || this.#revoked.has(user)) return false
    const key = `${cls} ${name}`
    const list = this.#lists.get(key)
    if (!list) return cls === 'APPL' || cls === 'TIMS'
    if (list.has(user)) return reads(list.get(user)!)
    const ofGroups = [...groups].filter((group) => list.has(group))
    if (ofGroups.length > 0) return ofGroups.some((group) => reads(list.get(group)!))
    if (this.#restricted.has(user)) return false
    return reads(list.get('*') ?? this.#uacc.get(key)!)
  }

  #command([first, ...rest]: readonly Node[]): void {
    const verb = typeof first === 'string' ? first.toUpperCase() : ''
    const spec = commandSpecs.find((each) => each.verb === verb || each.short === verb)
    if (!spec) return
    const count = spec.verb === 'RACMAP' ? 0 : /^R(DE|AL)/.test(spec.verb) ? 2 : 1
    const subjects = rest.slice(0, count)
    // A word and its list are neighbours; a name before a list would be a keyword.
    const names = rest
      .slice(0, count)
      .every((each, i) => typeof each !== 'string' || !Array.isArray(rest[i + 1]) || i + 1 < count)
    const words = keywords(rest.slice(count), spec.operands)
    if (!words || !names || subjects.length < count) return
    this.#deed(spec.verb, subjects.map(flat), words)
  }

  #deed(verb: string, subjects: readonly (readonly string[])[], words: Words): void {
    const ids = (subjects[0] ?? []).map((name) => name.toUpperCase())
    const group = words.get('GROUP')?.[0]?.toUpperCase() ?? ''
    const dflt = words.get('DFLTGRP')?.[0]?.toUpperCase()
    const isDefault = !words.has('DFLTGRP') || this.#groups.has(dflt ?? '')
    switch (verb) {
      case 'ADDGROUP':
        for (const id of ids) if (isId(id) && !this.#knows(id)) this.#groups.add(id)
        return
      case 'ADDUSER':
        for (const id of isDefault ? ids : []) {
          if (!isId(id) || this.#knows(id)) continue
          this.#memberships.set(id, new Set(dflt === undefined ? [] : [dflt]))
          this.#set(this.#restricted, id, words.has('RESTRICTED'))
          this.#revoked.delete(id)
        }
        return
      case 'ALTUSER':
        for (const id of isDefault ? ids : []) {
          const groups = this.#memberships.get(id)
          if (!groups || (dflt !== undefined && !groups.has(dflt))) continue
          const dated = (words.get('REVOKE')?.length ?? 0) + (words.get('RESUME')?.length ?? 0) > 0
          if (dated || words.has('REVOKE')) this.#revoked.add(id)
          else if (words.has('RESUME')) this.#revoked.delete(id)
          if (words.has('RESTRICTED')) this.#restricted.add(id)
          if (words.has('NORESTRICTED')) this.#restricted.delete(id)
        }
        return
      case 'DELUSER':
        for (const id of ids) this.#memberships.delete(id)
        return
      case 'CONNECT': {
        const counts = !words.has('REVOKE') && (words.get('RESUME')?.length ?? 0) === 0
        if (!this.#groups.has(group)) return
        for (const id of ids) {
          const groups = this.#memberships.get(id)
          if (groups) this.#set(groups, group, counts)
        }
        return
      }
      case 'REMOVE':
        if (this.#groups.has(group)) for (const id of ids) this.#memberships.get(id)?.delete(group)
        return
      default:
        this.#profile(verb, subjects, words)
    }
  }

  #profile(verb: string, subjects: readonly (readonly string[])[], words: Words): void {
    const isPermit = verb === 'PERMIT'
    const cls = (isPermit ? words.get('CLASS')?.[0] : subjects[0]?.[0])?.toUpperCase() ?? ''
    if (!['APPL', 'TIMS'].includes(cls)) return
    const names = (subjects.at(-1) ?? []).map((name) => `${cls} ${name.toUpperCase()}`)
    const wanted = words.get(isPermit ? 'ACCESS' : 'UACC')
    const level = (wanted ? wanted[0] : isPermit ? 'READ' : 'NONE')?.toUpperCase() ?? ''
    if (!levels.includes(level) || (wanted?.length ?? 1) !== 1) return
    for (const key of isPermit ? names.slice(0, names.length === 1 ? 1 : 0) : names) {
      const list = this.#lists.get(key)
      if (verb === 'RDEFINE' && !list) {
        this.#lists.set(key, new Map())
        this.#uacc.set(key, level)
      }
      if (!list) continue
      if (verb === 'RALTER' && wanted) this.#uacc.set(key, level)
      if (verb === 'RDELETE') this.#lists.delete(key)
      if (isPermit) this.#permit(list, level, words)
    }
  }

  #permit(list: Map<string, string>, level: string, words: Words): void {
    if (['WHEN', 'FROM', 'FCLASS', 'FGENERIC', 'FVOLUME'].some((each) => words.has(each))) return
    const ids = (words.get('ID') ?? [])
      .map((id) => id.toUpperCase())
      .filter((id) => id === '*' || isId(id))
    if (ids.length === 0 && !words.has('RESET')) return
    if (words.has('RESET')) list.clear()
    for (const id of ids) {
      if (words.has('DELETE')) list.delete(id)
      else if (id === '*' || this.#knows(id)) list.set(id, level)
    }
  }

  #knows = (id: string): boolean => this.#memberships.has(id) || this.#groups.has(id)

  #set(set: Set<string>, item: string, isIn: boolean): void {
    if (isIn) set.add(item)
    else set.delete(item)
  }
}

const levels = ['NONE', 'EXECUTE', 'READ', 'UPDATE', 'CONTROL', 'ALTER']
const reads = (level: string): boolean => levels.indexOf(level) >= 2
const isId = (id: string): boolean => /^[A-Z#$@][A-Z0-9#$@]{0,7}$/.test(id)

/** Lines with their continuations; JCL ends a command as an empty line does. */
const logicalLines = (text: string): readonly string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => (line.startsWith('//') || /^\/\*\s*$/.test(line) ? '\u0001' : line.trimEnd()))
    .join('\n')
    .split('\u0001')
    .flatMap((part) =>
      part
        .replace(/\+\n[^\S\n]*/g, '')
        .replaceAll('-\n', '')
        // Nothing follows that could continue it.
        .replace(/[-+]\n?$/, '')
        .split('\n'),
    )

/** What stands before a text that was in quotes. */
const quote = '\u0002'

/** Words and lists; undefined where quotes or parentheses do not match. */
function taken(line: string): readonly Node[] | undefined {
  const tokens = line.match(/\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|[()]|[^\s,()']+|[\s,]+|'/g) ?? []
  const root: Node[] = []
  const open: Node[][] = [root]
  for (const token of tokens) {
    if (token === "'") return undefined
    if (/^[\s,]/.test(token) || token.startsWith('/*')) continue
    if (token === '(') {
      const list: Node[] = []
      open.at(-1)!.push(list)
      open.push(list)
      if (open.length > 9) return undefined
    } else if (token === ')') {
      if (open.length === 1) return undefined
      open.pop()
    } else open.at(-1)!.push(token.startsWith("'") ? `${quote}${token.slice(1, -1)}` : token)
  }
  return open.length === 1 ? root : undefined
}

type Words = ReadonlyMap<string, readonly string[]>

function keywords(
  nodes: readonly Node[],
  operands: Readonly<Record<string, string>>,
): Words | undefined {
  const found = new Map<string, readonly string[]>()
  const known = Object.keys(operands)
  for (let i = 0; i < nodes.length; i++) {
    const word = nodes[i]
    if (typeof word !== 'string' || word.startsWith(quote)) return undefined
    const name = word.toUpperCase()
    const meant = known.includes(name) ? [name] : known.filter((each) => each.startsWith(name))
    const [only] = meant
    if (only === undefined || meant.length > 1 || found.has(only)) return undefined
    const list = nodes[i + 1]
    if (typeof list === 'object') {
      if (operands[only] === 'nothing') return undefined
      i++
    }
    const isNested = typeof list === 'object' && list.some((each) => typeof each !== 'string')
    if (isNested && operands[only] === 'list') return undefined
    found.set(only, typeof list === 'object' && !isNested ? flat(list) : [])
  }
  return found
}

const flat = (node: Node): readonly string[] =>
  typeof node === 'string' ? [node.replace(quote, '')] : node.flatMap(flat)
