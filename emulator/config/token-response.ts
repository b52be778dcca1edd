import { rule } from '../rule.ts'
import type { ResponseFormat, Setting, TokenResponse } from './model.ts'
import { hasText, named, refuse, warn } from './reading.ts'
import type { Source } from './reading.ts'
import { assumeDefault } from './token-request.ts'
import { readEnum, readHeader, readText } from './values.ts'

export const tokenLocationDefault = rule('config.default.token-location', {
  status: 'assumed',
  source: 'Assumed: a tokenResponse without tokenLocation on a real server would settle it',
  says: 'tokenLocation is header where it is not set',
  other: { tokenLocation: 'body' },
})

export const pathRequired = rule('config.baqr1002e', {
  status: 'documented',
  source: 'z/OS Connect EE endpoint connection messages: BAQR1002E',
  says: 'a token in a JSON body needs a tokenPath',
})

export const formatRequired = rule('config.baqr1003e', {
  status: 'documented',
  source: 'z/OS Connect EE endpoint connection messages: BAQR1003E',
  says: 'tokenLocation="body" needs a responseFormat',
})

export const responseHeaderRequired = rule('config.baqr1005e', {
  status: 'assumed',
  source:
    'Assumed: the message BAQR1005E exists; which element it means a real server would settle',
  says: 'tokenLocation="header" needs a header on tokenResponse',
})

/** Reads `tokenResponse`. */
export function readTokenResponse(source: Source): TokenResponse {
  const { assume } = source.reading
  const tokenLocation =
    readEnum(source, 'tokenLocation', ['header', 'body']) ??
    assumeDefault(source, 'tokenLocation', assume.tokenLocation)
  const header = readHeader(source, 'header')
  const responseFormat = readEnum(source, 'responseFormat', ['JSON', 'Text', 'JWT'])
  const tokenPath = readText(source, 'tokenPath')
  const tokenLifetimePath = readText(source, 'tokenLifetimePath')
  const response: TokenResponse = {
    at: source.element.at,
    tokenLocation,
    ...(header && { header }),
    ...(responseFormat && { responseFormat }),
    ...(tokenPath && { tokenPath }),
    ...(tokenLifetimePath && { tokenLifetimePath }),
  }
  // After a bad tokenLocation everything else would only be a guess.
  if (tokenLocation.from === 'default' && hasText(source, 'tokenLocation')) return response
  if (tokenLocation.value === 'header') checkHeader(source, response)
  else checkBody(source, response)
  return response
}

function checkHeader(source: Source, response: TokenResponse): void {
  const { responseFormat, tokenPath, tokenLifetimePath } = response
  if (!hasText(source, 'header')) {
    const message = `${named(source.element)} has no "header" for the token`
    const tries = 'write header="…" with the name of the response header, or tokenLocation="body"'
    refuse(source, 'BAQR1005E', message, source.element.at, tries)
  }
  if (tokenPath) useless(source, 'tokenPath', tokenPath, 'tokenLocation="header"')
  if (responseFormat && !tokenLifetimePath) {
    useless(source, 'responseFormat', responseFormat, 'tokenLocation="header"')
  }
}

function checkBody(source: Source, response: TokenResponse): void {
  const { header, responseFormat, tokenPath, tokenLifetimePath } = response
  if (header) useless(source, 'header', header, 'tokenLocation="body"')
  if (!hasText(source, 'responseFormat')) {
    const message = `${named(source.element)} has tokenLocation="body" and no "responseFormat"`
    refuse(source, 'BAQR1003E', message, source.element.at, 'write responseFormat="JSON" or "Text"')
  }
  if (responseFormat?.value === 'JSON' && !hasText(source, 'tokenPath')) {
    const message = `${named(source.element)} has responseFormat="JSON" and no "tokenPath"`
    const tries = 'write tokenPath="$.…" with the place of the token'
    refuse(source, 'BAQR1002E', message, source.element.at, tries)
  }
  if (!responseFormat || responseFormat.value === 'JSON') return
  const format: ResponseFormat = responseFormat.value
  const because = `responseFormat="${format}"`
  if (tokenPath) useless(source, 'tokenPath', tokenPath, because)
  if (tokenLifetimePath) useless(source, 'tokenLifetimePath', tokenLifetimePath, because)
}

function useless(source: Source, name: string, { at }: Setting<string>, because: string): void {
  warn(source, 'NO-EFFECT', `"${name}" has no effect with ${because}`, at, 'remove one of the two')
}
