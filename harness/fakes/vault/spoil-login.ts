import type { TokenFault } from '../fake.ts'
import { shownText } from './token.ts'

/** A login's answer as a fault leaves it, and the token that the program's server gets to see. */
export function spoil(
  text: string,
  token: string,
  fault: TokenFault,
): { readonly text: string; readonly token: string } {
  switch (fault) {
    case 'token-expired':
      return { text, token }
    case 'token-misplaced': {
      const { auth, ...rest } = JSON.parse(text) as { auth: Record<string, unknown> }
      const { client_token, ...others } = auth
      return { text: JSON.stringify({ ...rest, auth: others, data: { client_token } }), token }
    }
    case 'token-huge':
      return replaced(text, token, shownText(token, true))
    case 'token-wrong-issuer':
    case 'token-tampered':
      return replaced(text, token, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)
  }
}

const replaced = (text: string, token: string, other: string) => ({
  text: text.replace(token, other),
  token: other,
})
