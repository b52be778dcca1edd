import type { AuthData } from '../config/model.ts'
import type { Rule } from '../rule.ts'
import { cacheKey, type CacheKey } from '../token/key.ts'
import type { HttpRequest } from '../http.ts'
import { exactMatch, keyParts } from '../token/key.ts'
import { lifetimeOf, type LifetimePolicy } from '../token/lifetime.ts'
import { chooseCredentials, fieldValue, type ChosenCredentials } from './credentials.ts'
import { pairFormat, readPairs } from './custom-pairs.ts'
import type { FetchedPlanBase, FetchMethod, Unprepared } from './method.ts'
import type { RequestInfo, RequestInfoField } from './request-info.ts'
import { buildTokenRequest, type CustomAreas, type TokenRequestPlan } from './token-request.ts'
import { readTokenResponse, type TokenResponsePlan } from './token-response.ts'

/** A zosconnect_authToken and its authorization server, with every default and gate of the level applied. */
export interface AuthTokenPlan extends FetchedPlanBase {
  readonly kind: 'authToken'
  readonly serverId: string
  /** The element that basicAuthRef names; absent where the program supplies the credentials. */
  readonly authData?: AuthData
  readonly request: TokenRequestPlan
  readonly response: TokenResponsePlan
  readonly lifetime: LifetimePolicy
}

/** zosconnect_authToken: a freely shaped request to an authentication server. */
export const authToken: FetchMethod<AuthTokenPlan> = {
  prepare(plan, info) {
    const custom = readCustomAreas(plan, info)
    if ('kind' in custom) return custom
    const chosen = chooseCredentials(plan.authData, info)
    const built = buildTokenRequest(plan.request, plan.id, chosen, custom)
    if (built.kind === 'unprepared') return { ...built, rules: [...chosen.rules, ...built.rules] }
    return {
      kind: 'prepared',
      request: built.request,
      key: keyOf(plan, built.request, chosen, custom),
      credentialsFrom: chosen.from,
      rules: [...chosen.rules, ...formatRules(custom), ...built.rules, exactMatch, keyParts],
      warnings: built.warnings,
    }
  },
  read: (plan, response) => readTokenResponse(plan.response, response),
  lifetime: (plan, { token, lifetime }, now) => lifetimeOf(token, lifetime, plan.lifetime, now),
}

function readCustomAreas(plan: AuthTokenPlan, info: RequestInfo): CustomAreas | Unprepared {
  if (!plan.request.takesCustom) return { parms: [], headers: [] }
  const parms = pairsOf(info, 'tokenCustomParms')
  if ('wrong' in parms) return badPairs(plan, 'tokenCustomParms', parms.wrong)
  const headers = pairsOf(info, 'tokenCustomHeaders')
  if ('wrong' in headers) return badPairs(plan, 'tokenCustomHeaders', headers.wrong)
  return { parms: parms.pairs, headers: headers.pairs }
}

const pairsOf = (info: RequestInfo, field: RequestInfoField) =>
  readPairs(fieldValue(info, field) ?? '')

const formatRules = ({ parms, headers }: CustomAreas): readonly Rule[] =>
  parms.length + headers.length > 0 ? [pairFormat] : []

const badPairs = ({ id }: AuthTokenPlan, field: RequestInfoField, wrong: string): Unprepared => ({
  kind: 'unprepared',
  message: `${id}: ${field} of the program: ${wrong}`,
  rules: [pairFormat],
})

function keyOf(
  { kind, id, serverId, request: { endpoint, method, credentials } }: AuthTokenPlan,
  { body }: HttpRequest,
  { user, password }: ChosenCredentials,
  { parms, headers }: CustomAreas,
): CacheKey {
  const names = credentials.in === 'header' ? credentials.names : []
  const lists = [names, parms.flat(), headers.flat()].map((list) => JSON.stringify(list))
  return cacheKey([
    kind,
    id,
    serverId,
    endpoint,
    method,
    credentials.in,
    user === undefined ? '' : `u${user}`,
    password === undefined ? '' : `p${password.reveal()}`,
    body === undefined ? '' : `b${Buffer.from(body).toString()}`,
    ...lists,
  ])
}
