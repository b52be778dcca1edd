import { suggestName } from '../nearest.ts'
import type { CarryOut } from './racf-given.ts'
import { knownGroup, knownUser } from './racf-users.ts'

/** The commands about groups and who belongs to them. */
export const groupCommands: Readonly<Record<string, CarryOut>> = {
  ADDGROUP(database, given) {
    for (const { name, at } of given.firstIds()) {
      if (name === '*') given.tell('error', '"*" cannot be a group name', at, 'write a group name')
      else if (database.knows(name))
        given.tell('error', `${name} is defined already`, at, 'use another group name')
      else database.groups.add(name)
    }
  },
  DELGROUP({ groups, users }, given) {
    for (const { name, at } of given.firstIds()) {
      const members = [...users].filter(([, user]) => user.groups.has(name))
      if (!groups.has(name))
        given.tell('error', `the group ${name} is not defined`, at, suggestName(name, groups))
      else if (members.length > 0) {
        const said = `users are connected to ${name}: ${members.map(([id]) => id).join(', ')}`
        given.tell('error', said, at, 'REMOVE them first')
      } else groups.delete(name)
    }
  },
  CONNECT(database, given) {
    const group = knownGroup(database, given, 'GROUP')
    if (group === undefined) return
    for (const keyword of ['REVOKE', 'RESUME'].filter((each) => given.holds(each))) {
      const said = `${keyword} with a date is not emulated: the connection does not count`
      given.tell('warning', said, given.placeOf(keyword), `write ${keyword} without a date`)
    }
    const counts = !given.has('REVOKE') && !given.holds('RESUME')
    for (const each of given.firstIds()) {
      const user = knownUser(database, given, each)
      if (user) database.setUser(each.name, { groups: withGroup(user.groups, group, counts) })
    }
  },
  REMOVE(database, given) {
    const group = knownGroup(database, given, 'GROUP')
    if (group === undefined) return
    for (const each of given.firstIds()) {
      const user = knownUser(database, given, each)
      if (user?.groups.has(group))
        database.setUser(each.name, { groups: withGroup(user.groups, group, false) })
      else if (user) {
        const said = `${each.name} is not connected to ${group}`
        given.tell('error', said, each.at, suggestName(group, user.groups))
      }
    }
  },
}

function withGroup(groups: ReadonlySet<string>, group: string, counts: boolean): Set<string> {
  const changed = new Set(groups)
  if (counts) changed.add(group)
  else changed.delete(group)
  return changed
}
