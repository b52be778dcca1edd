import type { Plan, ServerConfig, TokenPlan } from '../../emulator/index.ts'
import type { Gathered } from './gather.ts'
import type { CallDraft, ServerDraft, Supplied, TokenDraft } from './model.ts'
import { samplePath } from './vault-server.ts'

/** A connection with everything its tokens need. */
export interface Drafted {
  readonly plan: Plan
  readonly tokens: readonly TokenDraft[]
}

/** The APIs behind connections, one for each origin that is no Vault. */
export function apiServers(
  drafted: readonly Drafted[],
  issuers: Gathered,
  config: ServerConfig,
): readonly ServerDraft[] {
  return drafted
    .filter((each) => !vaultOf(each, issuers))
    .map((each) => {
      const { connection, origin } = each.plan
      const { method, path } = operationOf(connection, config)
      const isShared = drafted.some(({ plan }) => plan !== each.plan && plan.origin === origin)
      // Connections that share an API may each bring other tokens: it cannot ask for those of one.
      const require = isShared ? {} : requirement(each, issuers)
      return {
        name: isShared ? firstLabel(origin) : connection,
        at: origin,
        options: { kind: 'api', ...require, routes: { [`${method} ${path}`]: { status: 200 } } },
      }
    })
}

/** `api` of https://api.example.com: an API that several connections share is named for none of them. */
const firstLabel = (origin: string): string => new URL(origin).hostname.split('.')[0]!

/** The call through a connection: an operation of its archive, a secret of its Vault, or the root of its API. */
export function callOf(each: Drafted, issuers: Gathered, config: ServerConfig): CallDraft {
  const { connection } = each.plan
  const as = each.tokens.reduce<Supplied>((all, token) => ({ ...all, ...token.as }), {})
  const tokens = each.plan.tokens.filter(isKept).map(({ id }) => id)
  if (vaultOf(each, issuers)) return { connection, method: 'GET', path: samplePath, as, tokens }
  const { method, path } = operationOf(connection, config)
  return { connection, method, path: path.replaceAll(/\{[^}]*\}/g, '1'), as, tokens }
}

const isKept = ({ kind }: TokenPlan): boolean => kind === 'authToken' || kind === 'oauth'

const vaultOf = ({ plan }: Drafted, issuers: Gathered): ServerDraft | undefined =>
  [...issuers.values()].find(({ at, options }) => options.kind === 'vault' && at === plan.origin)

function requirement({ tokens }: Drafted, issuers: Gathered) {
  const token = tokens.flatMap(({ server, attached }) => {
    const of = server && issuers.get(server.at)?.name
    return of && attached ? [{ of, ...attached }] : []
  })
  const basic = tokens.find((each) => each.basic)?.basic
  if (token.length === 0 && !basic) return {}
  return { require: { ...(token.length > 0 && { token }), ...(basic && { basic }) } }
}

function operationOf(connection: string, { archives }: ServerConfig) {
  const own = [...archives.values()].filter(({ connectionRef }) => connectionRef === connection)
  const operations = own.flatMap((archive) => archive.operations)
  const get = operations.find(({ method }) => method === 'GET')
  return get ?? operations[0] ?? { method: 'GET', path: '/' }
}
