import {
  noContent,
  notFound,
  refuse,
  reply,
  unsupportedOperation,
  unsupportedPath,
} from './answer.ts'
import type { Answer } from './answer.ts'
import { cidrsOf, wrongBlock } from './bound-cidrs.ts'
import { goDuration } from './duration.ts'
import { isWrite, type Call } from './engine.ts'
import type { VaultAppRole } from '../options.ts'
import { changedTokens, withSanitized, type RoleTokens } from './role-tokens.ts'
import { systemTtlMs } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

/** What a role of AppRole is told. */
export type RoleOptions = RoleTokens &
  VaultAppRole & {
    readonly boundCidrs?: readonly string[] | null
    readonly hasLocalSecretIds?: boolean
  }

const seconds = (ms = 0): number => Math.floor(ms / 1000)

const partFields = {
  token_policies: 'texts',
  policies: 'texts',
  bound_cidr_list: 'texts',
  secret_id_bound_cidrs: 'texts',
  token_bound_cidrs: 'texts',
  secret_id_num_uses: 'whole',
  token_num_uses: 'whole',
  secret_id_ttl: 'duration',
  token_period: 'duration',
  period: 'duration',
  token_ttl: 'duration',
  token_max_ttl: 'duration',
} as const

type PartFields = Typed<typeof partFields>

interface Part {
  readonly fields: readonly (keyof typeof partFields)[]
  /** The field that is missed where nothing is said; nothing is missed where absent. */
  readonly asks?: string
  readonly shows: (role: RoleOptions) => Record<string, unknown>
  readonly sets?: (fields: PartFields, role: RoleOptions) => Partial<RoleOptions> | string
  readonly clears?: Partial<RoleOptions>
  readonly warns?: string
}

/** What one field of the tokens' settings becomes; its own path takes what the role's would refuse. */
const ofTokens =
  (...names: string[]) =>
  (fields: PartFields, role: RoleOptions): Partial<RoleOptions> | string => {
    const changed = changedTokens(fields, { ...role, ...plainLimits })
    if ('status' in changed) return changed.kind === 'errors' ? changed.errors[0]! : ''
    const named = Object.entries(changed).filter(([name]) => names.includes(name))
    return Object.fromEntries(named) as Partial<RoleOptions>
  }

const plainLimits = {
  tokenTtlMs: 0,
  tokenMaxTtlMs: 0,
  tokenType: 'service',
  saidType: 'default',
} as const

/** The period is held against the longest time of the system, and its old name is what is told. */
function tooLong({ period, token_period: now }: PartFields): string | undefined {
  const old = period === undefined ? 0 : (now ?? period)
  return (now ?? period ?? 0) > systemTtlMs ? longPeriod(old) : undefined
}

/** Vault's words on a period that is too long. */
export const longPeriod = (ms: number): string =>
  `period of "${goDuration(ms)}" is greater than the backend's maximum lease TTL of "${goDuration(systemTtlMs)}"`

function blocks(given: readonly string[] | undefined): Partial<RoleOptions> | string {
  if (!given) return {}
  const wrong = wrongBlock(given)
  return wrong ?? { boundCidrs: given }
}

const deprecatedList =
  'The "bound_cidr_list" field is deprecated and will be removed. Please use "secret_id_bound_cidrs" instead.'

