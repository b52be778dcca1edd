import type { Clock } from '../../../emulator/index.ts'
import {
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
  type Answer,
} from './answer.ts'
import { isWrite, type Call } from './engine.ts'
import { listAll } from './kv-keys.ts'
import type { MountTable } from './mount-table.ts'
import { find } from './mounts.ts'
import { RateQuota, type Counted, type QuotaTerms } from './rate-quota.ts'
import { answerOn, type Typed } from './typed-fields.ts'

const mountType = 'system'
const configFields = {
  enable_rate_limit_audit_logging: 'flag',
  enable_rate_limit_response_headers: 'flag',
  rate_limit_exempt_paths: 'items',
  absolute_rate_limit_exempt_paths: 'items',
} as const
const quotaFields = {
  type: 'text',
  path: 'text',
  role: 'text',
  rate: 'decimal',
  interval: 'duration',
  block_interval: 'duration',
  inheritable: 'flag',
  group_by: 'text',
  secondary_rate: 'decimal',
} as const

/**
 * Rate limits that are set over the API, and kept.
 * @see https://developer.hashicorp.com/vault/api-docs/system/rate-limit-quotas
 */
export class Quotas {
  readonly #clock: Clock
  readonly #all = new Map<string, RateQuota>()
  #config = {
    audits: false,
    showsHeaders: false,
    exempt: [
      'sys/generate-recovery-token/attempt',
      'sys/generate-recovery-token/update',
      'sys/generate-root/attempt',
      'sys/generate-root/update',
      'sys/health',
      'sys/seal-status',
      'sys/unseal',
    ] as readonly string[],
    absolutelyExempt: null as readonly string[] | null,
  }

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What comes of a request, as far as the quotas allow it; `roleAt` says which role it logs in to at a mount. */
  metered(
    path: string,
    roleAt: (prefix: string) => string | undefined,
    ask: () => Answer | Promise<Answer>,
  ): Answer | Promise<Answer> {
    const counted = this.#for(path, roleAt)?.count()
    if (!counted) return ask()
    const answer = counted.isAllowed
      ? ask()
      : refuse(429, `request path "${path}": rate limit quota exceeded`)
    if (!this.#config.showsHeaders) return answer
    const tell = (each: Answer): Answer => ({
      ...each,
      headers: { ...each.headers, ...headersOf(counted) },
    })
    return answer instanceof Promise ? answer.then(tell) : tell(answer)
  }

  #for(path: string, roleAt: (prefix: string) => string | undefined): RateQuota | undefined {
    if (this.#all.size === 0) return undefined
    const { exempt, absolutelyExempt } = this.#config
    if ([...exempt, ...(absolutelyExempt ?? [])].includes(path)) return undefined
    const fits = [...this.#all.values()].flatMap((quota) => {
      const fit = quota.fitOf(path, roleAt)
      return fit === undefined ? [] : [{ quota, fit }]
    })
    return fits.toSorted((a, b) => b.fit - a.fit)[0]?.quota
  }

  /** Undefined for other paths. */
  answer(call: Call, mounts: MountTable): Answer | undefined {
    const path = call.path.replace(/\/$/, '')
    if (path !== 'quotas' && !path.startsWith('quotas/')) return undefined
    if (path === 'quotas/config') return this.#onConfig(call)
    const [all, name] = /^quotas\/rate-limit(?:\/([^/]+))?$/.exec(path) ?? []
    if (all === undefined) return unsupportedPath
    if (name === undefined)
      return call.operation === 'list'
        ? listAll(call, [...this.#all.keys()].toSorted(), mountType)
        : unsupportedOperation
    if (isWrite(call.operation)) return this.#write(call, name, mounts)
    const found = this.#all.get(name)
    if (call.operation === 'read') return found ? this.#shown(call, found) : notFound
    if (call.operation !== 'delete') return unsupportedOperation
    this.#all.delete(name)
    return noContent
  }

  #onConfig(call: Call): Answer {
    if (call.operation === 'read') return reply({ data: this.#shownConfig(call), mountType })
    if (!isWrite(call.operation)) return unsupportedOperation
    return answerOn(call, configFields, (given) => {
      this.#config = {
        audits: given.enable_rate_limit_audit_logging ?? false,
        showsHeaders: given.enable_rate_limit_response_headers ?? false,
        exempt: given.rate_limit_exempt_paths ?? [],
        absolutelyExempt: given.absolute_rate_limit_exempt_paths ?? [],
      }
      return noContent
    })
  }

  #shownConfig({ product }: Call): object {
    const { audits, showsHeaders, exempt, absolutelyExempt } = this.#config
    return {
      ...(product.quotas.hasAbsoluteExemptions && {
        absolute_rate_limit_exempt_paths: absolutelyExempt,
      }),
      enable_rate_limit_audit_logging: audits,
      enable_rate_limit_response_headers: showsHeaders,
      rate_limit_exempt_paths: exempt,
    }
  }

  #shown({ product }: Call, { terms }: RateQuota): Answer {
    const data = {
      block_interval: terms.blockMs / 1000,
      inheritable: terms.isInheritable,
      interval: terms.intervalMs / 1000,
      name: terms.name,
      path: terms.path,
      rate: terms.rate,
      role: terms.role,
      type: 'rate-limit',
      ...product.quotas.shown,
    }
    return reply({ data, mountType })
  }

  #write(call: Call, name: string, mounts: MountTable): Answer {
    return answerOn(call, quotaFields, (given) => {
      const terms = termsOf(name, given, call, mounts)
      if ('status' in terms) return terms
      const other = [...this.#all.values()].find(
        ({ terms: each }) =>
          each.name !== name && each.path === terms.path && each.role === terms.role,
      )
      if (other) {
        const error = `quota rule with similar properties exists under the name "${other.terms.name}"`
        return refuse(400, error)
      }
      this.#all.set(name, new RateQuota(terms, this.#clock))
      return noContent
    })
  }
}

