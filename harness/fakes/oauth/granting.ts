import type { Grant } from '../grants.ts'
import type { Lock } from '../limits.ts'
import { oauthGrants, type OAuthClient, type OAuthGrant, type OAuthOptions } from '../options.ts'
import type { TokenIssuer } from '../token-issuer.ts'
import type { Assertions } from './assertions.ts'
import { isPublic } from './client-gate.ts'
import type { OAuthForm } from './form.ts'
import { oauthError, type OAuthError, type OAuthErrorCode } from './refusal.ts'

/** A request for a token by a client that is known. */
export interface GrantRequest {
  readonly id: string
  readonly client: OAuthClient
  readonly form: OAuthForm
  /** The issuer's name and the address of the token endpoint. */
  readonly base: string
  readonly audiences: readonly string[]
}

/** What a client gets, or why it gets nothing. */
export type Granted =
  | { readonly grant: Grant; readonly scope: string; readonly refreshable: boolean }
  | { readonly refused: OAuthError }

export type Granting = (request: GrantRequest) => Promise<Granted>

interface Owner {
  readonly subject: string
  /** What a refresh token was given for; nothing more may be asked for. */
  readonly scopes?: readonly string[]
  readonly targets?: readonly string[]
  readonly refreshable?: boolean
}

type Refused = { readonly refused: OAuthError }

const no = (error: OAuthErrorCode, description: string): Refused => ({
  refused: oauthError(error, description),
})

const isGrant = (text: string): text is OAuthGrant => oauthGrants.some((each) => each === text)

/** Decides what a client gets for what it brings (RFC 6749 §4, RFC 7523 §2.1). */
export function granting(
  options: OAuthOptions,
  lock: Lock,
  assertions: Assertions,
  refreshTokens: TokenIssuer,
): Granting {
  const { users, issuers, audience } = options

  function byPassword({ values }: OAuthForm): Owner | Refused {
    const user = values.get('username')
    const password = values.get('password')
    if (user === undefined || password === undefined)
      return no('invalid_request', 'username and password are needed')
    const name = `user ${user}`
    if (lock.isLocked(name)) return no('invalid_grant', 'the user is locked out')
    if (!Object.hasOwn(users, user) || users[user] !== password) {
      lock.failed(name)
      return no('invalid_grant', 'user name or password is wrong')
    }
    lock.passed(name)
    return { subject: user, refreshable: true }
  }

  async function byRefreshToken({ id, form }: GrantRequest): Promise<Owner | Refused> {
    const token = form.values.get('refresh_token')
    if (token === undefined) return no('invalid_request', 'refresh_token is needed')
    const read = await refreshTokens.read(token)
    if ('reason' in read || read.claims['client_id'] !== id)
      return no('invalid_grant', 'the refresh token is not valid')
    const { sub = '', scope = '', aud = [] } = read.claims
    return { subject: sub, scopes: words(String(scope)), targets: [aud].flat() }
  }

  async function byAssertion({ form, audiences }: GrantRequest): Promise<Owner | Refused> {
    const assertion = form.values.get('assertion')
    if (assertion === undefined) return no('invalid_request', 'assertion is needed')
    const keysOf = (issuer: string) => (Object.hasOwn(issuers, issuer) ? issuers[issuer]! : [])
    const read = await assertions.read(assertion, { keysOf, audiences })
    return 'reason' in read ? no('invalid_grant', read.reason) : { subject: read.subject }
  }

  // Whoever could be anybody has no credentials of its own (RFC 6749 §4.4).
  const ofClient = ({ id, client }: GrantRequest): Owner | Refused =>
    isPublic(client)
      ? no('unauthorized_client', 'a client without a secret or keys may not use this grant')
      : { subject: id }

  function ownerOf(
    grant: OAuthGrant,
    request: GrantRequest,
  ): Owner | Refused | Promise<Owner | Refused> {
    switch (grant) {
      case 'client_credentials':
        return ofClient(request)
      case 'password':
        return byPassword(request.form)
      case 'refresh_token':
        return byRefreshToken(request)
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return byAssertion(request)
    }
  }

  return async (request) => {
    const { id, client, form, base } = request
    const type = form.values.get('grant_type')
    if (type === undefined) return no('invalid_request', 'grant_type is needed')
    if (!isGrant(type)) return no('unsupported_grant_type', 'the grant is not supported')
    if (!client.grants.includes(type))
      return no('unauthorized_client', 'the client may not use this grant')
    // What is asked for is looked at first, so that a bad request uses up no assertion.
    const asked = scopesOf(form.values.get('scope'))
    if (!asked) return no('invalid_scope', 'the scope is malformed')
    if (!within(asked, client.scopes))
      return no('invalid_scope', 'the client may not have this scope')
    if (!within(form.targets, audience))
      return no('invalid_target', 'the resource is not known here')
    const owner = await ownerOf(type, request)
    if ('refused' in owner) return owner
    if (!within(asked, owner.scopes ?? asked))
      return no('invalid_scope', 'the scope is more than was granted')
    if (!within(form.targets, owner.targets ?? form.targets))
      return no('invalid_target', 'the resource is more than was granted')
    const scope = (asked.length > 0 ? asked : (owner.scopes ?? client.scopes)).join(' ')
    const aud = form.targets.length > 0 ? form.targets : (owner.targets ?? audience)
    const claims = {
      iss: base,
      client_id: id,
      ...(scope !== '' && { scope }),
      ...(aud.length > 0 && { aud: aud.length === 1 ? aud[0] : aud }),
    }
    return {
      grant: { subject: owner.subject, claims },
      scope,
      refreshable: owner.refreshable === true,
    }
  }
}

const within = (some: readonly string[], all: readonly string[]): boolean =>
  some.every((each) => all.includes(each))

const words = (text: string): readonly string[] => text.split(' ').filter((each) => each !== '')

const scopeText = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/** The scopes asked for; undefined where they are not written as RFC 6749 §3.3 has it. */
function scopesOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return []
  return scopeText.test(text) ? words(text) : undefined
}
