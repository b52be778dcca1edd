import { Hono, type Context } from 'hono'
import { systemClock, type Clock } from '../../../emulator/index.ts'
import { plainResponse } from '../../plain-http.ts'
import { clockTime } from '../../time-text.ts'
import type {
  AuditComparison,
  Fake,
  FakeContext,
  FakeEnv,
  PreparedVault,
  RealDifference,
  StandIn,
} from '../fake.ts'
import type { VaultOptions } from '../options.ts'
import { endpointOfAudited, isBeforeAudit, issuedIn, requestFor, responseOf } from './handed-on.ts'
import { notEmulatedStatus } from './not-emulated.ts'
import { products } from './products.ts'
import { endpoints } from './route.ts'
import { spoil } from './spoil-login.ts'
import { VaultServer } from './server.ts'
import { Twin } from './twin.ts'

/** More than this the clock of a scenario is ahead only because `advance` has moved it. */
const aheadMs = 500

/** What OpenBao and Vault answer to a login for which no certificate has reached them. */
const sawNoCertificate =
  /no client certificate found|client certificate must be supplied|tls connection required/

const remedies = [
  'write "revoke: NAME" to kill tokens, or a tokenTtl of some seconds and "wait"',
  'leave a scenario of hours and quotas to the embedded Vault',
]

/** A fake that hands every request on to a real Vault, and watches whether it answers as was to be expected. */
export function realVault(options: VaultOptions, context: FakeContext, standIn: StandIn): Fake {
  const { prepared } = standIn
  const handed = new HandedOn(options, context, standIn)
  const { server } = prepared
  const app = new Hono<FakeEnv>()
  app.onError((error) => {
    throw error
  })
  app.all('*', (c) => handed.answer(c))
  return {
    name: context.name,
    kind: 'vault',
    endpoints,
    endpointOf: (method, path) => handed.routes.endpointOf(method, path),
    app,
    issuedToken: (ordinal) => handed.issued[ordinal - 1],
    revoke: () => 0,
    liveTokens: () => handed.alive,
    async verify(token) {
      const valid = await prepared.isAlive(token)
      return valid
        ? { valid, subject: 'unknown' }
        : { valid, reason: 'the real Vault knows no such token' }
    },
    real: {
      server,
      revoke: (ordinal) => handed.revoke(ordinal),
      look: () => handed.look(),
      differences: () => handed.differences.splice(0),
      audit: () => handed.audit(),
    },
  }
}

class HandedOn {
  readonly issued: string[] = []
  readonly differences: RealDifference[] = []
  readonly routes: VaultServer
  alive = 0
  readonly #context: FakeContext
  readonly #prepared: PreparedVault
  readonly #ask: StandIn['ask']
  readonly #twin: Twin | undefined
  readonly #counts = new Map<string, number>()
  readonly #began: { readonly here: number; readonly there: number }

  constructor(options: VaultOptions, context: FakeContext, { prepared, ask }: StandIn) {
    this.#context = context
    this.#prepared = prepared
    this.#ask = ask
    const product = products[prepared.server.product === 'OpenBao' ? 'openbao' : 'vault']
    this.routes = new VaultServer(options, { ...context, product })
    this.#twin = prepared.isMade ? new Twin(this.routes) : undefined
    this.#began = { here: context.clock.now(), there: systemClock.now() }
  }