function headersOf({ isAllowed, limit, left, resetSeconds }: Counted): Record<string, string> {
  return {
    ...(!isAllowed && { 'Retry-After': String(resetSeconds) }),
    'X-Ratelimit-Limit': String(limit),
    'X-Ratelimit-Remaining': String(left),
    'X-Ratelimit-Reset': String(resetSeconds),
  }
}

type Given = Typed<typeof quotaFields>

/** What a quota is to be, or why it cannot be that. */
function termsOf(
  name: string,
  { rate = 0, path: given = '', role = '', group_by: by, ...more }: Given,
  { product }: Call,
  mounts: MountTable,
): QuotaTerms | Answer {
  if (rate <= 0) return refuse(400, "'rate' is invalid")
  if (by && by !== 'ip')
    return refuse(
      400,
      paidGroups.has(by)
        ? `grouping mode "${by}" is only available in Vault Enterprise`
        : `invalid grouping mode "${by}"`,
    )
  const { interval, block_interval, inheritable } = more
  const bare = given.replace(/^\/+|\/+$/g, '')
  const mount = bare === '' ? '' : find(mounts.all, bare)?.prefix
  if (mount === undefined) return refuse(400, `invalid mount path "${given}"`)
  const path = `${bare}/` === mount ? mount : bare
  if (role !== '' && path !== mount)
    return refuse(
      400,
      'Quotas cannot contain both a path suffix and a role. If a role is provided, path must be ' +
        'a valid auth mount with a concept of roles',
    )
  if (role !== '' && !mount.startsWith('auth/'))
    return refuse(
      400,
      `Mount path "${mount}" is not a valid auth method and therefore unsuitable for use with ` +
        'role-based quotas',
    )
  if (role !== '' && !hasRoles(mounts, mount))
    return refuse(400, `Mount path "${mount}" does not support use with role-based quotas`)
  const isGlobal = path === ''
  if (product.quotas.onlyGlobalInherits && inheritable !== undefined && inheritable !== isGlobal)
    return refuse(
      400,
      isGlobal
        ? 'all global quotas must be inheritable'
        : 'only namespace quotas can be configured as inheritable',
    )
  return {
    name,
    path,
    mount,
    role,
    rate,
    intervalMs: interval || 1000,
    blockMs: block_interval ?? 0,
    isInheritable: inheritable ?? isGlobal,
  }
}

// Whether one that is not emulated has roles, is not known here.
function hasRoles(mounts: MountTable, prefix: string): boolean {
  const mount = mounts.get(prefix)
  return mount?.engine.roleOf !== undefined || mount?.type === 'unemulated'
}

const paidGroups = new Set(['none', 'entity_then_ip', 'entity_then_none'])
