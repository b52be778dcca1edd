import { rule, type Rule } from '../rule.ts'
import type { Caller } from './method.ts'

const page = 'Generating a JWT within IBM z/OS Connect'

/** As much of a security manager as requests need: its users, and who may act for whom. */
export interface Saf {
  hasUser(user: string): boolean
  /** Whether `user` has READ access to a profile of class SURROGAT. */
  mayRead(profile: string, user: string): boolean
}

export const surrogat = rule('jwt.surrogat', {
  status: 'documented',
  source: page,
  says: 'the link user needs READ access to the SURROGAT profile <asserted user>.BAQTOKEN',
})

export const unauthenticated = rule('jwt.unauthenticated', {
  status: 'documented',
  source: 'SAF unauthenticated user ID',
  says: 'without a link user the check runs against the unauthenticated user, WSGUEST by default',
})

export const mustExist = rule('jwt.user-exists', {
  status: 'documented',
  source: page,
  says: 'the asserted user must exist in SAF',
})

export const noRegistry = rule('jwt.no-registry', {
  status: 'assumed',
  source: 'Assumed: where a scenario describes no SAF registry there is nothing to check against',
  says: 'without a SAF registry every user exists and may act for every other',
})

export const notPermitted = rule('outcome.t7', {
  status: 'assumed',
  source: 'Assumed: the answer to a failed SURROGAT check is not documented',
  says: 'a failed SURROGAT check gives return code 2 and status code 403',
  other: { notPermittedStatus: 401 },
})

/** The user ID that a server without authentication runs under. */
const unauthenticatedUser = 'WSGUEST'

/** Why a caller may not act as the user it asserts, and by which rules. */
export interface NotPermitted {
  readonly why: string
  readonly rules: readonly Rule[]
}

/** Why a caller may not act as the user it asserts; undefined where it may. */
export function whyNotSurrogate(
  saf: Saf,
  caller: Caller,
  asserted: string,
): NotPermitted | undefined {
  if (!saf.hasUser(asserted))
    return { why: `the user ${asserted} does not exist`, rules: [mustExist] }
  const { linkUser = unauthenticatedUser } = caller
  const profile = `${asserted}.BAQTOKEN`
  if (saf.mayRead(profile, linkUser)) return undefined
  const why = `link ID ${linkUser} does not have READ access to profile ${profile}`
  return { why, rules: caller.linkUser === undefined ? [surrogat, unauthenticated] : [surrogat] }
}
