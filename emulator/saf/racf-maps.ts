import type { RacfDatabase } from './racf-database.ts'
import type { CarryOut, Given } from './racf-given.ts'
import { knownUser } from './racf-users.ts'

/** The command about distributed identity filters. */
export const mapCommands: Readonly<Record<string, CarryOut>> = {
  RACMAP(database, given) {
    const deeds = ['MAP', 'DELMAP', 'LISTMAP', 'QUERY'].filter((each) => given.has(each))
    if (deeds.length > 1)
      return given.tell(
        'error',
        `RACMAP does one thing, not ${deeds.join(' and ')}`,
        given.at,
        'make it two commands',
      )
    if (deeds[0] === 'LISTMAP' || deeds[0] === 'QUERY')
      return given.tell('note', `RACMAP ${deeds[0]} changes nothing`, given.at)
    const named = given.id('ID')
    if (!named || named.name === '*')
      return given.tell('error', 'RACMAP names no user', given.placeOf('ID'), 'add ID(USER)')
    if (!knownUser(database, given, named)) return
    if (deeds[0] === 'DELMAP') deleteMap(database, named.name, given)
    else addMap(database, named.name, given)
  },
}

function addMap(database: RacfDatabase, saf: string, given: Given): void {
  const user = given.text('USERDIDFILTER', 'NAME')
  const registry = given.text('REGISTRY', 'NAME')
  if (!user)
    return given.tell(
      'error',
      'RACMAP MAP has no user name',
      given.placeOf('USERDIDFILTER'),
      "add USERDIDFILTER(NAME('user'))",
    )
  if (!registry)
    return given.tell(
      'error',
      'RACMAP MAP has no registry',
      given.placeOf('REGISTRY'),
      "add REGISTRY(NAME('realm')), or REGISTRY(NAME('*'))",
    )
  const same = database.filters.find(
    (each) => each.user === user.name && each.registry === registry.name,
  )
  if (same)
    return given.tell(
      'error',
      `this user name and registry map to ${same.saf} already`,
      user.at,
      'RACMAP DELMAP that one first',
    )
  const label = given.text('WITHLABEL')
  const filter = {
    user: user.name,
    registry: registry.name,
    saf,
    ...(label && { label: label.name }),
  }
  database.filters = [...database.filters, filter]
}

/** Without a label the only filter of a user goes, as RACF has it. */
function deleteMap(database: RacfDatabase, saf: string, given: Given): void {
  const label = given.text('DELMAP', 'LABEL')
  const own = database.filters.filter((each) => each.saf === saf)
  const chosen = label ? own.filter((each) => each.label === label.name) : own
  const [only, ...more] = chosen
  if (given.holds('DELMAP') && !label)
    return given.tell(
      'error',
      'DELMAP takes LABEL',
      given.placeOf('DELMAP'),
      "write DELMAP(LABEL('label'))",
    )
  if (!only || more.length > 0) {
    const said = only ? `${saf} has several filters` : `${saf} has no such filter`
    return given.tell('error', said, given.placeOf('DELMAP'), "name one by DELMAP(LABEL('label'))")
  }
  database.filters = database.filters.filter((each) => each !== only)
}
