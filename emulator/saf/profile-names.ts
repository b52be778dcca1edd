import { rule } from '../rule.ts'

const page = 'RACF Command Language Reference: Profile names for general resources'

export const genericNames = rule('saf.profile.generic', {
  status: 'documented',
  source: page,
  says: '% is one character, * the rest of a qualifier or, at the end, of the name, ** any number of qualifiers',
})

export const mostSpecific = rule('saf.profile.most-specific', {
  status: 'documented',
  source: 'RACF Security Administrator’s Guide: Rules for generic profile names',
  says: 'of the profiles that match, one without wildcards wins, and then the one that is literal for longest',
})

/** The name of the profile that protects a resource; undefined where none does. */
export function bestProfile(names: Iterable<string>, resource: string): string | undefined {
  let best: string | undefined
  for (const name of names) {
    if (!matchQualifiers(name.split('.'), resource.split('.'))) continue
    if (best === undefined || isMoreSpecific(name, best)) best = name
  }
  return best
}

const isGeneric = (name: string): boolean => /[*%]/.test(name)

/** A row at a time, so that many `**` cost no more than rows times columns. */
function matchQualifiers(pattern: readonly string[], resource: readonly string[]): boolean {
  // reached[j]: the qualifiers so far can stand for the first j of the resource.
  let reached = [true, ...resource.map(() => false)]
  for (const [i, part] of pattern.entries()) {
    const isLast = i === pattern.length - 1
    const next = reached.map(() => false)
    for (const [j, isReached] of reached.entries()) {
      if (!isReached) continue
      for (const end of endsOf(part, isLast, resource, j)) next[end] = true
    }
    reached = next
  }
  return reached[resource.length]!
}

/** Up to which qualifiers of the resource one of the pattern reaches, from the jth on. */
function endsOf(part: string, isLast: boolean, resource: readonly string[], j: number): number[] {
  const rest = resource.length - j
  if (part === '**') return Array.from({ length: rest + 1 }, (_, n) => j + n)
  if (rest === 0) return []
  // At the end of a name a star reaches to the end of the resource, whatever dots lie between.
  if (isLast && part.endsWith('*'))
    return matchesPart(part, resource.slice(j).join('.')) ? [resource.length] : []
  return matchesPart(part, resource[j]!) ? [j + 1] : []
}

function matchesPart(part: string, text: string): boolean {
  const open = part.endsWith('*')
  const literal = open ? part.slice(0, -1) : part
  if (open ? text.length < literal.length : text.length !== literal.length) return false
  return literal.split('').every((char, i) => char === '%' || char === text[i])
}

/** Compared from the left, where they first differ: a letter before `%` before `*` before `**`. */
function isMoreSpecific(a: string, b: string): boolean {
  if (isGeneric(a) !== isGeneric(b)) return isGeneric(b)
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return weight(a, i) < weight(b, i)
}

function weight(name: string, i: number): number {
  if (name[i] === undefined) return 1
  if (name[i] === '%') return 2
  if (name[i] !== '*') return 0
  return name[i + 1] === '*' ? 4 : 3
}
