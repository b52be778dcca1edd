import { oauthError, type OAuthError } from './refusal.ts'

/** The parameters of a request: those that stand once, and those that may stand several times. */
export interface OAuthForm {
  readonly values: ReadonlyMap<string, string>
  readonly targets: readonly string[]
}

/** Parameters that may be repeated (RFC 8707 §2, RFC 8693 §2.1). */
const repeatable = new Set(['resource', 'audience'])

/** What may stand in a form alone, never in a URL that logs keep (RFC 6749 §2.3.1). */
const secret = ['client_secret', 'password', 'assertion', 'client_assertion', 'refresh_token']

/** Larger bodies are not read: no honest one comes near. */
const maxBytes = 256 * 1024

const wrong = (description: string, status = 400): { readonly refused: OAuthError } => ({
  refused: oauthError('invalid_request', description, { status }),
})

/** Reads a request to one of the endpoints that take a form and nothing else (RFC 6749 §3.2). */
export function readForm(
  { method, url, headers }: Request,
  body: Uint8Array,
): OAuthForm | { readonly refused: OAuthError } {
  if (method !== 'POST') {
    const rest = { status: 405, headers: { Allow: 'POST' } }
    return { refused: oauthError('invalid_request', 'only POST is answered here', rest) }
  }
  const { searchParams } = new URL(url)
  if (secret.some((name) => searchParams.has(name))) return wrong('credentials stand in the URL')
  const type = headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded')
    return wrong('only application/x-www-form-urlencoded can be read', 415)
  if (body.length > maxBytes) return wrong('the body is too large', 413)
  const pairs = readPairs(body)
  return pairs ? gather(pairs) : wrong('the body is no form in UTF-8')
}

type Pair = readonly [name: string, value: string]

function readPairs(body: Uint8Array): readonly Pair[] | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body)
    return text.split('&').flatMap((part): Pair[] => {
      if (part === '') return []
      const equals = part.indexOf('=')
      const [name, value] =
        equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
      return [[formDecoded(name), formDecoded(value)]]
    })
  } catch {
    return undefined
  }
}

/** A text out of a form; throws where its percent signs are no UTF-8. */
export const formDecoded = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))

/** A parameter without a value counts as left out (RFC 6749 §3.2). */
function gather(pairs: readonly Pair[]): OAuthForm | { readonly refused: OAuthError } {
  const values = new Map<string, string>()
  const targets: string[] = []
  const seen = new Set<string>()
  for (const [name, value] of pairs) {
    if (repeatable.has(name)) {
      if (value !== '') targets.push(value)
      continue
    }
    if (seen.has(name)) return wrong('a parameter is given twice')
    seen.add(name)
    if (value !== '') values.set(name, value)
  }
  return { values, targets }
}
