import { rule } from '../rule.ts'
import { fieldValue } from './credentials.ts'
import type { Unprepared } from './method.ts'
import { missing, type GrantFields } from './grant.ts'
import type { RequestInfo } from './request-info.ts'

export const password = rule('oauth.password', {
  status: 'documented',
  source: 'Calling an API secured with OAuth 2.0 and a JWT',
  says: 'the resource owner password credentials grant also carries the user name and password of the program',
})

/** What the password grant adds: user name and password, which only the program can supply. */
export function passwordGrant(element: string, info: RequestInfo): GrantFields | Unprepared {
  const user = fieldValue(info, 'oauthUsername')
  const secret = fieldValue(info, 'oauthPassword')
  if (user === undefined || secret === undefined)
    return missing(element, 'a user name and a password')
  return {
    kind: 'fields',
    grantType: 'password',
    fields: [
      ['username', user],
      ['password', secret],
    ],
    identity: [user, secret],
    rules: [password],
  }
}
