import { rule, type Rule } from '../rule.ts'
import type { DistributedFilter, SafDefinitions } from './model.ts'

const guide = 'RACF Security Administrator’s Guide: Distributed identity filters'

export const filterExact = rule('saf.filter.exact', {
  status: 'documented',
  source: guide,
  says: 'a filter matches where registry and user name are the same to the letter, upper and lower case included',
})

export const filterName = rule('saf.filter.distinguished-name', {
  status: 'documented',
  source: `${guide}: Details about searching for a filter that matches a user’s DN`,
  says: 'of a distinguished name the first parts are left out, one after the other, until a filter matches',
})

export const filterAnyUser = rule('saf.filter.any-user', {
  status: 'documented',
  source: guide,
  says: 'then a filter for any user of that registry is looked for, and at last the one for any user of any registry',
})

export const filterAnyRegistry = rule('saf.filter.any-registry', {
  status: 'assumed',
  source:
    'Assumed: the guide names the star and not its turn; two filters on a real system would settle it',
  says: 'a filter for any registry comes after all filters that name the registry',
})

/** A person as an identity provider knows it. */
export interface DistributedIdentity {
  readonly user: string
  readonly registry: string
}

/** The user ID that a filter gives a person, with the rules that led to it. */
export interface FilterMatch {
  readonly saf: string
  readonly filter: DistributedFilter
  readonly rules: readonly Rule[]
}

/** The filter that fits a person best; undefined where none does. */
export function findFilter(
  { filters }: Pick<SafDefinitions, 'filters'>,
  { user, registry }: DistributedIdentity,
): FilterMatch | undefined {
  // A person called `*` is no wildcard: only filters are.
  const names = user === '*' ? [] : namesOf(user)
  for (const place of [registry, '*']) {
    const anywhere = place === '*' ? [filterAnyRegistry] : []
    for (const [i, name] of names.entries()) {
      const filter = filters.find((each) => each.registry === place && each.user === name)
      const rules = i === 0 ? [filterExact] : [filterName]
      if (filter) return { saf: filter.saf, filter, rules: [...rules, ...anywhere] }
    }
    const filter = filters.find((each) => each.registry === place && each.user === '*')
    if (filter) return { saf: filter.saf, filter, rules: [filterAnyUser, ...anywhere] }
  }
  return undefined
}

/** A distinguished name and what is left of it part by part; any other name is only itself. */
function namesOf(user: string): readonly string[] {
  const parts = user.split(/(?<!\\),/)
  if (!parts.every((part) => /^\s*[A-Za-z][\w.-]*\s*=/.test(part))) return [user]
  return parts.map((_, i) => parts.slice(i).join(','))
}
