import { jwtBearerGrantType, type JwtBuilder } from '../config/model.ts'
import { rule } from '../rule.ts'
import { builderRules, buildJwt } from './build-jwt.ts'
import { fieldValue } from './credentials.ts'
import type { Caller, Unprepared } from './method.ts'
import { missing, type GrantFields } from './grant.ts'
import type { RequestInfo } from './request-info.ts'

export const jwtBearerGrant = rule('oauth.jwt-bearer', {
  status: 'extension',
  source: 'Idea ZCEE-I-445, RFC 7523, section 2.1: the product does not have it',
  says: 'the jwt-bearer grant sends an assertion, signed through tokenGeneratorRef, whose sub is the end user',
})

export const jwtBearerSubject = rule('oauth.jwt-bearer-subject', {
  status: 'extension',
  source: 'Idea ZCEE-I-445: the end user ID is known by the application',
  says: 'sub is the user name the program supplies, or else the asserted user; tokens are kept for each of them',
})

/** What the jwt-bearer grant adds: an assertion for the end user, made anew for each request. */
export function jwtBearer(
  element: string,
  builder: JwtBuilder,
  info: RequestInfo,
  { assertedUser }: Caller,
): GrantFields | Unprepared {
  const subject = fieldValue(info, 'oauthUsername') ?? assertedUser
  if (subject === undefined) return missing(element, 'an end user ID')
  return {
    kind: 'fields',
    grantType: jwtBearerGrantType,
    fields: [],
    assertion: (maker, audience) => {
      const claims = {
        sub: subject,
        ...(builder.audiences.value.length > 0 ? {} : { aud: audience }),
      }
      return buildJwt(builder, { set: claims }, maker)
    },
    identity: [subject],
    rules: [jwtBearerGrant, jwtBearerSubject, ...builderRules(builder)],
  }
}
