import type { VaultOptions } from '../harness/fakes/fake.ts'
import type { Written } from './roles.ts'
import { CannotStart } from './server.ts'

/** The rate limits of a scenario as quotas of a server, one for each mount they are about. */
export function quotasOf({ limits, mounts }: VaultOptions): readonly Written[] {
  if (!limits) return []
  if (limits.leases !== undefined)
    throw new CannotStart('a quota of leases is a part of Vault Enterprise alone')
  const others = Object.keys(limits.rates).filter((endpoint) => endpoint !== 'login')
  if (others.length > 0)
    throw new CannotStart(`a real server is given limits of logins, not of "${others[0]}"`)
  const rate = limits.rates['login']
  const methods = mounts.filter(({ type }) => !type.startsWith('kv'))
  if (!rate) return []
  return methods.map(({ path, type }, i) => {
    const login = `auth/${path.replace(/^auth\//, '')}/login${type === 'userpass' ? '/*' : ''}`
    const body = { path: login, rate: rate.count, interval: `${rate.perMs / 1000}s` }
    return { path: `sys/quotas/rate-limit/baqlab-${i + 1}`, body }
  })
}
