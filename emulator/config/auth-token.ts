import { rule } from '../rule.ts'
import { elements } from './elements.ts'
import { specOf } from './specs.ts'
import type { ConfigElement } from './files.ts'
import { readReference } from './ids.ts'
import type { AuthToken } from './model.ts'
import { defaultAs, hasText, named, refuse, tell } from './reading.ts'
import type { Source } from './reading.ts'
import { readTokenRequest } from './token-request.ts'
import { readTokenResponse } from './token-response.ts'
import { readFlag, readHeader, readMs } from './values.ts'

export const tokenHeaderDefault = rule('config.default.header', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0)',
  says: 'the token goes in the header Authorization of the API request where header is not set',
})

export const bearerDefault = rule('config.default.use-bearer-scheme', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0)',
  says: 'useBearerScheme is true where it is not set',
})

export const jtiDefault = rule('config.default.cache-tokens-with-jti', {
  status: 'documented',
  source: 'Calling an authentication server (zosConnect-2.0): Access token caching',
  says: 'cacheTokensWithJti is false where it is not set',
})

export const badElementUnusable = rule('config.unusable', {
  status: 'assumed',
  source: 'Assumed: the log of a real server after a BAQR message and a call would settle it',
  says: 'an element with an error of configuration stays, and every call that needs it fails',
})

/** Reads `zosconnect_authToken` with its two children; an error in a child is its own. */
export function readAuthToken(source: Source): AuthToken {
  const { element } = source
  const authServerRef = readReference(source, 'authServerRef')
  if (!hasText(source, 'authServerRef')) {
    const message = `${named(element)} has no "authServerRef"`
    const tries = 'write authServerRef="…" with the id of a zosconnect_authorizationServer'
    refuse(source, 'MISSING-ATTRIBUTE', message, element.at, tries)
  }
  const tokenLifetimeMs = readMs(source, 'tokenLifetime')
  const tokenRefreshRateMs = readMs(source, 'tokenRefreshRate')
  const header = readHeader(source, 'header') ?? defaultAs(source, 'Authorization')
  const tokenRequest = readTokenRequest(childOf(source, 'tokenRequest'))
  const tokenResponse = readTokenResponse(childOf(source, 'tokenResponse'))
  const token: AuthToken = {
    id: element.id,
    at: element.at,
    ...(authServerRef && { authServerRef }),
    header,
    useBearerScheme: readFlag(source, 'useBearerScheme', true),
    cacheTokensWithJti: readFlag(source, 'cacheTokensWithJti', false),
    ...(tokenLifetimeMs && { tokenLifetimeMs }),
    ...(tokenRefreshRateMs && { tokenRefreshRateMs }),
    tokenRequest,
    tokenResponse,
    ...(source.unusable && { unusable: source.unusable }),
  }
  tellTwoLifetimes(source, token)
  return token
}

/** A child as a source of its own whose errors make the parent unusable; empty where it is missing. */
function childOf(parent: Source, name: string): Source {
  const { reading } = parent
  const missing: ConfigElement = {
    name,
    id: '',
    at: parent.element.at,
    attributes: new Map(),
    replaced: new Map(),
    children: [],
    texts: [],
  }
  return {
    reading,
    element: parent.element.children.find((child) => child.name === name) ?? missing,
    spec: specOf(elements[parent.element.name]!.children, name)!,
    get unusable() {
      return parent.unusable!
    },
    set unusable(reason) {
      parent.unusable = reason
    },
  }
}

function tellTwoLifetimes(source: Source, { tokenLifetimeMs, tokenResponse }: AuthToken): void {
  const path = tokenResponse.tokenLifetimePath
  if (!path || !tokenLifetimeMs) return
  const message = '"tokenLifetime" serves only where the answer has no lifetime: the answer wins'
  tell(source, 'NO-EFFECT', message, tokenLifetimeMs.at, 'keep both, if that is meant')
}
