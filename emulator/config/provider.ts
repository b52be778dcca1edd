import { rule } from '../rule.ts'
import { readReferences } from './ids.ts'
import type { ConfigElement } from './files.ts'
import type {
  AuthFilter,
  FilterCondition,
  LevelGroups,
  ProviderConfig,
  SafCredentials,
  ZosConnectApi,
} from './provider-model.ts'
import { defaultAs } from './reading.ts'
import type { Source } from './reading.ts'
import { specOf } from './specs.ts'
import { readMpJwt, readOpenidConnectClient } from './token-consumers.ts'
import { readEnum, readFlag, readList, readText } from './values.ts'

export const safDefaults = rule('config.inbound.saf-defaults', {
  status: 'documented',
  source: 'SAF unauthenticated user ID; Open Liberty: safCredentials',
  says: 'safCredentials has unauthenticatedUser WSGUEST, profilePrefix BBGZDFLT and mapDistributedIdentities false where they are not set',
})

export const apiDefaults = rule('config.inbound.api-defaults', {
  status: 'documented',
  source: 'API provider authorization; Configuring interceptors',
  says: 'requireAuth and runGlobalInterceptors are true where they are not set',
})

/** What reads elements by their names: all of them, or the one there is with its defaults. */
export interface ElementReaders {
  readonly each: <T>(name: string, read: (source: Source) => T) => readonly T[]
  readonly one: <T>(name: string, read: (source: Source) => T) => T
}

/** Reads everything that decides about requests from outside. */
export function readProvider({ each, one }: ElementReaders): ProviderConfig {
  const [safRegistry] = each('safRegistry', (source) => {
    const realm = readText(source, 'realm')
    return { at: source.element.at, ...(realm && { realm }) }
  })
  const [safAuthorization] = each('safAuthorization', ({ element }) => ({ at: element.at }))
  const interceptors = each('zosconnect_authorizationInterceptor', ({ element }) => element.id)
  const lists = each('zosconnect_zosConnectInterceptors', (source) => {
    const { value } = readList(source, 'interceptorRef')
    return [source.element.id, value] as const
  })
  return {
    openidConnectClients: each('openidConnectClient', readOpenidConnectClient),
    mpJwts: each('mpJwt', readMpJwt),
    authFilters: new Map(each('authFilter', readAuthFilter).map((filter) => [filter.id, filter])),
    ...(safRegistry && { safRegistry }),
    safCredentials: one('safCredentials', readSafCredentials),
    ...(safAuthorization && { safAuthorization }),
    authorizationInterceptors: new Set(interceptors.filter((id) => id !== '')),
    interceptorLists: new Map(lists.filter(([id]) => id !== '')),
    ...one('zosconnect_zosConnectManager', readManager),
    apis: each('zosconnect_zosConnectAPIs', readApis).flat(),
  }
}

function readSafCredentials(source: Source): SafCredentials {
  const text = (name: string, absent: string) => readText(source, name) ?? defaultAs(source, absent)
  return {
    at: source.element.at,
    unauthenticatedUser: text('unauthenticatedUser', 'WSGUEST'),
    profilePrefix: text('profilePrefix', 'BBGZDFLT'),
    mapDistributedIdentities: readFlag(source, 'mapDistributedIdentities', false),
  }
}

const readManager = (
  source: Source,
): Pick<ProviderConfig, 'requireAuth' | 'globalInterceptorsRef' | 'globalGroups'> => ({
  requireAuth: readFlag(source, 'requireAuth', true),
  globalInterceptorsRef: readReferences(source, 'globalInterceptorsRef') ?? defaultAs(source, []),
  globalGroups: readGroups(
    source,
    (name) => `global${name[0]!.toUpperCase()}${name.slice(1)}Group`,
  ),
})

function readApis({ element, reading, spec }: Source): readonly ZosConnectApi[] {
  const childSpec = specOf(spec.children, 'zosConnectAPI')!
  return element.children
    .filter(({ name }) => name === 'zosConnectAPI')
    .map((child) => readApi({ reading, element: child, spec: childSpec }))
}

function readApi(source: Source): ZosConnectApi {
  const name = readText(source, 'name')
  const requireAuth = readFlag(source, 'requireAuth', true)
  return {
    at: source.element.at,
    ...(name && { name }),
    ...(requireAuth.from === 'written' && { requireAuth }),
    runGlobalInterceptors: readFlag(source, 'runGlobalInterceptors', true),
    interceptorsRef: readReferences(source, 'interceptorsRef') ?? defaultAs(source, []),
    groups: readGroups(source, (level) => `${level}Group`),
  }
}

function readGroups(source: Source, attribute: (level: string) => string): LevelGroups {
  const levels = ['admin', 'operations', 'invoke', 'reader'] as const
  return Object.fromEntries(
    levels.flatMap((level) => {
      const group = readText(source, attribute(level))
      return group ? [[level, group]] : []
    }),
  )
}

const kinds: Readonly<Record<string, { readonly name?: string; readonly value?: string }>> = {
  requestUrl: { value: 'urlPattern' },
  requestHeader: { name: 'name', value: 'value' },
  host: { value: 'name' },
  userAgent: { value: 'agent' },
  webApp: { value: 'name' },
  cookie: { name: 'name' },
  remoteAddress: { value: 'ip' },
}

function readAuthFilter({ element, reading, spec }: Source): AuthFilter {
  const conditions = element.children.flatMap((child): FilterCondition[] => {
    const childSpec = specOf(spec.children, child.name)
    return childSpec ? [readCondition({ reading, element: child, spec: childSpec }, child)] : []
  })
  return { id: element.id, at: element.at, conditions }
}

function readCondition(source: Source, { name: what, at }: ConfigElement): FilterCondition {
  const text = (attribute = '') => readText(source, attribute)?.value
  const name = text(kinds[what]!.name)
  const value = text(kinds[what]!.value)
  const types = ['contains', 'equals', 'notContain', 'greaterThan', 'lessThan'] as const
  return {
    what: what as FilterCondition['what'],
    at,
    matchType: readEnum(source, 'matchType', types)?.value ?? 'contains',
    ...(name !== undefined && { name }),
    ...(value !== undefined && { value }),
  }
}
