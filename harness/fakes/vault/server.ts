import type { X509Certificate } from 'node:crypto'
import type { TokenFault } from '../fake.ts'
import { Limiter } from '../limits.ts'
import type { VaultOptions } from '../options.ts'
import { denied, noToken, notFound, refuse } from './answer.ts'
import type { Answer } from './answer.ts'
import { readFields } from './body.ts'
import { takesClient } from './bound-cidrs.ts'
import { capturedBy } from './captured-fields.ts'
import { beforeRouting } from './clean-path.ts'
import type { Operation } from './engine.ts'
import { helpOn } from './help.ts'
import { IdentityStore } from './identity-store.ts'
import { Issuer } from './issuer.ts'
import { MountTable, type Mount } from './mount-table.ts'
import { find } from './mounts.ts'
import { refusedIdIn, refusedJwt, refusedToken } from './named-ids.ts'
import { inNamespace, Namespace, refusedInNamespaces, type Place } from './namespace.ts'
import { answerAt, namesNobody, nameless, openAnswerAt, roleOf } from './open-paths.ts'
import { OidcTokens } from './oidc-tokens.ts'
import { mayDo, type Parsed } from './permission.ts'
import { Policies } from './policies.ts'
import type { VaultContext } from './product.ts'
import { classify, operationOf, readTarget, type Endpoint, type Target } from './route.ts'
import { Status } from './status.ts'
import { Quotas } from './sys-quotas.ts'
import { SysEngine } from './sys-engine.ts'
import type { VaultToken } from './token.ts'
import { unreadFirst } from './typed-fields.ts'
import { wrapTtl, Wrapping } from './wrapping.ts'
import { TokenStore } from './token-store.ts'

/** One request, as little of HTTP as Vault looks at. */
export interface RawRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly header: (name: string) => string | undefined
  readonly body: Uint8Array
  /** Where the client found this server; absent where nobody needs to know. */
  readonly origin?: string
  readonly fault: TokenFault | undefined
  readonly certificate?: X509Certificate | undefined
}

/** Passes a request through what a Vault checks, in its order, to the engine it is for. */
export class VaultServer {
  readonly tokens: TokenStore
  readonly #options: VaultOptions
  readonly #context: VaultContext
  readonly #mounts: MountTable
  readonly #namespace: Namespace
  readonly #status: Status
  readonly #quotas: Quotas
  readonly #issuer: Issuer
  readonly #identities: IdentityStore
  readonly #limiter: Limiter
  readonly #wrapping: Wrapping

