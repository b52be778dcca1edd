import type { Saf } from '../emulator/index.ts'
import type { SafRegistry } from './scenario/model.ts'

/** The security manager of a scenario; names compare as RACF folds them, in upper case. */
export function safOf({ users, surrogat }: SafRegistry): Saf {
  const known = new Set(users.map(folded))
  const readers = new Map(
    Object.entries(surrogat).map(([profile, list]) => [folded(profile), new Set(list.map(folded))]),
  )
  return {
    hasUser: (user) => known.has(folded(user)),
    mayRead: (profile, user) => readers.get(folded(profile))?.has(folded(user)) ?? false,
  }
}

const folded = (name: string): string => name.toUpperCase()
