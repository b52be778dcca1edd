import type { Creation, TokenFields } from './token-create.ts'
import type { TokenRole } from './token-role.ts'

/** The policies of a new token, or why it may not have them. */
export function policiesAsked(fields: TokenFields, creation: Creation): string[] | string {
  const { caller, role, isSudo } = creation
  const own = caller.identity?.policies ?? ['root']
  const asked = fields.policies ?? []
  const given = role?.limitsPolicies
    ? byRole(asked, fields, role, own)
    : byParent(asked, fields, own, isSudo)
  if (typeof given === 'string') return given
  const policies = fields.no_default_policy ? given.filter((name) => name !== 'default') : given
  const internal = policies.find((name) => name === 'response-wrapping')
  if (internal) return `cannot assign policy "${internal}"`
  return policies.includes('root') && !own.includes('root')
    ? 'root tokens may not be created without parent token being root'
    : policies
}

/** Policies by their names without case, sorted, each once; root stands alone. */
export const sanitized = (names: readonly string[]): string[] => {
  const all = names.map((each) => each.trim().toLowerCase()).filter((each) => each !== '')
  return all.includes('root') ? ['root'] : [...new Set(all)].toSorted()
}

/** Names as lists of what is not allowed keep them: root is a name like others. */
export const lowered = (names: readonly string[]): string[] =>
  [...new Set(names.map((name) => name.trim().toLowerCase()))].filter(Boolean).toSorted()

const withDefault = (names: readonly string[], isWanted: boolean): string[] =>
  isWanted && !sanitized(names).includes('root')
    ? sanitized([...names, 'default'])
    : sanitized(names)

function byParent(
  asked: readonly string[],
  { no_default_policy: isBare }: TokenFields,
  own: readonly string[],
  isSudo: boolean,
): string[] | string {
  if (asked.length === 0) return sanitized(own)
  if (isSudo) return withDefault(asked, !isBare)
  return sanitized(asked).every((name) => own.includes(name))
    ? withDefault(asked, !isBare && own.includes('default'))
    : 'child policies must be subset of parent'
}

function byRole(
  asked: readonly string[],
  { no_default_policy }: TokenFields,
  role: TokenRole,
  own: readonly string[],
): string[] | string {
  const { allowed, disallowed, allowedGlobs, disallowedGlobs } = role
  const takesDefault =
    !no_default_policy &&
    !role.noDefaultPolicy &&
    !disallowed.includes('default') &&
    !matching(disallowedGlobs, 'default')
  const wanted = asked.length > 0 ? withDefault(asked, takesDefault) : []
  const isAllowing = allowed.length > 0 || allowedGlobs.length > 0
  const permitted = isAllowing ? withDefault(allowed, takesDefault) : withDefault(own, takesDefault)
  const policies = wanted.length > 0 ? wanted : permitted
  const isOutside = (name: string) => !permitted.includes(name) && !matching(allowedGlobs, name)
  if (isAllowing && policies.some(isOutside))
    return (
      `token policies (${quoted(policies)}) must be subset of the role's allowed policies ` +
      `(${quoted(permitted)}) or glob policies (${quoted(allowedGlobs)})`
    )
  const refused = policies.find(
    (name) => disallowed.includes(name) || matching(disallowedGlobs, name),
  )
  return refused ? `token policy "${refused}" is disallowed by this role` : policies
}

const quoted = (names: readonly string[]): string =>
  `[${names.map((name) => JSON.stringify(name)).join(' ')}]`

/** Whether a pattern with `*` at either end takes a name. */
export const matching = (globs: readonly string[], name: string): boolean =>
  globs.some((glob) => {
    const [start = '', ...rest] = glob.split('*')
    if (rest.length === 0) return name === glob
    const end = rest.pop()!
    if (!name.startsWith(start)) return false
    let left = name.slice(start.length)
    for (const part of rest) {
      const at = left.indexOf(part)
      if (at < 0) return false
      left = left.slice(at + part.length)
    }
    return left.endsWith(end)
  })
