import { rule, type Rule } from '../rule.ts'
import { accessLevels, foldId, foldProfile } from './model.ts'
import type { AccessLevel, SafClass, SafDefinitions, SafProfile, SafUser } from './model.ts'
import { bestProfile, genericNames, mostSpecific } from './profile-names.ts'

const page =
  'RACF Security Administrator’s Guide: Authorization checking for RACF-protected resources'

export const accessList = rule('saf.access.list', {
  status: 'documented',
  source: page,
  says: 'the entry of the user decides, then the highest of those of its groups, then ID(*), then UACC',
})

export const restrictedUser = rule('saf.access.restricted', {
  status: 'documented',
  source: 'RACF Security Administrator’s Guide: Restricting user IDs (RESTRICTED)',
  says: 'a restricted user gets nothing from ID(*) and UACC',
})

export const unprotected = rule('saf.access.unprotected', {
  status: 'assumed',
  source:
    'Assumed from the return codes of RACROUTE; a server without an APPL profile would settle it',
  says: 'where no profile protects it, an application or an IMS transaction is open to all, and a role, a surrogate and a Db2 privilege to nobody',
})

export const revokedUser = rule('saf.user.revoked', {
  status: 'documented',
  source: 'RACF Command Language Reference: ALTUSER, REVOKE',
  says: 'a revoked user may do nothing',
})

export const undefinedUser = rule('saf.user.undefined', {
  status: 'documented',
  source: 'RACF Security Administrator’s Guide: Defining users',
  says: 'a user ID that is not defined may do nothing',
})

/** What a check found, in words for a trace, with the rules it rests on. */
export interface AccessDecision {
  readonly allowed: boolean
  readonly why: string
  readonly rules: readonly Rule[]
}

/** Classes in which a resource without a profile is open. */
const openClasses: ReadonlySet<SafClass> = new Set(['APPL', 'TIMS'])

/** Whether a user may use a resource: at least READ, unless another level is asked for. */
export function checkAccess(
  definitions: SafDefinitions,
  id: string,
  { class: cls, name, level = 'READ' }: AccessRequest,
): AccessDecision {
  const user = definitions.users.get(foldId(id))
  const what = `${level} access to ${cls} profile`
  if (!user) return refused(`the user ${id} is not defined`, [undefinedUser])
  if (user.revoked) return refused(`the user ${id} is revoked`, [revokedUser])
  const profiles = definitions.profiles.get(cls) ?? new Map<string, SafProfile>()
  const resource = foldProfile(cls, name)
  const found = bestProfile(profiles.keys(), resource)
  if (found === undefined) {
    const allowed = openClasses.has(cls)
    return { allowed, why: `no profile of class ${cls} protects ${resource}`, rules: [unprotected] }
  }
  const { level: held, from } = heldBy(foldId(id), user, profiles.get(found)!)
  const allowed = rank(held) >= rank(level)
  const generic = found === resource ? [] : [genericNames, mostSpecific]
  const restricted = user.restricted && from === 'nothing' ? [restrictedUser] : []
  const by = from === 'nothing' ? '' : ` by ${from}`
  const why = `${id} ${allowed ? 'has' : 'does not have'} ${what} ${found}${by}`
  return { allowed, why, rules: [accessList, ...generic, ...restricted] }
}

export interface AccessRequest {
  readonly class: SafClass
  readonly name: string
  readonly level?: AccessLevel
}

const rank = (level: AccessLevel): number => accessLevels.indexOf(level)

const refused = (why: string, rules: readonly Rule[]): AccessDecision => ({
  allowed: false,
  why,
  rules,
})

interface Held {
  readonly level: AccessLevel
  readonly from: string
}

function heldBy(id: string, user: SafUser, { permits, uacc }: SafProfile): Held {
  const own = permits.get(id)
  if (own !== undefined) return { level: own, from: `ID(${id})` }
  const ofGroups = [...user.groups].flatMap((group): Held[] => {
    const level = permits.get(group)
    return level === undefined ? [] : [{ level, from: `ID(${group})` }]
  })
  const [highest] = ofGroups.toSorted((a, b) => rank(b.level) - rank(a.level))
  if (highest) return highest
  if (user.restricted) return { level: 'NONE', from: 'nothing' }
  const everybody = permits.get('*')
  return everybody === undefined
    ? { level: uacc, from: `UACC(${uacc})` }
    : { level: everybody, from: 'ID(*)' }
}
