import { levelText, reaches } from '../level.ts'
import { rule } from '../rule.ts'
import type { Setting, TokenRequest } from './model.ts'
import { defaultAs, hasText, named, placeOf, refuse, tell, warn } from './reading.ts'
import type { Source } from './reading.ts'
import { readBody, readEnum, readHeaders } from './values.ts'

export const credentialLocationDefault = rule('config.default.credential-location', {
  status: 'assumed',
  source: 'Assumed: a tokenRequest without credentialLocation on a real server would settle it',
  says: 'credentialLocation is header where it is not set',
  other: { credentialLocation: 'body' },
})

export const requestMethodDefault = rule('config.default.request-method', {
  status: 'assumed',
  source: 'Assumed: a tokenRequest without requestMethod on a real server would settle it',
  says: 'requestMethod is POST where it is not set',
  other: { requestMethod: 'GET' },
})

export const requestHeaderDefault = rule('config.default.request-header', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0)',
  says: 'the credentials go in the header Authorization where header is not set',
})

export const bodyRequired = rule('config.baqr1001e', {
  status: 'documented',
  source: 'z/OS Connect EE endpoint connection messages: BAQR1001E',
  says: 'credentialLocation="body" needs a requestBody',
})

export const bodylessGet = rule('config.baqr1001e.get', {
  status: 'assumed',
  source:
    'Assumed: a GET with credentialLocation="body" and no requestBody on a real server would settle it',
  says: 'a GET without credentials needs no requestBody',
})

export const bodyWithHeaderSince = rule('config.since.body-with-header', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0)',
  since: '3.0.70.0',
  says: 'a requestBody is also sent with credentialLocation="header"',
})

/** Reads `tokenRequest`. */
export function readTokenRequest(source: Source): TokenRequest {
  const { assume } = source.reading
  const credentialLocation =
    readEnum(source, 'credentialLocation', ['header', 'body']) ??
    assumeDefault(source, 'credentialLocation', assume.credentialLocation)
  const requestMethod =
    readEnum(source, 'requestMethod', ['GET', 'PUT', 'POST']) ??
    assumeDefault(source, 'requestMethod', assume.requestMethod)
  const header = readHeaders(source, 'header')
  const requestBody = readBody(source, 'requestBody')
  const request: TokenRequest = {
    at: source.element.at,
    credentialLocation,
    header: header ?? defaultAs(source, ['Authorization']),
    requestMethod,
    ...(requestBody && { requestBody }),
  }
  checkRequest(source, request)
  return request
}

/** Takes an assumed default, and says so where nothing at all was written. */
export function assumeDefault<T extends string>(
  source: Source,
  name: string,
  value: T,
): Setting<T> {
  if (!hasText(source, name)) {
    const message = `"${name}" is not set: "${value}" is assumed`
    tell(source, 'DEFAULT-ASSUMED', message, source.element.at, `write ${name}="${value}"`)
  }
  return defaultAs(source, value)
}

function checkRequest(source: Source, request: TokenRequest): void {
  // After a bad credentialLocation everything else would only be a guess.
  const { from } = request.credentialLocation
  if (from === 'default' && hasText(source, 'credentialLocation')) return
  const inBody = request.credentialLocation.value === 'body'
  const { requestBody, requestMethod, header } = request
  if (inBody && !requestBody && requestMethod.value !== 'GET') {
    const message = `${named(source.element)} has credentialLocation="body" and no "requestBody"`
    refuse(source, 'BAQR1001E', message, source.element.at, 'write requestBody="…"')
  }
  if (inBody && header.from === 'written') {
    const message = '"header" has no effect with credentialLocation="body"'
    warn(source, 'NO-EFFECT', message, header.at, 'remove it, or set credentialLocation="header"')
  }
  if (!requestBody) return
  if (!inBody && !reaches(source.reading.level, bodyWithHeaderSince.since)) {
    const level = levelText(source.reading.level)
    const message = `"requestBody" is not sent with credentialLocation="header" at ${level}`
    const tries = `remove it, or use the level ${bodyWithHeaderSince.since}`
    warn(source, 'NO-EFFECT', message, requestBody.at, tries)
  }
  warnOfParentheses(source)
}

/** The table of IBM's page prints `$(userid)`, which is only a slip of its type-setting. */
function warnOfParentheses(source: Source): void {
  const attribute = source.element.attributes.get('requestBody')!
  const found = /\$\(([\w.-]{1,64})\)/.exec(attribute.value)
  if (!found) return
  const message = `"${found[0]}" is no place-holder: it is sent as it stands`
  const at = placeOf(attribute, found[0])
  warn(source, 'PLACEHOLDER-SYNTAX', message, at, `write \${${found[1]}}`)
}
