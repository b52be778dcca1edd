import { listed, refuse, reply, unsupportedOperation, unsupportedPath } from './answer.ts'
import type { Answer } from './answer.ts'
import { isWrite, type Call, type Engine } from './engine.ts'
import { answerOnFixed } from './fixed-paths.ts'
import type { Issuer } from './issuer.ts'
import type { MountTable } from './mount-table.ts'
import type { Acl } from './policy.ts'
import type { Product } from './product.ts'
import type { Parts } from './mounts.ts'
import { refusedAsUnknown } from './not-emulated.ts'
import { answerOnLeases } from './sys-leases.ts'
import type { Status } from './status.ts'
import { answerOnLockedUsers } from './sys-locked-users.ts'
import { AuditDevices } from './sys-audit.ts'
import { answerOnCluster } from './sys-cluster.ts'
import { SysConfig } from './sys-config.ts'
import { StorageKeys } from './sys-keys.ts'
import { answerOnMounts } from './sys-mounts.ts'
import { answerOnPlugins } from './sys-plugins.ts'
import { refusedAccessor, refusedSubject } from './named-ids.ts'
import { PasswordPolicies } from './sys-passwords.ts'
import { answerOnPolicies } from './sys-policies.ts'
import type { Quotas } from './sys-quotas.ts'
import { Remounts } from './sys-remount.ts'
import { answerOnTools } from './sys-tools.ts'
import { answerOnUi, isOpenUi } from './sys-ui.ts'
import { answerOnDecoding } from './token-decoding.ts'
import type { TokenStore } from './token-store.ts'
import type { VaultToken } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const fields = { token: 'text', accessor: 'text', path: 'texts', paths: 'texts' } as const
type Asked = Typed<typeof fields>

/** Answers what it knows of `sys`; undefined for other paths. */
type Part = (call: Call, caller: VaultToken | undefined) => Answer | undefined

/**
 * `sys`: mounts, policies, and what a token may do to a path. What anybody is told of a Vault is in Status.
 * @see https://developer.hashicorp.com/vault/api-docs/system
 */
export class SysEngine implements Engine {
  readonly leaves =
    /^(audit|config\/(auditing\/request-headers|cors|ui\/headers\/[^/]+)|ha-status|leases\/(count|renew|revoke|tidy)|renew|revoke|tools\/random|plugins\/reload\/backend|quotas\/(config|rate-limit\/[^/]+))$/
  readonly #product: Product
  readonly #tokens: TokenStore
  readonly #issuer: Issuer
  readonly #parts: readonly Part[]

  constructor(
    mounts: MountTable,
    {
      tokens,
      policies,
      context,
      status,
      identities,
      issuer,
      wrapping,
      quotas,
    }: Omit<Parts, 'sys' | 'table'> & { status: Status; quotas: Quotas },
  ) {
    const { clock, random } = context
    const passwords = new PasswordPolicies(random)
    const began = clock.now()
    const remounts = new Remounts(mounts, random)
    const keys = new StorageKeys(clock)
    const config = new SysConfig(context.product)
    const devices = new AuditDevices(random)
    this.#tokens = tokens
    this.#issuer = issuer
    this.#product = context.product
    this.#parts = [
      answerOnFixed,
      (call, caller) => wrapping.answer(call, caller),
      (call) => answerOnLeases(call, tokens, clock.now()),
      (call) => answerOnMounts(call, mounts),
      (call) => remounts.answer(call),
      (call) => passwords.answer(call),
      (call) => quotas.answer(call, mounts),
      (call) => answerOnPolicies(call, policies, clock),
      (call, caller) => answerOnUi(call, { table: mounts, tokens, identities, issuer }, caller),
      (call) => answerOnTools(call, random),
      answerOnDecoding,
      (call) => devices.answer(call),
      (call) => answerOnCluster(call, began),
      (call) => answerOnPlugins(call, random, mounts),
      (call) => answerOnLockedUsers(call, mounts, issuer.lock),
      (call) => keys.answer(call),
      (call) => config.answer(call),
      (call) => status.operate(call),
      (call, caller) => this.#capabilities(call, caller!),
    ]
  }

  takesNoToken(path: string): boolean {
    return isOpenUi(path)
  }

  isOpen(path: string): boolean {
    if (openPaths.test(path)) return true
    return this.#product.fixedPaths.some(({ pattern, isOpen }) => isOpen && pattern.test(path))
  }

  handle(call: Call, caller: VaultToken | undefined): Answer {
    for (const part of this.#parts) {
      const answer = part(call, caller)
      if (answer) return answer
    }
    return refusedAsUnknown(call) ?? unsupportedPath
  }

  #capabilities(call: Call, caller: VaultToken): Answer | undefined {
    const [known, whose] = /^capabilities(?:-(self|accessor))?$/.exec(call.path) ?? []
    if (known === undefined) return undefined
    if (!isWrite(call.operation)) return unsupportedOperation
    const { accessor, token, ...paths } = fields
    const schema = whose === 'accessor' ? { accessor, ...paths } : { token, ...paths }
    return answerOn(call, schema as typeof fields, (asked) => {
      const subject = this.#tokenOf(whose, asked, caller, call)
      return 'status' in subject ? subject : capabilitiesOf(this.#issuer.aclFor(subject), asked)
    })
  }

  #tokenOf(
    whose: string | undefined,
    asked: Asked,
    caller: VaultToken,
    { product, data }: Call,
  ): VaultToken | Answer {
    if (whose === 'self') return caller
    if (whose === 'accessor') {
      if (!asked.accessor) return refuse(400, 'missing accessor')
      return (
        refusedAccessor(asked.accessor, product) ??
        this.#tokens.findByAccessor(asked.accessor) ??
        refuse(400, listed('invalid accessor'))
      )
    }
    if (!asked.token || typeof data['token'] !== 'string')
      return refuse(500, listed('no token found'))
    return (
      refusedSubject(asked.token, product) ??
      this.#tokens.find(asked.token) ??
      refuse(400, listed('invalid token'))
    )
  }
}

function capabilitiesOf(acl: Acl | undefined, { path, paths }: Asked): Answer {
  const wanted = paths?.length ? paths : (path ?? [])
  if (wanted.length === 0) return refuse(400, 'paths must be supplied')
  const each = wanted.map((one) => [one, acl ? acl.capabilitiesOf(one) : ['root']] as const)
  const only = each.length === 1 ? { capabilities: each[0]![1] } : {}
  return reply({
    data: { ...Object.fromEntries(each), ...only },
    isFlat: true,
    mountType: 'system',
  })
}

const openPaths = /^(metrics|wrapping\/lookup|decode-token|internal\/specs\/openapi)$/
