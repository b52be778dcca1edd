import type { Place } from '../problem.ts'

/** Resource classes that requests are checked against; Db2 privileges on tables are of class MDSNTB. */
export const safClasses = ['APPL', 'EJBROLE', 'SURROGAT', 'TIMS', 'MDSNTB'] as const

export type SafClass = (typeof safClasses)[number]

/** Levels of access, each with all those before it. */
export const accessLevels = ['NONE', 'EXECUTE', 'READ', 'UPDATE', 'CONTROL', 'ALTER'] as const

export type AccessLevel = (typeof accessLevels)[number]

export interface SafUser {
  readonly groups: ReadonlySet<string>
  readonly revoked: boolean
  /** Gets nothing from UACC or from ID(*). */
  readonly restricted: boolean
}

export interface SafProfile {
  readonly uacc: AccessLevel
  /** User IDs, group names and `*` to what they may do. */
  readonly permits: ReadonlyMap<string, AccessLevel>
}

/** A filter of class IDIDMAP; `*` stands for any user, or any registry. */
export interface DistributedFilter {
  readonly user: string
  readonly registry: string
  /** The user ID it gives. */
  readonly saf: string
  readonly label?: string
}

/** What a security manager knows. User IDs, group names and all profiles but EJBROLE are in upper case. */
export interface SafDefinitions {
  readonly users: ReadonlyMap<string, SafUser>
  readonly groups: ReadonlySet<string>
  /** Profiles by class, then by name; a name may be generic. */
  readonly profiles: ReadonlyMap<SafClass, ReadonlyMap<string, SafProfile>>
  readonly filters: readonly DistributedFilter[]
}

/** A security manager that knows nobody. */
export const noDefinitions: SafDefinitions = {
  users: new Map(),
  groups: new Set(),
  profiles: new Map(),
  filters: [],
}

/** What is wrong with a RACF command, or why it has no effect here. */
export type RacfCode = 'RACF-COMMAND' | 'RACF-IGNORED'

export interface RacfProblem {
  readonly severity: 'error' | 'warning' | 'note'
  readonly code: RacfCode
  readonly message: string
  readonly at: Place
  readonly tries: readonly string[]
}

/** A name as the security manager keeps it: role names alone have small letters. */
export const foldProfile = (cls: SafClass, name: string): string =>
  cls === 'EJBROLE' ? name : name.toUpperCase()

/** A user ID or group name as the security manager keeps it. */
export const foldId = (id: string): string => id.toUpperCase()
