import type { JWTPayload } from 'jose'
import type { ProviderConfig } from '../config/index.ts'
import { rule } from '../rule.ts'
import { findFilter, foldId, type DistributedIdentity, type SafDefinitions } from '../saf/index.ts'
import { refuse, shown, type InboundEvent, type InboundRequest, type Step } from './decision.ts'
import type { TokenConsumer } from './decision.ts'
import {
  mapRole,
  roleClaim,
  roleMaps,
  roleOtherwise,
  rolePrecedence,
  rulesFor,
  type RoleMapping,
} from './role-mapping.ts'

const liberty = 'Open Liberty: openidConnectClient and mpJwt'

export const userClaim = rule('inbound.user-claim', {
  status: 'documented',
  source: liberty,
  says: 'the user name is the claim of userIdentifier, or else of userIdentityToCreateSubject; of mpJwt that of userNameAttribute; without it the token is refused',
})

export const realmOfUser = rule('inbound.realm', {
  status: 'documented',
  source: liberty,
  says: 'the realm is the claim of realmIdentifier, or else realmName, or else iss; of mpJwt it is iss',
})

export const inRegistry = rule('inbound.registry-user', {
  status: 'documented',
  source: `${liberty}: mapIdentityToRegistryUser, mapToUserRegistry`,
  says: 'where the identity is mapped to the registry the user name must be that of a SAF user, or the request is answered with 401',
})

export const distributed = rule('inbound.distributed', {
  status: 'documented',
  source: 'Configuring distributed identity filters in z/OS security (Liberty)',
  says: 'with mapDistributedIdentities="true" a filter of RACMAP gives the person a SAF user',
})

export const noSafUser = rule('inbound.no-saf-user', {
  status: 'assumed',
  source:
    'Assumed from SAF unauthenticated user ID; a person without a filter on a server would settle it',
  says: 'a person without a SAF user is authenticated, and authority is checked for the unauthenticated user',
})

/** What decides who a person is to the security manager. */
export interface UserParts {
  readonly config: ProviderConfig
  readonly saf: SafDefinitions
  readonly consumer: TokenConsumer
  readonly request: InboundRequest
  /** Absent where the extension is off. */
  readonly mapping?: RoleMapping
}

type Found = Step<{ readonly user: string; readonly person: DistributedIdentity }>

/** The SAF user of the claims that were believed. */
export function findUser(claims: JWTPayload, parts: UserParts): Found {
  const { consumer, config } = parts
  const name = claims[consumer.userClaim.value]
  if (typeof name !== 'string' || name === '')
    return refuse(401, `the token has no user name at ${consumer.userClaim.value}`, userClaim)
  const person = personOf(name, claims, consumer)
  const known: InboundEvent = {
    text: `the person is ${shown(person.user)} of ${shown(person.registry)}`,
    rules: [userClaim, realmOfUser],
  }
  const found = byRole(claims, person, parts) ?? byProduct(name, person, parts)
  if (found.kind === 'refused') return { ...found, events: [known, ...found.events] }
  const registry = consumer.inRegistry.value ? config.safRegistry?.realm?.value : undefined
  const realm = registry === undefined || found.user !== foldId(name) ? person.registry : registry
  return { ...found, person: { ...person, registry: realm }, events: [known, ...found.events] }
}

function personOf(name: string, claims: JWTPayload, consumer: TokenConsumer): DistributedIdentity {
  const iss = claims.iss ?? ''
  if (consumer.kind === 'mpJwt') return { user: name, registry: iss }
  const unique = claims[consumer.uniqueUserClaim.value]
  const realm = claims[consumer.realmClaim.value]
  return {
    user: typeof unique === 'string' && unique !== '' ? unique : name,
    registry:
      typeof realm === 'string' && realm !== '' ? realm : (consumer.realmName?.value ?? iss),
  }
}

/** The extension: undefined where it is off, or has no rule for this API. */
function byRole(
  claims: JWTPayload,
  person: DistributedIdentity,
  { mapping, request }: UserParts,
): Found | undefined {
  const rules = mapping ? rulesFor(mapping, request) : []
  if (!mapping || rules.length === 0) return undefined
  const mapped = mapRole(mapping, rules, claims)
  if (mapped.kind === 'unmapped') {
    const text = `extension: no role of the token is mapped for the API ${shown(request.api)}`
    return refuse(403, text, roleOtherwise, roleClaim)
  }
  const { user, by, several } = mapped
  const why =
    by === 'otherwise'
      ? 'no role of the token is mapped, so'
      : `the role ${shown(by.role)} is mapped:`
  const cited = by === 'otherwise' ? roleOtherwise : roleMaps
  const rest = several ? [rolePrecedence, roleClaim] : [roleClaim]
  const text = `extension: ${why} the request runs as ${user}`
  return { kind: 'found', user: foldId(user), person, events: [{ text, rules: [cited, ...rest] }] }
}

function byProduct(
  name: string,
  person: DistributedIdentity,
  { config, saf, consumer }: UserParts,
): Found {
  if (consumer.inRegistry.value) {
    const user = foldId(name)
    if (!config.safRegistry || !saf.users.has(user))
      return refuse(401, `the registry has no user ${shown(name)}`, inRegistry)
    return found(user, person, `the user name is that of the SAF user ${user}`, [inRegistry])
  }
  const match = config.safCredentials.mapDistributedIdentities.value
    ? findFilter(saf, person)
    : undefined
  if (match) {
    const text = `a distributed identity filter gives the SAF user ${match.saf}`
    return found(match.saf, person, text, [distributed, ...match.rules])
  }
  const user = foldId(config.safCredentials.unauthenticatedUser.value)
  const text = `the person has no SAF user: authority is that of ${user}`
  return found(user, person, text, [noSafUser])
}

const found = (
  user: string,
  person: DistributedIdentity,
  text: string,
  rules: InboundEvent['rules'],
): Found => ({ kind: 'found', user, person, events: [{ text, rules }] })
