import { isDeepStrictEqual } from 'node:util'
import { accepts } from './accept.ts'
import { jsonPath, valueAt } from './json-path.ts'
import type { JwtOptions } from './options.ts'
import { refusal } from './refusal.ts'

/** A login whose form is right, with its JSON body where one was needed; or why it is not. */
export type LoginForm = { readonly body: unknown } | { readonly refused: Response }

/** A request as a login looks at it. */
export interface LoginRequest {
  readonly method: string
  readonly headers: Headers
  readonly body: Uint8Array
}

/** How a login with these options checks everything about a request but its credentials. */
export function loginFormReader(
  options: JwtOptions,
  answerType: string | undefined,
): (request: LoginRequest) => LoginForm {
  const demands = Object.entries(options.requireBody).map(
    ([path, value]) => [path, jsonPath(path), value] as const,
  )
  const needsBody = options.credentials.in === 'body' || demands.length > 0

  function refuseHead({ method, headers }: LoginRequest): Response | undefined {
    if (method !== options.method)
      return refusal(405, 'method not allowed', { Allow: options.method })
    if (answerType !== undefined && !accepts(headers.get('Accept'), answerType))
      return refusal(406, `only ${answerType} can be sent`)
    for (const [name, value] of Object.entries(options.requireHeaders))
      if (headers.get(name) !== value) return refusal(400, `the header ${name} is missing or wrong`)
    return undefined
  }

  return (request) => {
    const refused = refuseHead(request)
    if (refused) return { refused }
    if (!needsBody) return { body: undefined }
    const form = readJson(request)
    if ('refused' in form) return form
    for (const [text, path, value] of demands)
      if (!isDeepStrictEqual(valueAt(form.body, path), value))
        return { refused: refusal(400, `the body has no ${text}, or a wrong one`) }
    return form
  }
}

function readJson({ headers, body }: LoginRequest): LoginForm {
  const type = headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    return { refused: refusal(415, 'only application/json can be read') }
  try {
    return { body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    return { refused: refusal(400, 'the body is not JSON') }
  }
}
