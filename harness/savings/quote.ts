import type { Comparison, Variant } from './model.ts'

/**
 * What caching saves in one sentence that can be quoted: it says that it is emulated, and for how many
 * servers and which latency it holds. Undefined where no variant asks a service for fewer tokens.
 */
export function quote({ variants, base, traffic }: Comparison): string | undefined {
  const before = variants.find(({ name }) => name === base)!
  const service = before.series[0]?.service
  const product = variants.filter(({ name, whatIf }) => name !== base && whatIf.length === 0)
  if (service === undefined || product.length === 0) return undefined
  const costs = product.map(
    (each) =>
      `${costOf(each, service)} at ${each.level} with logins that take ${timeOf(each, service)}`,
  )
  const servers = before.servers.length === 1 ? 'one server' : `${before.servers.length} servers`
  return `Emulated, ${servers} of z/OS Connect, ${traffic.join('; ')}: ${service} gets ${costOf(before, service)} at ${before.level}; ${costs.join('; ')}.`
}

function costOf({ figures }: Variant, service: string): string {
  const { tokenRequests, requests } = figures.services.find(({ name }) => name === service)!
  const [tokens, all] = [tokenRequests, requests].map((count) => count.toLocaleString('en'))
  return `${tokens} logins in ${all} requests`
}

/** How long logins take, as `vault.login 100 ms` says it. */
const timeOf = ({ latencies }: Variant, service: string): string =>
  latencies.find((each) => each.startsWith(`${service}.`))?.replace(/^\S+ /, '') ?? '0 ms'
