import type { Claims, JwtBuilder } from '../config/model.ts'
import { rule, type Rule } from '../rule.ts'
import { Secret } from '../secret.ts'
import { builderRules, buildJwt } from './build-jwt.ts'
import type { MakeMethod, TokenPlanBase, Unmade } from './method.ts'
import {
  mustExist,
  noRegistry,
  notPermitted,
  surrogat,
  unauthenticated,
  whyNotSurrogate,
  type Saf,
} from './saf.ts'

const page = 'Generating a JWT within IBM z/OS Connect'

export const subject = rule('jwt.subject', {
  status: 'documented',
  source: page,
  says: 'sub is the asserted user: the owner of the CICS task, the IMS transaction or the job',
})

export const oncePerCall = rule('jwt.not-cached', {
  status: 'assumed',
  source: 'Assumed: nothing is said of keeping generated JWTs',
  says: 'a JWT is generated for each call and not kept',
})

export const privateClaims = rule('jwt.private-claims', {
  status: 'assumed',
  source:
    'Assumed: the child element is recalled, not seen; a JWT of the product with iss among its private claims would settle it',
  says: 'the JSON object in <claims> is added to the JWT, and replaces no claim that the server sets itself',
})

export const noSubject = rule('jwt.no-subject', {
  status: 'assumed',
  source: 'Assumed: nothing is said of a call without an asserted user',
  says: 'without an asserted user no JWT is generated',
})

/** A zosconnect_authTokenLocal and its jwtBuilder. */
export interface LocalJwtPlan extends TokenPlanBase {
  readonly kind: 'localJwt'
  readonly builder: JwtBuilder
  readonly claims: Claims
  /** Absent: there is no registry to check against. */
  readonly saf?: Saf
}

/** zosconnect_authTokenLocal: a JWT that the server generates itself. */
export const localJwt: MakeMethod<LocalJwtPlan> = {
  async make({ id, builder, claims, saf }, caller, maker) {
    const { assertedUser, linkUser } = caller
    if (assertedUser === undefined)
      return refuse(`${id}: the call has no asserted user`, [noSubject])
    const refused = saf && whyNotSurrogate(saf, caller, assertedUser)
    if (refused) return refuse(`${id}: ${refused.why}`, refused.rules)
    const jwt = await buildJwt(builder, { set: { sub: assertedUser }, added: claims }, maker)
    if (typeof jwt !== 'string') return jwt
    const checks = !saf
      ? [noRegistry]
      : [surrogat, mustExist, ...(linkUser === undefined ? [unauthenticated] : [])]
    return {
      kind: 'made',
      value: new Secret(jwt),
      rules: [
        subject,
        oncePerCall,
        ...checks,
        ...builderRules(builder),
        ...(Object.keys(claims).length > 0 ? [privateClaims] : []),
      ],
    }
  },
}

const refuse = (message: string, rules: readonly Rule[]): Unmade => ({
  kind: 'unmade',
  because: 'not-permitted',
  message,
  rules: [notPermitted, ...rules],
})
