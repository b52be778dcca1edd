import type { AuthFilter, FilterCondition, ProviderConfig } from '../config/index.ts'
import { headerValue } from '../http.ts'
import { rule, type Rule } from '../rule.ts'
import type { InboundRequest, TokenConsumer } from './decision.ts'

export const filterMatches = rule('inbound.auth-filter', {
  status: 'documented',
  source: 'Open Liberty: authFilter',
  says: 'a condition holds where its text is contained, unless matchType says equals or notContain; there is no wildcard',
})

export const filterAll = rule('inbound.auth-filter.all', {
  status: 'assumed',
  source:
    'Assumed: the metatype does not say how conditions combine; two of them on a server would settle it',
  says: 'all conditions of an authFilter must hold',
})

export const consumerChoice = rule('inbound.consumer', {
  status: 'assumed',
  source: 'Assumed: several elements that fit one request on a server would settle it',
  says: 'of the elements that take tokens one with a matching authFilter goes before one without, and then the first of the file',
})

/** The element that takes the token of a request, with the rules it was chosen by. */
export function chooseConsumer(
  { openidConnectClients, mpJwts, authFilters }: ProviderConfig,
  request: InboundRequest,
): { readonly consumer: TokenConsumer; readonly rules: readonly Rule[] } | undefined {
  const taking = openidConnectClients.filter(
    ({ inboundPropagation: { value } }) => value !== 'none',
  )
  const all: readonly TokenConsumer[] = [...taking, ...mpJwts]
  const filtered = all.filter(({ authFilterRef }) => {
    const filter = authFilterRef && authFilters.get(authFilterRef.value)
    return filter && holds(filter, request)
  })
  const [first] = [...filtered, ...all.filter(({ authFilterRef }) => !authFilterRef)]
  if (!first) return undefined
  const rules = first.authFilterRef ? [filterMatches, filterAll] : []
  return { consumer: first, rules: all.length > 1 ? [...rules, consumerChoice] : rules }
}

const holds = ({ conditions }: AuthFilter, request: InboundRequest): boolean =>
  conditions.every((condition) => holdsOne(condition, request))

function holdsOne(condition: FilterCondition, request: InboundRequest): boolean {
  const { value, matchType } = condition
  const seen = seenOf(condition, request)
  if (matchType === 'notContain') return value === undefined || !(seen ?? '').includes(value)
  if (seen === undefined) return false
  if (value === undefined) return true
  switch (matchType) {
    case 'equals':
      return seen === value
    case 'contains':
      return seen.includes(value)
    // Addresses of callers are not known here, so they never compare.
    default:
      return false
  }
}

function seenOf({ what, name = '' }: FilterCondition, request: InboundRequest): string | undefined {
  const { url, headers, api } = request
  switch (what) {
    case 'requestUrl':
      return url
    case 'requestHeader':
      return headerValue(headers, name)
    case 'host':
      return new URL(url).host
    case 'userAgent':
      return headerValue(headers, 'User-Agent')
    case 'webApp':
      return api
    case 'cookie':
      return (headerValue(headers, 'Cookie') ?? '')
        .split(/;\s*/)
        .find((each) => each.startsWith(`${name}=`))
    case 'remoteAddress':
      return undefined
  }
}
