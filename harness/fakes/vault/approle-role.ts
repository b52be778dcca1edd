import { listed, notFound, refuse, reply, unsupportedOperation, type Answer } from './answer.ts'
import { longPeriod, type RoleOptions } from './approle-parts.ts'
import { wrongBlock } from './bound-cidrs.ts'
import type { Call } from './engine.ts'
import { changedTokens, plainTokens, shownTokens, tokenFields } from './role-tokens.ts'
import type { SecretIds } from './secret-ids.ts'
import { systemTtlMs, type Identity } from './token.ts'
import { answerOn, type Typed } from './typed-fields.ts'

/** A role of AppRole, as it is kept. */
export interface Role {
  readonly options: RoleOptions
  /** Whether it asks for a secret id. */
  readonly binds: boolean
  readonly identity: Identity
  readonly secretIds: SecretIds
}

const mountType = 'approle'

export const roleFields = {
  ...tokenFields,
  bind_secret_id: 'flag',
  role_id: 'text',
  secret_id_num_uses: 'whole',
  secret_id_ttl: 'duration',
  secret_id_bound_cidrs: 'texts',
  bound_cidr_list: 'texts',
  local_secret_ids: 'flag',
  period: 'duration',
} as const

type Fields = Typed<typeof roleFields>

/** What a role is told once a request has changed it, or why it cannot be changed so. */
export function changedRole(
  fields: Fields,
  old: RoleOptions | undefined,
  newRoleId: () => string,
): RoleOptions | Answer {
  const tokens = changedTokens(fields, old ?? plainTokens)
  if ('status' in tokens) return tokens
  if (old && fields.local_secret_ids !== undefined)
    return refuse(400, 'local_secret_ids can only be modified during role creation')
  if (fields.role_id === '')
    return refuse(400, 'invalid role_id supplied, or failed to generate a role_id')
  const given = fields.secret_id_bound_cidrs ?? fields.bound_cidr_list
  const boundCidrs = given ?? old?.boundCidrs ?? null
  const wrong = boundCidrs && wrongBlock(boundCidrs)
  if (wrong) return refuse(500, listed(wrong))
  const secretIdNumUses = fields.secret_id_num_uses ?? old?.secretIdNumUses ?? 0
  if (secretIdNumUses < 0) return refuse(400, 'secret_id_num_uses cannot be negative')
  const period = fields.period === undefined ? 0 : (fields.token_period ?? fields.period)
  if (period > systemTtlMs) return refuse(400, longPeriod(period))
  return {
    ...tokens,
    roleId: fields.role_id ?? old?.roleId ?? newRoleId(),
    secretIdNumUses,
    secretIdTtlMs: fields.secret_id_ttl ?? old?.secretIdTtlMs ?? 0,
    boundCidrs,
    hasLocalSecretIds: old?.hasLocalSecretIds ?? fields.local_secret_ids ?? false,
  }
}

/** Why a role lets everybody in; undefined where it does not. */
export function unconstrained({ boundCidrs, cidrs }: RoleOptions, binds: boolean) {
  return binds || boundCidrs?.length || cidrs?.length
    ? undefined
    : refuse(500, listed('at least one constraint should be enabled on the role'))
}

/** Reads the id of a role at its own path. */
export function readRoleId(call: Call, role: Role | undefined): Answer {
  if (call.operation !== 'read') return unsupportedOperation
  return answerOn(call, { role_id: 'text' }, () =>
    role ? reply({ data: { role_id: role.options.roleId }, mountType }) : notFound,
  )
}

/** Reads a role. */
export function readRole({ operation, product }: Call, role: Role | undefined): Answer {
  if (operation !== 'read') return unsupportedOperation
  if (!role) return notFound
  const { options } = role
  const data = {
    bind_secret_id: role.binds,
    local_secret_ids: options.hasLocalSecretIds ?? false,
    secret_id_bound_cidrs: options.boundCidrs ?? null,
    secret_id_num_uses: options.secretIdNumUses,
    secret_id_ttl: Math.floor((options.secretIdTtlMs ?? 0) / 1000),
    ...shownTokens(options, product),
  }
  return reply({ data, mountType })
}
