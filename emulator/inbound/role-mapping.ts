import type { JWTPayload } from 'jose'
import type { Place } from '../problem.ts'
import { rule } from '../rule.ts'

const idea = 'Idea LIBERTY-I-72; the product does not have it'

export const roleMaps = rule('inbound.role', {
  status: 'extension',
  source: idea,
  says: 'the first rule for an API or application whose role the token has gives the SAF user',
})

export const rolePrecedence = rule('inbound.role.precedence', {
  status: 'extension',
  source: idea,
  says: 'of several roles in one token the order of the rules decides, never the order in the token',
})

export const roleClaim = rule('inbound.role.claim', {
  status: 'extension',
  source: idea,
  says: 'roles are the texts of an array, or the words of a text; a path takes the longest name that is there, so that dots may be part of names',
})

export const roleOtherwise = rule('inbound.role.otherwise', {
  status: 'extension',
  source: idea,
  says: 'a token without any mapped role gets the user of otherwise, or 403 where there is none',
})

/** One line of a mapping. */
export interface RoleRule {
  /** The name of an API, or the context root of an application; `*` stands for any text. */
  readonly target: { readonly kind: 'api' | 'application'; readonly pattern: string }
  /** Names from claim to claim; a single text is cut at dots where it must be. */
  readonly claim: string | readonly string[]
  readonly role: string
  /** The SAF user it gives. */
  readonly user: string
  readonly at: Place
}

/** Which roles become which SAF users: an extension of baqlab. */
export interface RoleMapping {
  readonly rules: readonly RoleRule[]
  /** Who anybody else is; absent: nobody, which is answered with 403. */
  readonly otherwise?: { readonly user: string; readonly at: Place }
}

/** What a mapping made of a token. */
export type MappedRole =
  | {
      readonly kind: 'mapped'
      readonly user: string
      readonly by: RoleRule | 'otherwise'
      readonly several: boolean
    }
  | { readonly kind: 'unmapped' }

/** The rules of a mapping for an API at an address, in their order. */
export const rulesFor = (
  { rules }: RoleMapping,
  { api, url }: { readonly api: string; readonly url: string },
): readonly RoleRule[] => {
  const root = `/${new URL(url).pathname.split('/')[1] ?? ''}`
  return rules.filter(({ target: { kind, pattern } }) =>
    matchesPattern(pattern, kind === 'api' ? api : root),
  )
}

/** The SAF user of a token by its roles. */
export function mapRole(
  mapping: RoleMapping,
  rules: readonly RoleRule[],
  claims: JWTPayload,
): MappedRole {
  const fitting = rules.filter(({ claim, role }) => hasRole(claimAt(claims, claim), role))
  const [first] = fitting
  const several = new Set(fitting.map(({ role }) => role)).size > 1
  if (first) return { kind: 'mapped', user: first.user, by: first, several }
  const { otherwise } = mapping
  if (!otherwise) return { kind: 'unmapped' }
  return { kind: 'mapped', user: otherwise.user, by: 'otherwise', several: false }
}

/** Whether a text has the form of a pattern, in which `*` stands for any text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return pattern === text
  if (!text.startsWith(first) || !text.slice(first.length).endsWith(last)) return false
  let from = first.length
  const end = text.length - last.length
  for (const part of rest) {
    const found = text.indexOf(part, from)
    if (found < 0 || found + part.length > end) return false
    from = found + part.length
  }
  return from <= end
}

/** A list of names is followed as it is; a text takes at each step the longest name that is there. */
export function claimAt(claims: unknown, path: string | readonly string[]): unknown {
  if (typeof path !== 'string')
    return path.reduce<unknown>((value, name) => ownValue(value, name), claims)
  const own = ownValue(claims, path)
  if (own !== undefined) return own
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const value = ownValue(claims, path.slice(0, dot))
    if (value !== undefined) return claimAt(value, path.slice(dot + 1))
  }
  return undefined
}

function ownValue(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined
}

/** A role that is one text may hold blanks, as names of groups do. */
function hasRole(value: unknown, role: string): boolean {
  if (Array.isArray(value)) return value.some((each) => each === role)
  return typeof value === 'string' && (value === role || value.split(/\s+/).includes(role))
}
