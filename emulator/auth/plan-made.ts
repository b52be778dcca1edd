import type { AuthData, AuthTokenLocal, ServerConfig } from '../config/model.ts'
import { rule } from '../rule.ts'
import { basicToApi, type BasicPlan } from './basic.ts'
import type { LocalJwtPlan } from './local-jwt.ts'
import { refusal, type PlanContext, type Refusal } from './plan-context.ts'

export const localJwtHeader = rule('jwt.attach', {
  status: 'assumed',
  source: 'Assumed as for zosconnect_authToken; the rule about other headers is documented',
  says: 'a generated JWT goes after Bearer into its header, which is Authorization unless another is named',
})

/** The plan of one zosconnect_authTokenLocal, or why it cannot be used. */
export function planLocalJwt(
  { id, at, tokenGeneratorRef, header, claims, unusable }: AuthTokenLocal,
  config: ServerConfig,
  { saf }: PlanContext,
): LocalJwtPlan | Refusal {
  const builder = config.jwtBuilders.get(tokenGeneratorRef?.value ?? '')
  if (unusable || !builder || builder.unusable)
    return refusal(
      unusable ?? builder?.unusable,
      `${id}: tokenGeneratorRef names no jwtBuilder`,
      at,
    )
  return {
    kind: 'localJwt',
    id,
    at,
    builder,
    claims: claims?.value ?? {},
    ...(saf && { saf }),
    attach: { header: header.value, scheme: 'Bearer', rules: [localJwtHeader] },
  }
}

/** The plan of a zosconnect_authData that goes to the API itself. */
export function planBasic(authData: AuthData): BasicPlan | Refusal {
  const { id, at, unusable } = authData
  if (unusable) return refusal(unusable, '', at)
  const attach = { header: 'Authorization', scheme: 'Basic', rules: [basicToApi] } as const
  return { kind: 'basic', id, at, authData, attach }
}
