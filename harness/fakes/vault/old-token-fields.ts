import type { tokenFields } from './role-tokens.ts'
import type { Typed } from './typed-fields.ts'

/** The names that settings of tokens had before, which cert and JWT roles still take. */
export const oldTokenFields = {
  ttl: 'duration',
  max_ttl: 'duration',
  period: 'duration',
  num_uses: 'whole',
} as const

type OldFields = Typed<typeof oldTokenFields>
type TokenSettings = Typed<typeof tokenFields>

/** What a role was told under the old names, which it shows beside the new ones. */
export type SaidOld = Readonly<Record<string, unknown>>

const newNames = {
  ttl: 'token_ttl',
  max_ttl: 'token_max_ttl',
  period: 'token_period',
  num_uses: 'token_num_uses',
  policies: 'token_policies',
} as const

/** The fields with old names read as the new ones, which win. */
export const modernized = (fields: OldFields & TokenSettings): TokenSettings => ({
  ...fields,
  ...definedOnly({
    token_ttl: fields.token_ttl ?? fields.ttl,
    token_max_ttl: fields.token_max_ttl ?? fields.max_ttl,
    token_period: fields.token_period ?? fields.period,
    token_num_uses: fields.token_num_uses ?? fields.num_uses,
  }),
})

function definedOnly<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(said) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

/** What a role shows under old names after a write. */
export function saidOld(fields: Readonly<Record<string, unknown>>, before: SaidOld): SaidOld {
  const said: Record<string, unknown> = { ...before }
  for (const [old, now] of Object.entries(newNames)) {
    const value = fields[old]
    if (fields[now] !== undefined) delete said[old]
    else if (value !== undefined)
      said[old] = typeof value === 'number' && old !== 'num_uses' ? value / 1000 : value
  }
  return said
}
