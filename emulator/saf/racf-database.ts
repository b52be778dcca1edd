import type { DistributedFilter, SafClass, SafDefinitions, SafProfile, SafUser } from './model.ts'

/** Definitions while commands change them. */
export class RacfDatabase {
  readonly users: Map<string, SafUser>
  readonly groups: Set<string>
  readonly profiles: Map<SafClass, Map<string, SafProfile>>
  filters: readonly DistributedFilter[]

  constructor({ users, groups, profiles, filters }: SafDefinitions) {
    this.users = new Map(users)
    this.groups = new Set(groups)
    this.profiles = new Map([...profiles].map(([cls, byName]) => [cls, new Map(byName)]))
    this.filters = filters
  }

  /** Whether an entry of an access list may have that name. */
  knows(id: string): boolean {
    return this.users.has(id) || this.groups.has(id)
  }

  profile(cls: SafClass, name: string): SafProfile | undefined {
    return this.profiles.get(cls)?.get(name)
  }

  setProfile(cls: SafClass, name: string, profile: SafProfile): void {
    const byName = this.profiles.get(cls) ?? new Map<string, SafProfile>()
    this.profiles.set(cls, byName.set(name, profile))
  }

  setUser(id: string, change: Partial<SafUser>): void {
    const before = this.users.get(id) ?? { groups: new Set(), revoked: false, restricted: false }
    this.users.set(id, { ...before, ...change })
  }

  /** What holds from now on. */
  definitions(): SafDefinitions {
    const { users, groups, profiles, filters } = this
    return { users, groups, profiles, filters }
  }
}
