import type { Drafted } from './api-server.ts'
import type { Gathered } from './gather.ts'
import type { ServerDraft } from './model.ts'

/** Why no call can be drafted for a connection beside all others; undefined where one can. */
export function whyNot(
  { plan: { origin }, tokens }: Drafted,
  all: readonly Drafted[],
  issuers: Gathered,
): string | undefined {
  const servers = tokens.flatMap(({ server }) => server ?? [])
  const first = all.flatMap((each) => each.tokens.flatMap(({ server }) => server ?? []))
  for (const server of servers) {
    const other = first.find(({ endpoint }) => endpoint === server.endpoint)!
    if (manner(other) !== manner(server))
      return `another connection asks ${server.endpoint} in another way, and a fake answers one of them`
  }
  const issuer = issuers.get(origin)
  if (!issuer) return undefined
  if (issuer.options.kind !== 'vault') return `${origin} is the address of ${issuer.name}, too`
  return servers.some(({ options }) => options.kind === 'vault')
    ? undefined
    : `the Vault at ${origin} would know only tokens of its AppRole and userpass logins`
}

/** How a server is asked and answers, whoever logs in. */
const manner = ({ options: { kind, method, credentials, answer } }: ServerDraft): string =>
  JSON.stringify([kind, method, credentials, answer])
