import type { Clock } from '../../emulator/index.ts'
import { readBasic } from './credentials.ts'
import type { Fake } from './fake.ts'
import type { Lock } from './limits.ts'
import type { ApiRequirements } from './options.ts'
import { lockedOut, refusal, wrongCredentials } from './refusal.ts'

type TokenRequirement = ApiRequirements['tokens'][number]

/** Why an API does not serve a request with these headers; undefined where it does. */
export type Guard = (headers: Headers) => Promise<Response | undefined>

/** What a guard is given: the clock of the API, and the services whose tokens it asks for. */
export interface GuardContext {
  readonly clock: Clock
  readonly serviceOf: (name: string) => Fake | undefined
}

/** The guard before every route of an API. */
export function apiGuard(
  { headers: wanted, tokens, basic }: ApiRequirements,
  lock: Lock,
  { clock, serviceOf }: GuardContext,
): Guard {
  return async (headers) => {
    for (const [name, value] of Object.entries(wanted))
      if (headers.get(name) !== value) return refusal(401, `the header ${name} is missing or wrong`)
    for (const each of tokens) {
      const refused = await refuseToken(each, headers, serviceOf(each.of), clock.now())
      if (refused) return refused
    }
    return basic && refuseBasic(basic, headers, lock)
  }
}

async function refuseToken(
  { of, header, scheme, audience, scope }: TokenRequirement,
  headers: Headers,
  issuer: Fake | undefined,
  at: number,
): Promise<Response | undefined> {
  if (!issuer?.verify) throw new Error(`the service "${of}" issues no tokens`)
  const token = afterScheme(headers.get(header), scheme)
  if (token === undefined) return unauthorized(401, 'invalid_token', scheme)
  const demands = {
    at,
    ...(audience !== undefined && { audience }),
    ...(scope !== undefined && { scope }),
  }
  const { valid } = await issuer.verify(token, demands)
  if (valid) return undefined
  // A token that would do if nothing were demanded is good, but not good enough.
  const good = (await issuer.verify(token, { at })).valid
  return good
    ? unauthorized(403, 'insufficient_scope', scheme)
    : unauthorized(401, 'invalid_token', scheme)
}

function afterScheme(value: string | null, scheme: string): string | undefined {
  if (value === null || scheme === '') return value || undefined
  const [, found, token] = /^(\S+) +(\S+)$/.exec(value) ?? []
  return found?.toLowerCase() === scheme.toLowerCase() ? token : undefined
}

function unauthorized(status: 401 | 403, error: string, scheme: string): Response {
  if (scheme.toLowerCase() !== 'bearer') return refusal(status, error)
  return refusal(status, error, { 'WWW-Authenticate': `Bearer error="${error}"` })
}

function refuseBasic(
  wanted: NonNullable<ApiRequirements['basic']>,
  headers: Headers,
  lock: Lock,
): Response | undefined {
  const found = readBasic(headers.get('Authorization'))
  if (!found) return wrongCredentials('basic')
  if (lock.isLocked(found.user)) return lockedOut()
  if (found.user === wanted.user && found.password === wanted.password) {
    lock.passed(found.user)
    return undefined
  }
  lock.failed(found.user)
  return wrongCredentials('basic')
}
