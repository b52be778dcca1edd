import { withHeader, type Header } from '../http.ts'
import { rule } from '../rule.ts'
import type { Obtained } from './obtain.ts'

export const tokenWins = rule('attach.token-wins', {
  status: 'assumed',
  source: 'Assumed: what an API parameter of the same header name leads to is not described',
  says: 'the configured token replaces a header of that name that the program maps into the request',
})

/** The headers of the API request with every token in its own. */
export const attach = (headers: readonly Header[], tokens: readonly Obtained[]): Header[] =>
  tokens.reduce<Header[]>(
    (all, { plan: { attach: to }, value }) => {
      const text = value.reveal()
      return withHeader(all, to.header, to.scheme === 'none' ? text : `${to.scheme} ${text}`)
    },
    [...headers],
  )
