import { rule } from '../rule.ts'
import type { DistributedIdentity } from '../saf/index.ts'
import type { InboundEvent } from './decision.ts'

export const networkIdentity = rule('inbound.network-identity', {
  status: 'documented',
  source: 'Configuring distributed identity propagation to IMS',
  says: 'IMS Connect from V15 on gets the user name and the realm as network user ID and network session ID, which IMS logs and never checks',
})

export const notPropagated = rule('inbound.network-identity.off', {
  status: 'documented',
  source: 'Configuring distributed identity propagation to IMS',
  says: 'propagateNetworkSecurityCred, true where it is not set, switches that off',
})

export const olderConnect = rule('inbound.network-identity.v15', {
  status: 'documented',
  source: 'Configuring distributed identity propagation to IMS',
  says: 'IMS Connect below V15 gets neither',
})

export const networkLimits = rule('inbound.network-identity.length', {
  status: 'documented',
  source: 'Distributed network security credential support and OTMA (IMS)',
  says: 'a network user ID has at most 246 bytes, a network session ID 254',
})

export const tooLongDropped = rule('inbound.network-identity.too-long', {
  status: 'assumed',
  source:
    'Assumed: a name that is cut may be the name of somebody else; one of 247 bytes on a system would settle it',
  says: 'where a name or a realm is too long in UTF-8 neither of them is sent',
})

/** The longest names that IMS takes, in bytes. */
export const networkLimitBytes = { user: 246, session: 254 } as const

/** What IMS Connect can do, and what the interaction profile says. */
export interface ImsLink {
  /** The version of IMS Connect. */
  readonly version: number
  readonly propagateNetworkSecurityCred: boolean
}

/** The credentials that go to IMS beside the SAF user. */
export interface NetworkCredentials {
  readonly networkUserId?: string
  readonly networkSessionId?: string
}

/** What IMS is told of the person behind a request, and why. */
export function networkCredentials(
  person: DistributedIdentity | undefined,
  { version, propagateNetworkSecurityCred }: ImsLink,
): { readonly credentials: NetworkCredentials; readonly event: InboundEvent } {
  const none = (text: string, ...rules: InboundEvent['rules']) => ({
    credentials: {},
    event: { text, rules },
  })
  if (!person) return none('nobody logged on, so IMS is told of nobody', networkIdentity)
  if (!propagateNetworkSecurityCred)
    return none(
      'propagateNetworkSecurityCred is false: IMS is not told of the person',
      notPropagated,
    )
  if (version < 15) return none(`IMS Connect V${version} is not told of the person`, olderConnect)
  const { user, registry } = person
  const tooLong =
    bytes(user) > networkLimitBytes.user || bytes(registry) > networkLimitBytes.session
  if (tooLong)
    return none(
      `IMS is not told of the person: the name has ${bytes(user)} bytes, the realm ${bytes(registry)}`,
      networkLimits,
      tooLongDropped,
    )
  return {
    credentials: { networkUserId: user, networkSessionId: registry },
    event: { text: 'IMS is told of the person', rules: [networkIdentity, networkLimits] },
  }
}

const bytes = (text: string): number => Buffer.byteLength(text)