const parts: Readonly<Record<string, Part>> = {
  policies: {
    fields: ['token_policies', 'policies'],
    asks: 'token_policies',
    shows: ({ policies, old = [] }) => ({
      ...(old.includes('policies') && policies.length > 0 && { policies }),
      token_policies: policies,
    }),
    sets: (fields, role) => ofTokens('policies', 'old')(withSanitized(fields), role),
    clears: { policies: [] },
  },
  'local-secret-ids': {
    fields: [],
    shows: ({ hasLocalSecretIds = false }) => ({ local_secret_ids: hasLocalSecretIds }),
  },
  'bound-cidr-list': {
    fields: ['bound_cidr_list'],
    shows: () => ({ bound_cidr_list: null }),
    sets: ({ bound_cidr_list: given }) =>
      given?.length === 0 ? 'missing bound_cidr_list' : blocks(given),
    clears: {},
    warns: deprecatedList,
  },
  'secret-id-bound-cidrs': {
    fields: ['secret_id_bound_cidrs'],
    shows: ({ boundCidrs = null }) => ({ secret_id_bound_cidrs: boundCidrs }),
    sets: ({ secret_id_bound_cidrs: given }) =>
      given?.length === 0 ? 'missing bound_cidr_list' : blocks(given),
    clears: { boundCidrs: null },
  },
  'token-bound-cidrs': {
    fields: ['token_bound_cidrs'],
    shows: ({ cidrs = null }) => ({ token_bound_cidrs: cidrs }),
    sets: ({ token_bound_cidrs: given }) => {
      const cidrs = given && cidrsOf(given)
      if (typeof cidrs === 'string') return `failed to parse token_bound_cidrs: ${cidrs}`
      return cidrs ? { cidrs } : {}
    },
    clears: { cidrs: null },
  },
  'secret-id-num-uses': {
    fields: ['secret_id_num_uses'],
    asks: 'secret_id_num_uses',
    shows: ({ secretIdNumUses }) => ({ secret_id_num_uses: secretIdNumUses }),
    sets: ({ secret_id_num_uses: uses = 0 }) =>
      uses < 0 ? 'secret_id_num_uses cannot be negative' : { secretIdNumUses: uses },
    clears: { secretIdNumUses: 0 },
  },
  'secret-id-ttl': {
    fields: ['secret_id_ttl'],
    asks: 'secret_id_ttl',
    shows: ({ secretIdTtlMs }) => ({ secret_id_ttl: seconds(secretIdTtlMs) }),
    sets: ({ secret_id_ttl: secretIdTtlMs = 0 }) => ({ secretIdTtlMs }),
    clears: { secretIdTtlMs: 0 },
  },
  period: {
    fields: ['token_period', 'period'],
    asks: 'period',
    shows: ({ periodMs = 0, old = [] }) => ({
      ...(old.includes('period') && periodMs > 0 && { period: seconds(periodMs) }),
      token_period: seconds(periodMs),
    }),
    sets: (fields, role) => tooLong(fields) ?? ofTokens('periodMs', 'old')(fields, role),
    clears: { periodMs: 0 },
  },
  'token-num-uses': {
    fields: ['token_num_uses'],
    asks: 'token_num_uses',
    shows: ({ tokenNumUses }) => ({ token_num_uses: tokenNumUses }),
    sets: ({ token_num_uses: tokenNumUses = 0 }) => ({ tokenNumUses }),
    clears: { tokenNumUses: 0 },
  },
  'token-ttl': {
    fields: ['token_ttl'],
    asks: 'token_ttl',
    shows: ({ tokenTtlMs }) => ({ token_ttl: seconds(tokenTtlMs) }),
    sets: ({ token_ttl: ttl = 0 }, { tokenMaxTtlMs: max }) =>
      max > 0 && ttl > max
        ? 'token_ttl should not be greater than token_max_ttl'
        : { tokenTtlMs: ttl },
    clears: { tokenTtlMs: 0 },
  },
  'token-max-ttl': {
    fields: ['token_max_ttl'],
    asks: 'token_max_ttl',
    shows: ({ tokenMaxTtlMs }) => ({ token_max_ttl: seconds(tokenMaxTtlMs) }),
    sets: ({ token_max_ttl: max = 0 }, { tokenTtlMs: ttl }) =>
      max > 0 && ttl > max
        ? 'token_max_ttl should be greater than or equal to token_ttl'
        : { tokenMaxTtlMs: max },
    clears: { tokenMaxTtlMs: 0 },
  },
}

/** Answers on one field of a role at a path of its own; undefined where there is no such path. */
export function answerOnPart(
  call: Call,
  what: string,
  role: RoleOptions | undefined,
  set: (changes: Partial<RoleOptions>) => Answer,
): Answer | undefined {
  const part = parts[what]
  if (!part) return undefined
  const { operation } = call
  const schema = Object.fromEntries(part.fields.map((name) => [name, partFields[name]]))
  if (operation === 'read') {
    if (!role) return notFound
    const warnings = part.warns ? { warnings: [part.warns] } : {}
    return answerOn(call, schema, () =>
      reply({ data: part.shows(role), mountType: 'approle', ...warnings }),
    )
  }
  const { sets, clears } = part
  if (!sets || !clears) return unsupportedOperation
  if (operation === 'delete') {
    return role ? set(clears) : noContent
  }
  if (!isWrite(operation)) return unsupportedOperation
  return answerOn(call, schema, (fields) => {
    if (!role) return unsupportedPath
    const given = part.fields.some((field) => field in fields)
    if (!given) return part.asks ? refuse(400, `missing ${part.asks}`) : set({})
    const changes = sets(fields as PartFields, role)
    if (typeof changes === 'string') return refuse(400, changes)
    return set(changes)
  })
}
