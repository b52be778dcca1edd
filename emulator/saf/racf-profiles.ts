import { suggestName } from '../nearest.ts'
import { foldProfile, type SafClass, type SafProfile } from './model.ts'
import type { RacfDatabase } from './racf-database.ts'
import type { CarryOut, Given, Named } from './racf-given.ts'

const conditions = ['WHEN', 'FROM', 'FCLASS', 'FGENERIC', 'FVOLUME']
const notConditional = 'conditions and copied lists are not emulated, so nothing is permitted'

/** The commands about resources and who may use them. */
export const profileCommands: Readonly<Record<string, CarryOut>> = {
  RDEFINE(database, given) {
    const cls = given.class()
    const uacc = given.level('UACC', 'NONE')
    if (!cls || !uacc) return
    for (const { name, at } of profileNames(cls, given)) {
      if (database.profile(cls, name))
        given.tell('error', `${cls} has a profile ${name} already`, at, 'use RALTER')
      else database.setProfile(cls, name, { uacc, permits: new Map() })
    }
  },
  RALTER(database, given) {
    const cls = given.class()
    const uacc = given.has('UACC') ? given.level('UACC', 'NONE') : undefined
    if (!cls || (given.has('UACC') && !uacc)) return
    for (const each of profileNames(cls, given)) {
      const profile = knownProfile(database, cls, each, given)
      if (profile && uacc) database.setProfile(cls, each.name, { ...profile, uacc })
    }
  },
  RDELETE(database, given) {
    const cls = given.class()
    if (!cls) return
    for (const each of profileNames(cls, given))
      if (knownProfile(database, cls, each, given)) database.profiles.get(cls)!.delete(each.name)
  },
  PERMIT(database, given) {
    const cls = given.class()
    if (!cls) return
    const condition = conditions.find((each) => given.has(each))
    if (condition) {
      const tries = `leave ${condition} out`
      return given.tell('error', notConditional, given.placeOf(condition), tries)
    }
    const level = given.level('ACCESS', 'READ')
    const [each, ...more] = profileNames(cls, given)
    if (!each || !level) return
    if (more.length > 0)
      return given.tell(
        'error',
        'PERMIT takes one profile',
        more[0]!.at,
        'write one PERMIT for each',
      )
    const profile = knownProfile(database, cls, each, given)
    if (!profile) return
    const ids = given.has('ID') ? given.ids('ID') : []
    const strangers = ids.filter(({ name }) => name !== '*' && !database.knows(name))
    for (const { name, at } of strangers) {
      const known = [...database.users.keys(), ...database.groups]
      given.tell('error', `${name} is neither a user nor a group`, at, suggestName(name, known))
    }
    if (ids.length === 0 && !given.has('RESET'))
      return given.tell('error', 'PERMIT names nobody', given.at, 'add ID(USER)')
    const permits = new Map(given.has('RESET') ? [] : profile.permits)
    for (const { name } of ids) {
      if (given.has('DELETE')) permits.delete(name)
      else if (!strangers.some((stranger) => stranger.name === name)) permits.set(name, level)
    }
    database.setProfile(cls, each.name, { ...profile, permits })
  },
}

function profileNames(cls: SafClass, given: Given): readonly Named[] {
  return given.names().flatMap(({ name, at }) => {
    if (/^[^\s,()']{1,246}$/.test(name)) return [{ name: foldProfile(cls, name), at }]
    given.tell(
      'error',
      `"${name.slice(0, 40)}" cannot be the name of a profile`,
      at,
      'write it without blanks and quotes',
    )
    return []
  })
}

function knownProfile(
  database: RacfDatabase,
  cls: SafClass,
  { name, at }: Named,
  given: Given,
): SafProfile | undefined {
  const profile = database.profile(cls, name)
  if (profile) return profile
  const known = [...(database.profiles.get(cls)?.keys() ?? [])]
  const tries = known.length === 0 ? `RDEFINE ${cls} ${name} first` : suggestName(name, known)
  given.tell('error', `${cls} has no profile ${name}`, at, tries)
  return undefined
}
