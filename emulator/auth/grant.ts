import { rule, type Rule } from '../rule.ts'
import type { Maker, Unmade, Unprepared } from './method.ts'

export const missingClient = rule('oauth.missing', {
  status: 'assumed',
  source: 'Assumed: what happens without a needed value is not described',
  says: 'a call without client or user ends before any request is sent',
})

/** Form fields in their order. */
export type Fields = readonly (readonly [name: string, value: string])[]

/** What a grant adds to the request: its fields, what is made anew each time, and what tells its tokens apart. */
export interface GrantFields {
  readonly kind: 'fields'
  readonly grantType: string
  readonly fields: Fields
  /** The assertion of each request; absent where the grant has none. */
  readonly assertion?: (maker: Maker, audience: string) => Promise<string | Unmade>
  readonly identity: readonly string[]
  readonly rules: readonly Rule[]
}

/** A value that a call needs and nobody supplies. */
export const missing = (element: string, what: string): Unprepared => ({
  kind: 'unprepared',
  message: `${element}: the token request needs ${what}, and neither server.xml nor the program supplies them`,
  rules: [missingClient],
})
