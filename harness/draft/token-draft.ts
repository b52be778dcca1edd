import type { TokenPlan } from '../../emulator/index.ts'
import { loginServer } from './login-server.ts'
import { testPassword, type TokenDraft } from './model.ts'
import { oauthServer } from './oauth-server.ts'

/** What a token of a plan needs around it. */
export function draftToken(plan: TokenPlan): TokenDraft {
  switch (plan.kind) {
    case 'authToken':
      return loginServer(plan)
    case 'oauth':
      return oauthServer(plan)
    case 'localJwt':
      return { as: {}, passwordsOf: [], needsUser: true }
    case 'basic': {
      const { id, user } = plan.authData
      return {
        as: {},
        passwordsOf: [id],
        basic: { user: user?.value ?? '', password: testPassword },
      }
    }
  }
}
