import type { CarryOut, Given, Named } from './racf-given.ts'
import type { RacfDatabase } from './racf-database.ts'
import { suggestName } from '../nearest.ts'

/** The commands about users. */
export const userCommands: Readonly<Record<string, CarryOut>> = {
  ADDUSER(database, given) {
    const group = given.has('DFLTGRP') ? knownGroup(database, given, 'DFLTGRP') : undefined
    if (given.has('DFLTGRP') && !group) return
    for (const { name, at } of given.firstIds()) {
      if (name === '*') given.tell('error', '"*" cannot be a user ID', at, 'write a user ID')
      else if (database.knows(name))
        given.tell('error', `${name} is defined already`, at, 'use ALTUSER, or another user ID')
      else
        database.setUser(name, {
          groups: new Set(group === undefined ? [] : [group]),
          restricted: given.has('RESTRICTED'),
        })
    }
  },
  ALTUSER(database, given) {
    const group = given.has('DFLTGRP') ? knownGroup(database, given, 'DFLTGRP') : undefined
    if (given.has('DFLTGRP') && !group) return
    for (const each of given.firstIds()) {
      const user = knownUser(database, given, each)
      if (!user) continue
      if (group !== undefined && !user.groups.has(group)) {
        const said = `${each.name} is not connected to ${group}`
        given.tell(
          'error',
          said,
          given.placeOf('DFLTGRP'),
          `CONNECT ${each.name} GROUP(${group}) first`,
        )
        continue
      }
      const revoked = revocation(given)
      database.setUser(each.name, {
        ...(revoked !== undefined && { revoked }),
        ...(given.has('RESTRICTED') && { restricted: true }),
        ...(given.has('NORESTRICTED') && { restricted: false }),
      })
    }
  },
  DELUSER(database, given) {
    for (const each of given.firstIds()) {
      if (!knownUser(database, given, each)) continue
      database.users.delete(each.name)
      database.filters = database.filters.filter(({ saf }) => saf !== each.name)
    }
  },
}

/** Whether REVOKE or RESUME holds; a date is not waited for, and errs on the side of no access. */
function revocation(given: Given): boolean | undefined {
  for (const keyword of ['REVOKE', 'RESUME'] as const) {
    if (!given.holds(keyword)) continue
    const said = `${keyword} with a date is not emulated: the user is revoked from now on`
    given.tell('warning', said, given.placeOf(keyword), `write ${keyword} without a date`)
    return true
  }
  if (given.has('REVOKE')) return true
  return given.has('RESUME') ? false : undefined
}

/** A user that a command names; says so where there is none. */
export function knownUser(database: RacfDatabase, given: Given, { name, at }: Named) {
  const user = database.users.get(name)
  if (user) return user
  given.tell(
    'error',
    `the user ${name} is not defined`,
    at,
    suggestName(name, database.users.keys()),
  )
  return undefined
}

/** The group in the parentheses of a keyword; says so where there is none. */
export function knownGroup(
  { groups }: RacfDatabase,
  given: Given,
  keyword: string,
): string | undefined {
  const named = given.id(keyword)
  if (!named) {
    given.tell(
      'error',
      `${keyword} names no group`,
      given.placeOf(keyword),
      `write ${keyword}(GROUP)`,
    )
    return undefined
  }
  if (groups.has(named.name)) return named.name
  given.tell(
    'error',
    `the group ${named.name} is not defined`,
    named.at,
    suggestName(named.name, groups),
  )
  return undefined
}
