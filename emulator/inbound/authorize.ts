import type { ProviderConfig, Setting, ZosConnectApi } from '../config/index.ts'
import { rule, type Rule } from '../rule.ts'
import { checkAccess, foldId, type SafDefinitions } from '../saf/index.ts'
import { refuse, type InboundEvent, type Step } from './decision.ts'

export const applProfile = rule('inbound.appl', {
  status: 'documented',
  source: 'How to activate and configure the SAF user registry',
  says: 'the SAF user needs READ access to the APPL profile that profilePrefix names, or it is not authenticated (401)',
})

export const accessRole = rule('inbound.access-role', {
  status: 'documented',
  source: 'How to configure the zosConnectAccess role with a SAF user registry',
  says: 'with requireAuth the user needs READ access to the EJBROLE profile <profilePrefix>.zos.connect.access.roles.zosConnectAccess, or gets 403',
})

export const noSafAuthorization = rule('inbound.no-saf-authorization', {
  status: 'assumed',
  source: 'Assumed: authorization-roles of server.xml are not emulated',
  says: 'without safAuthorization nobody has the role zosConnectAccess',
})

export const interceptorRuns = rule('inbound.interceptor', {
  status: 'documented',
  source: 'Configuring interceptors; API provider authorization',
  says: 'an authorization interceptor asks for a group where it is in the list of the API, or in the global one and the API does not leave that out',
})

export const invokeGroup = rule('inbound.invoke-group', {
  status: 'documented',
  source: 'How to configure authorization levels with a SAF user registry',
  says: 'to call an API the user must belong to its invokeGroup, or where it names none to globalInvokeGroup, or gets 403',
})

export const adminInvokes = rule('inbound.admin-group', {
  status: 'assumed',
  source: 'Assumed: the level of administrators is described as all that the others may do',
  says: 'the admin group may call APIs as the invoke group may',
})

/** Whose authority is checked, and for which API. */
export interface AuthorizationParts {
  readonly config: ProviderConfig
  readonly saf: SafDefinitions
  readonly user: string
  readonly api: string
}

const role = 'zos.connect.access.roles.zosConnectAccess'

/** Whether a SAF user may call an API: APPL, the role, and the groups of the API, in this order. */
export function authorize(parts: AuthorizationParts): Step<object> {
  const events: InboundEvent[] = []
  for (const check of [checkAppl, checkRole, checkGroups]) {
    const step = check(parts)
    events.push(...step.events)
    if (step.kind === 'refused') return { ...step, events }
  }
  return { kind: 'found', events }
}

/** Whether callers of an API must have logged on. */
export function requiresAuth(config: ProviderConfig, name: string): boolean {
  return (apiOf(config, name)?.requireAuth ?? config.requireAuth).value
}

const apiOf = ({ apis }: ProviderConfig, name: string): ZosConnectApi | undefined =>
  apis.find((api) => api.name?.value === name)

function checkAppl({ config, saf, user }: AuthorizationParts): Step<object> {
  const name = config.safCredentials.profilePrefix.value
  const { allowed, why, rules } = checkAccess(saf, user, { class: 'APPL', name })
  if (!allowed) return refuse(401, why, applProfile, ...rules)
  return passed(why, [applProfile, ...rules])
}

function checkRole({ config, saf, user, api }: AuthorizationParts): Step<object> {
  if (!requiresAuth(config, api)) return { kind: 'found', events: [] }
  if (!config.safAuthorization)
    return refuse(403, 'there is no safAuthorization, so nobody has a role', noSafAuthorization)
  const name = `${config.safCredentials.profilePrefix.value}.${role}`
  const { allowed, why, rules } = checkAccess(saf, user, { class: 'EJBROLE', name })
  if (!allowed) return refuse(403, why, accessRole, ...rules)
  return passed(why, [accessRole, ...rules])
}

function checkGroups({ config, saf, user, api: name }: AuthorizationParts): Step<object> {
  const api = apiOf(config, name)
  if (!isIntercepted(config, api)) return { kind: 'found', events: [] }
  const invoke = api?.groups.invoke ?? config.globalGroups.invoke
  const admin = api?.groups.admin ?? config.globalGroups.admin
  const groups = saf.users.get(foldId(user))?.groups ?? new Set<string>()
  const isIn = (group: Setting<string> | undefined) => group && groups.has(foldId(group.value))
  if (isIn(invoke))
    return passed(`${user} is in the group ${foldId(invoke!.value)}`, [
      interceptorRuns,
      invokeGroup,
    ])
  if (isIn(admin)) {
    const text = `${user} is in the group ${foldId(admin!.value)} of administrators`
    return passed(text, [interceptorRuns, invokeGroup, adminInvokes])
  }
  const text = invoke
    ? `${user} is not in the group ${foldId(invoke.value)}, which may call ${name}`
    : `no group may call ${name}`
  return refuse(403, text, invokeGroup, interceptorRuns)
}

function isIntercepted(config: ProviderConfig, api: ZosConnectApi | undefined): boolean {
  const lists = [
    ...(api?.interceptorsRef.value ?? []),
    ...((api?.runGlobalInterceptors.value ?? true) ? config.globalInterceptorsRef.value : []),
  ]
  return lists
    .flatMap((id) => config.interceptorLists.get(id) ?? [])
    .some((id) => config.authorizationInterceptors.has(id))
}

const passed = (text: string, rules: readonly Rule[]): Step<object> => ({
  kind: 'found',
  events: [{ text, rules }],
})