  constructor(options: VaultOptions, context: VaultContext) {
    this.#options = options
    this.#context = context
    this.tokens = new TokenStore(context, options.rootToken)
    const { tokens } = this
    const policies = new Policies(options.policies, context)
    const identities = new IdentityStore(context)
    this.#identities = identities
    const issuer = new Issuer(options, context, tokens, policies, identities, (prefix) =>
      this.#mounts.get(prefix),
    )
    this.#issuer = issuer
    const wrapping = new Wrapping(tokens, policies, context)
    this.#wrapping = wrapping
    const oidc = new OidcTokens(identities)
    const parts = { context, tokens, policies, issuer, identities, oidc, wrapping }
    this.#quotas = new Quotas(context.clock)
    const status = new Status(options.sealed, context, tokens)
    this.#status = status
    this.#mounts = new MountTable(
      options,
      parts,
      (table) => new SysEngine(table, { ...parts, status, quotas: this.#quotas }),
    )
    tokens.tuningOf = (path) => this.#mounts.tuningOf(path)
    this.#namespace = new Namespace(options.namespace, context.product)
    this.#limiter = new Limiter(context.clock, options.limits)
  }

  endpointOf(method: string, path: string): Endpoint {
    const target = readTarget(path)
    const place = target && this.#namespace.locate(target, undefined)
    if (!place || place.kind === 'nowhere') return 'other'
    return classify(method, place.target, this.#mounts.all)
  }

  async answer(request: RawRequest): Promise<Answer> {
    const header = request.header('x-vault-namespace')
    const { method, target } = request
    const early = beforeRouting(method, target, this.#context.product)
    const answer = early ?? (await this.#byTarget(request, readTarget(target)))
    if (!answer) return notFound
    return header === undefined ? answer : { ...answer, headers: echo(answer, header) }
  }

  #byTarget(request: RawRequest, target: Target | undefined): Answer | Promise<Answer> | undefined {
    if (!target) return undefined
    const { product } = this.#context
    const fault = product.malformed(request.body)
    if (fault !== undefined) return refuse(500, fault)
    if (product.refusesRelativePaths && target.path.split('/').includes('..'))
      return refuse(400, 'relative paths not supported')
    const refused = product.refusesHeadersFirst && product.refusedHeader(request.header)
    if (refused) return refused
    const header = request.header('x-vault-namespace')
    return this.#byPlace(request, target, this.#namespace.locate(target, header))
  }

  #byPlace(request: RawRequest, target: Target, place: Place): Answer | Promise<Answer> {
    const where = place.kind === 'nowhere' ? target : place.target
    const answer = () => this.#answerAt(request, where, place.kind)
    if (this.#status.isSealed) return answer()
    const roleAt = (prefix: string) => roleOf(request, this.#mounts.get(prefix))
    return this.#quotas.metered(where.path, roleAt, answer)
  }

  #answerAt(request: RawRequest, where: Target, kind: Place['kind']): Answer | Promise<Answer> {
    if (where.query.get('help') && !this.#status.isSealed) return this.#help(request, where)
    const refused = refusedInNamespaces(request, where.path, this.#context.product)
    if (refused) return refused
    const status = this.#status.answer(request, where, this.#context.clock.now())
    if (status) {
      const inRoot = kind === 'above' || this.#namespace.isRoot
      return inRoot || where.path === 'sys/seal-status' ? status : inNamespace
    }
    if (this.#status.isSealed) return refuse(503, 'Vault is sealed')
    if (kind === 'nowhere') return refuse(404, 'namespace not found')
    return this.#rateLimited(request, where) ?? this.#parse(request, kind, where)
  }

  /** Every token may ask for help. */
  #help(request: RawRequest, { path }: Target): Answer {
    const shown = shownBy(request)
    const token = refusedToken(shown, this.#context.product) ?? this.#authenticate(shown)
    if ('status' in token) return token
    const mount = find(this.#mounts.all, path)
    return mount ? helpOn(mount, path, this.#context.product) : noRoute(path)
  }

  /** @see https://developer.hashicorp.com/vault/docs/concepts/resource-quotas */
  #rateLimited({ method }: RawRequest, target: Target): Answer | undefined {
    if (!this.#options.limits) return undefined
    const endpoint = classify(method, target, this.#mounts.all)
    const waitMs = this.#limiter.retryAfterMs(endpoint)
    if (waitMs === 0) return undefined
    const seconds = String(Math.floor(waitMs / 1000))
    const headers = {
      'Retry-After': seconds,
      'X-Ratelimit-Limit': String(this.#options.limits?.rates[endpoint]?.count),
      'X-Ratelimit-Remaining': '0',
      'X-Ratelimit-Reset': seconds,
    }
    const error = `request path "${target.path}": rate limit quota exceeded`
    return { ...refuse(429, error), headers }
  }

  #parse(request: RawRequest, kind: 'inside' | 'above', target: Target): Answer | Promise<Answer> {
    const { product } = this.#context
    const refused = product.refusedHeader(request.header)
    if (refused) return refused
    const operation = operationOf(request.method, target.query, product.scans)
    if (request.method === 'OPTIONS')
      return refuse(product.onOptions.status, product.onOptions.error)
    if (operation === undefined) return refuse(405)
    if (operation === 'bad') return refuse(400)
    const { query, path } = target
    const data = Object.fromEntries(query)
    delete data['help']
    if (request.method === 'GET') delete data['list']
    if (request.method === 'GET' && product.scans) delete data['scan']
    const wrapMs = wrapTtl(request.header('x-vault-wrap-ttl'))
    if (typeof wrapMs !== 'number') return wrapMs
    const shownToken = shownBy(request)
    const parsed = {
      product,
      operation,
      query,
      data,
      wrapMs,
      ...(shownToken && { shownToken }),
      ...(request.fault && { fault: request.fault }),
      ...(request.origin !== undefined && { origin: request.origin }),
      ...(request.certificate && { certificate: request.certificate }),
    }
    if (operation === 'list' || operation === 'scan') {
      const fullPath = path.endsWith('/') ? path : `${path}/`
      return this.#dispatch(kind, { ...parsed, fullPath })
    }
    if (operation !== 'update' && operation !== 'patch')
      return this.#dispatch(kind, { ...parsed, fullPath: path })
    const type = request.header('content-type')
    if (operation === 'patch' && type?.split(';')[0]!.trim() !== mergePatch)
      return unpatchable(type)
    const fields = readFields(request.body, type)
    if (!fields.ok) return refuse(400, this.#unreadable(fields.error))
    const isTrimmed = find(this.#mounts.all, path)?.settings.trimsSlashes === true
    const fullPath = isTrimmed ? path.replace(/\/+$/, '') : path
    if (fullPath.endsWith('/')) return refuse(400, "cannot write to a path ending in '/'")
    return this.#dispatch(kind, { ...parsed, data: fields.data, fullPath })
  }

  #unreadable(why: string): string {
    return `${this.#context.product.readsJson}${why}`
  }

  #dispatch(kind: 'inside' | 'above', parsed: Parsed): Answer | Promise<Answer> {
    const answer = this.#answerOf(kind, parsed)
    const { wrapMs, fullPath } = parsed
    if (!wrapMs) return answer
    const wrap = (each: Answer) => this.#wrapping.wrap(each, fullPath, wrapMs)
    return answer instanceof Promise ? answer.then(wrap) : wrap(answer)
  }

  #answerOf(kind: 'inside' | 'above', parsed: Parsed): Answer | Promise<Answer> {
    const unusable = refusedToken(parsed.shownToken, parsed.product)
    if (unusable) return unusable
    const mounted = find(
      kind === 'inside' ? this.#mounts.all : this.#mounts.builtIn,
      parsed.fullPath,
    )
    const path = mounted ? parsed.fullPath.slice(mounted.prefix.length) : parsed.fullPath
    const captured = mounted ? capturedBy(mounted.type, path) : []
    const call = { ...parsed, path, captured }
    const isOpen = mounted?.engine.takesNoToken?.(path) === true
    if (
      mounted?.engine.isOpen?.(path) ||
      (isOpen && !(call.shownToken && call.operation === 'read'))
    )
      return namesNobody(call, mounted!)
        ? refuse(500, 'failed to determine alias name from login request')
        : nameless(openAnswerAt(mounted!, call))
    const refused = refusedIdIn(call) ?? this.#wrapping.refusalOf(call)
    if (refused) return refused
    const token = this.#authenticate(call.shownToken, isOpen)
    if ('status' in token) return token
    const { acl, isBarred } = this.#issuer.reachOf(token)
    if (isBarred) return refuse(400, 'Forbidden')
    const done = { ...call, operation: precise(call.operation, path, mounted) }
    if (!isOpen && !mayDo(acl, done, kind)) {
      const schema = mounted?.engine.readsFirst?.(path)
      return (schema && unreadFirst(done, schema)) ?? denied
    }
    if (!mounted) return noRoute(call.fullPath)
    const answer = answerAt(mounted, done, token)
    return isOpen ? nameless(answer) : answer
  }

  /** The caller's token, one of its uses spent where one is asked for; or why there is none. */
  #authenticate(text: string | undefined, isFree = false): VaultToken | Answer {
    if (!text) return noToken
    const token = this.tokens.find(text)
    const { product } = this.#context
    if (!token) return refusedJwt(text, product) ?? refuse(403, product.deadToken)
    if (!takesClient(token.identity?.options.cidrs ?? [])) return noToken
    if (this.#identities.isBarred(token.identity?.entityId ?? '')) return noToken
    if (!isFree) this.tokens.use(token)
    return token
  }
}

const noRoute = (path: string): Answer =>
  refuse(404, `no handler for route "${path}". route entry not found.`)

function shownBy({ header }: RawRequest): string | undefined {
  const bearer = /^Bearer +(\S+)\s*$/.exec(header('authorization') ?? '')?.[1]
  return header('x-vault-token') || bearer
}

const mergePatch = 'application/merge-patch+json'

const unpatchable = (type: string | undefined): Answer =>
  type === undefined
    ? refuse(400, 'mime: no media type')
    : refuse(415, `PATCH requires Content-Type of ${mergePatch}, provided ${type}`)

function precise(operation: Operation, path: string, mounted: Mount | undefined): Operation {
  const exists = operation !== 'update' || mounted?.engine.exists?.(path) !== false
  return exists ? operation : 'create'
}

const echo = (answer: Answer, namespace: string): Record<string, string> => ({
  ...answer.headers,
  'X-Vault-Namespace': namespace,
})
