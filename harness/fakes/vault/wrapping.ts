import {
  listed,
  refuse,
  reply,
  unsupportedOperation,
  type Answer,
  type Envelope,
} from './answer.ts'
import { readDuration, timestamp } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import { refusedWrapping } from './named-ids.ts'
import { Acl } from './policy.ts'
import type { Policies } from './policies.ts'
import type { VaultContext } from './product.ts'
import type { TokenStore } from './token-store.ts'
import type { VaultToken } from './token.ts'
import { answerOn } from './typed-fields.ts'

/** An answer that waits behind a token. */
export interface Wrapped {
  /** Undefined where it has no body. */
  readonly envelope: Envelope | undefined
  readonly status: number
  /** The path it answers. */
  readonly path: string
}

const invalid = refuse(400, 'wrapping token is not valid or does not exist')
const policy = ['response-wrapping']
const asked = /^sys\/wrapping\/(wrap|unwrap|rewrap|lookup)$/

/** How long an answer is to wait behind a token, in milliseconds; a refusal where that cannot be read. */
export function wrapTtl(header = ''): number | Answer {
  const ms = readDuration(header)
  const wrong = 'error parsing X-Vault-Wrap-TTL header:'
  if (typeof ms === 'string') return refuse(400, `${wrong} ${ms}`)
  return ms < 0 ? refuse(400, `${wrong} requested wrap ttl cannot be negative`) : ms
}

/**
 * Puts answers behind tokens that are good for one use, and gives them back.
 * @see https://developer.hashicorp.com/vault/docs/concepts/response-wrapping
 */
export class Wrapping {
  readonly #tokens: TokenStore
  readonly #acl: Acl
  readonly #context: VaultContext

  constructor(tokens: TokenStore, policies: Policies, context: VaultContext) {
    this.#tokens = tokens
    this.#acl = new Acl(policy, policies)
    this.#context = context
  }

  /** The answer behind a new token, where it tells something: with a status of its own it does. */
  wrap(answer: Answer, path: string, ttlMs: number): Answer {
    if (answer.kind === 'empty' && answer.status === 404)
      return this.#hide({ envelope: undefined, status: 404, path }, ttlMs)
    if (answer.kind !== 'envelope' || answer.wrapInfo) return answer
    const { issued, status, headers: _headers, ...envelope } = answer
    const hidden = this.#hide({ envelope, status, path }, ttlMs)
    return issued === undefined ? hidden : { ...hidden, issued }
  }

  /** Why a request to unwrap is refused before anybody asks who makes it. */
  refusalOf({ fullPath, data, shownToken, product }: Call): Answer | undefined {
    if (!/^sys\/wrapping\/(lookup|unwrap|rewrap)$/.test(fullPath)) return undefined
    const text = data['token'] ?? shownToken ?? ''
    if (data['token'] === '')
      return refuse(403, 'error validating wrapping token: empty token in request body')
    if (text === '') return noneGiven
    if (typeof text !== 'string') return undecodable
    return refusedWrapping(text, product) ?? (this.#find(text) ? undefined : invalid)
  }

  /** Undefined for other paths; without a caller only for a look-up. */
  answer(call: Call, caller: VaultToken | undefined): Answer | undefined {
    const [, what] = asked.exec(call.fullPath) ?? []
    if (what === undefined) return undefined
    if (what === 'lookup') return this.refusalOf(call) ?? this.#lookup(call)
    if (!isWrite(call.operation)) return unsupportedOperation
    if (what === 'wrap') return wrapsOnly(call)
    const named = call.data['token']
    const token = named === undefined ? caller : this.#find(named)
    if (!token?.terms.wrapped) return spent
    return what === 'unwrap' ? this.#unwrap(token) : this.#rewrap(token, call)
  }

  #find(text: unknown): VaultToken | undefined {
    const token = typeof text === 'string' ? this.#tokens.find(text) : undefined
    return token?.terms.wrapped ? token : undefined
  }

  #lookup(call: Call): Answer {
    const { data, shownToken, operation } = call
    if (operation !== 'read' && !isWrite(operation)) return refuse(405, 'unsupported operation')
    const token = this.#find(data['token'] ?? shownToken)!
    const fields = {
      creation_path: token.terms.wrapped!.path,
      creation_time: timestamp(token.issuedAt),
      creation_ttl: Math.floor(token.ttlMs / 1000),
    }
    return answerOn(call, { token: 'text' }, () => reply({ data: fields, mountType: 'system' }))
  }

  #unwrap(token: VaultToken): Answer {
    this.#tokens.kill(token)
    const { envelope, status } = token.terms.wrapped!
    return envelope
      ? reply({ ...envelope, isFlat: false, isTold: true }, status)
      : { kind: 'empty', status }
  }

  #rewrap(token: VaultToken, { wrapMs }: Call): Answer {
    this.#tokens.kill(token)
    return this.#hide(token.terms.wrapped!, wrapMs || token.ttlMs, {})
  }

  /** An answer that is put behind another token no longer tells whose accessor is in it. */
  #hide(wrapped: Wrapped, ttlMs: number, told: Envelope = wrapped.envelope ?? {}): Answer {
    const token = this.#tokens.issue(
      {
        name: 'wrapping',
        displayName: '',
        entityId: '',
        meta: null,
        policies: policy,
        acl: this.#acl,
        options: {
          tokenTtlMs: ttlMs,
          tokenMaxTtlMs: 0,
          tokenNumUses: 1,
          tokenType: 'service',
          policies: policy,
        },
      },
      { fullPath: wrapped.path },
      { wrapped, lease: { ttlMs, warnings: [] }, explicitMaxTtlMs: ttlMs, renewable: false },
    )
    const accessor = accessorIn(told)
    return reply({
      isTold: true,
      wrapInfo: {
        token: token.text,
        accessor: token.accessor,
        ttl: Math.floor(ttlMs / 1000),
        creation_time: timestamp(this.#context.clock.now()),
        creation_path: wrapped.path,
        ...(accessor && { wrapped_accessor: accessor }),
      },
    })
  }
}

const undecodable = refuse(
  403,
  'error validating wrapping token: could not decode token in request body',
)

const noneGiven = refuse(403, 'error validating wrapping token: token is empty')

const spent = refuse(
  500,
  listed(
    "error decrementing wrapping token's use-count: invalid token entry provided for use count decrementing",
  ),
)

const wrapsOnly = ({ data, wrapMs }: Call): Answer =>
  wrapMs
    ? reply({ data, isTold: true, mountType: 'system' })
    : refuse(400, 'endpoint requires response wrapping to be used')

/** The accessor of the token or secret id that an answer gives. */
function accessorIn({ auth, data }: Envelope): string | undefined {
  const { accessor } = (auth ?? {}) as { accessor?: string }
  return (accessor || ((data ?? {}) as { secret_id_accessor?: string }).secret_id_accessor) as
    string | undefined
}
