import { listed, refuse, reply, unsupportedOperation, unsupportedPath } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import type { MountTable } from './mount-table.ts'
import type { Parts } from './mounts.ts'
import type { Policies } from './policies.ts'
import type { VaultContext } from './product.ts'
import { answerOnMounts } from './sys-mounts.ts'
import { answerOnPolicies } from './sys-policies.ts'
import type { TokenStore } from './token-store.ts'
import type { VaultToken } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const fields = { token: 'text', accessor: 'text', path: 'texts', paths: 'texts' } as const
type Asked = Typed<typeof fields>

/**
 * `sys`: mounts, policies, and what a token may do to a path. What anybody is told of a Vault is in Status.
 * @see https://developer.hashicorp.com/vault/api-docs/system/capabilities-self
 */
export class SysEngine implements Engine {
  readonly #tokens: TokenStore
  readonly #policies: Policies
  readonly #mounts: MountTable
  readonly #context: VaultContext

  constructor(mounts: MountTable, { tokens, policies, context }: Omit<Parts, 'sys' | 'issuer'>) {
    this.#tokens = tokens
    this.#policies = policies
    this.#mounts = mounts
    this.#context = context
  }

  handle(call: Call, caller: VaultToken): Answer {
    const { clock } = this.#context
    return (
      answerOnMounts(call, this.#mounts) ??
      answerOnPolicies(call, this.#policies, clock) ??
      this.#capabilities(call, caller)
    )
  }

  #capabilities(call: Call, caller: VaultToken): Answer {
    const [, whose] = /^capabilities(?:-(self|accessor))?$/.exec(call.path) ?? []
    if (!call.path.startsWith('capabilities')) return unsupportedPath
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, fields, (asked) => {
      const token = this.#tokenOf(whose, asked, caller)
      return 'status' in token ? token : capabilitiesOf(token, asked)
    })
  }

  #tokenOf(whose: string | undefined, asked: Asked, caller: VaultToken): VaultToken | Answer {
    if (whose === 'self') return caller
    if (whose === 'accessor') {
      const token = this.#tokens.findByAccessor(asked.accessor ?? '')
      return token ?? refuse(400, listed('invalid accessor'))
    }
    if (!asked.token) return refuse(500, listed('no token found'))
    return this.#tokens.find(asked.token) ?? refuse(400, listed('invalid token'))
  }
}

function capabilitiesOf({ identity }: VaultToken, { path, paths }: Asked): Answer {
  const wanted = paths?.length ? paths : (path ?? [])
  if (wanted.length === 0) return refuse(400, 'paths must be supplied')
  const each = wanted.map(
    (one) => [one, identity ? identity.acl.capabilitiesOf(one) : ['root']] as const,
  )
  const only = each.length === 1 ? { capabilities: each[0]![1] } : {}
  return reply({
    data: { ...Object.fromEntries(each), ...only },
    isFlat: true,
    mountType: 'system',
  })
}