  async answer(c: Context<FakeEnv>): Promise<Response> {
    const { body, entry, tokenFault } = c.env
    const request = requestFor(c, body, this.#prepared.address)
    const endpoint = entry.endpoint ?? 'other'
    const identity = await c.env.identity?.()
    const outcome = await this.#ask(request, identity)
    if (outcome.kind !== 'response') {
      this.#differ('VAULT-GONE', `the real Vault could not be asked: ${outcome.detail}`)
      return plainResponse(502, {}, '')
    }
    const { status, headers, text } = responseOf(outcome)
    if (!isBeforeAudit(status, text))
      this.#counts.set(endpoint, (this.#counts.get(endpoint) ?? 0) + 1)
    const issued = issuedIn(endpoint, status, text)
    const token = issued?.token
    if (issued) {
      entry.issued = this.issued.push(issued.token)
      if (issued.entityId !== '') this.#prepared.loggedIn(issued.entityId)
    }
    if (identity && sawNoCertificate.test(text)) this.#certificateLost()
    else await this.#compare(c, body, { status, token })
    if (token === undefined || tokenFault === undefined) return plainResponse(status, headers, text)
    const spoilt = spoil(text, token, tokenFault)
    this.issued[this.issued.length - 1] = spoilt.token
    if (tokenFault === 'token-expired') await this.#prepared.revoke(token)
    return plainResponse(status, headers, spoilt.text)
  }

  async revoke(ordinal?: number): Promise<number> {
    const doomed = ordinal === undefined ? this.issued : this.issued.slice(ordinal - 1, ordinal)
    let killed = 0
    for (const token of doomed) if (await this.#prepared.revoke(token)) killed++
    this.#twin?.revoke(ordinal)
    return killed
  }

  async look(): Promise<void> {
    const alive = await Promise.all(this.issued.map((token) => this.#prepared.isAlive(token)))
    this.alive = alive.filter(Boolean).length
    const expected = this.#twin?.liveTokens ?? this.alive
    if (expected !== this.alive)
      this.#unlike(`has ${this.alive} living tokens`, `would have ${expected}`)
  }

  async audit(): Promise<AuditComparison> {
    const ours = sorted(this.#counts)
    const audited = await this.#prepared.audited()
    if (!audited) return { ours }
    const theirs = new Map<string, number>()
    for (const request of audited) {
      const endpoint = endpointOfAudited(request, this.routes)
      theirs.set(endpoint, (theirs.get(endpoint) ?? 0) + 1)
    }
    return { ours, theirs: sorted(theirs) }
  }

  async #compare(
    c: Context<FakeEnv>,
    body: Uint8Array,
    real: { readonly status: number; readonly token: string | undefined },
  ): Promise<void> {
    const expected = await this.#twin?.ask(c, body, real.token)
    if (expected === undefined || expected === real.status) return
    if (expected === notEmulatedStatus) return
    const { method, path } = c.req
    this.#unlike(`answers ${method} ${path} with ${real.status}`, `would answer ${expected}`)
  }

  /** A difference that the moved clock explains, or one between the embedded Vault and this server. */
  #unlike(does: string, would: string): void {
    const { server } = this.#prepared
    const movedMs = this.#movedMs(this.#context.clock)
    if (movedMs > aheadMs)
      this.#differ(
        'VAULT-CLOCK',
        `the real Vault ${does}, and ${would} if ${clockTime(movedMs)} had passed for it too: "advance" and "at" move the clock of z/OS Connect alone`,
        remedies.map((each) => each.replace('NAME', this.#context.name)),
      )
    else
      this.#differ(
        'VAULT-DIFFERS',
        `${server.product} ${server.version} ${does}, and the embedded Vault ${would}`,
        ['report it: the embedded Vault is to answer as a real one does'],
      )
  }

  #certificateLost(): void {
    const { product, version } = this.#prepared.server
    this.#differ(
      'VAULT-DIFFERS',
      `${product} ${version} has not asked for the client certificate that z/OS Connect offers: its listener has tls_disable_client_certs, or TLS ends in front of it`,
      ['let the listener ask for client certificates', 'run the scenario with --vault binary'],
    )
  }

  #movedMs(clock: Clock): number {
    const { here, there } = this.#began
    return clock.now() - here - (systemClock.now() - there)
  }

  #differ(code: RealDifference['code'], message: string, tries: readonly string[] = []): void {
    this.differences.push({ code, message, tries })
  }
}

const sorted = (counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> =>
  Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
