import type { Saf } from '../emulator/index.ts'
import { checkAccess, foldId, type SafDefinitions } from '../emulator/saf/index.ts'

/** The security manager of a scenario, as far as the requester asks it. */
export const safOf = (definitions: SafDefinitions): Saf => ({
  hasUser: (user) => definitions.users.has(foldId(user)),
  mayRead: (name, user) => checkAccess(definitions, user, { class: 'SURROGAT', name }).allowed,
})
