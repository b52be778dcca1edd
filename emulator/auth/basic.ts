import type { AuthData } from '../config/model.ts'
import { rule } from '../rule.ts'
import { Secret } from '../secret.ts'
import type { MakeMethod, TokenPlanBase } from './method.ts'

const page = 'API requester basic authentication to a RESTful API endpoint'

export const basicToApi = rule('basic.api', {
  status: 'documented',
  source: page,
  says: 'an authData named by the connection is sent to the API as HTTP basic authentication',
})

export const neverRetried = rule('basic.never-retried', {
  status: 'assumed',
  source: 'Assumed: only tokens are spoken of where a 401 is',
  says: 'basic authentication and generated JWTs are not renewed after a 401',
})

/** A zosconnect_authData that goes to the API itself. */
export interface BasicPlan extends TokenPlanBase {
  readonly kind: 'basic'
  readonly authData: AuthData
}

/** Basic authentication with the API. */
export const basic: MakeMethod<BasicPlan> = {
  async make({ authData }) {
    const pair = `${authData.user?.value ?? ''}:${authData.password?.value.reveal() ?? ''}`
    const value = new Secret(Buffer.from(pair).toString('base64'))
    return { kind: 'made', value, rules: [basicToApi] }
  },
}
