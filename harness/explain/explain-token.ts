import type { TokenPlan } from '../../emulator/index.ts'
import { authTokenPart, tokenTimeMs } from './auth-token-part.ts'
import type { Part } from './explanation.ts'
import { basicPart, localJwtPart } from './made-part.ts'
import { oauthPart } from './oauth-part.ts'

/** How one token is obtained and kept; one case, and one file, for each way to get a token. */
export function explainToken(plan: TokenPlan): Part {
  switch (plan.kind) {
    case 'authToken':
      return authTokenPart(plan)
    case 'oauth':
      return oauthPart(plan)
    case 'localJwt':
      return localJwtPart(plan)
    case 'basic':
      return basicPart(plan)
  }
}

/** How long one token request can take at most. */
export function longestTokenMs(plan: TokenPlan): number {
  switch (plan.kind) {
    case 'authToken':
      return tokenTimeMs(plan)
    case 'oauth':
      return plan.connectTimeoutMs + plan.receiveTimeoutMs
    case 'localJwt':
    case 'basic':
      return 0
  }
}

/** The token endpoint, for what is known of certain servers; empty where nobody is asked. */
export function endpointOf(plan: TokenPlan): string {
  switch (plan.kind) {
    case 'authToken':
      return plan.request.endpoint
    case 'oauth':
      return plan.endpoint
    case 'localJwt':
    case 'basic':
      return ''
  }
}
