import type { Fake, RealDifference, RealServer, RealSide } from '../fakes/fake.ts'
import type { Expectation, Scenario } from '../scenario/model.ts'
import type { World } from '../world.ts'
import type { VaultUsed } from './event.ts'
import type { Failure } from './findings.ts'

type RealFake = Fake & { readonly real: RealSide }

const realFakes = ({ fakes }: World): readonly RealFake[] =>
  [...fakes.values()].filter((fake): fake is RealFake => fake.real !== undefined)

const productNames = { vault: 'Vault', openbao: 'OpenBao' } as const

/** Why a scenario says nothing of a real server: it is about the other product; undefined where it fits. */
export function unfitFor(
  { services }: Scenario,
  server: Pick<RealServer, 'product' | 'version'> | undefined,
): string | undefined {
  if (!server || server.product === 'a Vault') return undefined
  const meant = services.flatMap(({ options }) =>
    options.kind === 'vault' && options.product ? [productNames[options.product]] : [],
  )
  const other = meant.find((product) => product !== server.product)
  return other && `it is about ${other}, and this is ${server.product} ${server.version}`
}

/** Asks real servers what the expectations are about and only they know. */
export async function lookAtServers(
  world: World,
  expectations: readonly Expectation[],
): Promise<void> {
  const names = expectations.flatMap((each) => (each.kind === 'liveTokens' ? [each.service] : []))
  for (const { name, real } of realFakes(world)) if (names.includes(name)) await real.look()
}

/** What real servers have done otherwise than was to be expected of them, since the last time. */
export const realDifferences = (world: World): readonly RealDifference[] =>
  realFakes(world).flatMap(({ real }) => real.differences())

/** What counts on both sides: every login and every read that reached the server. */
const compared = ['login', 'read']

/** Failures where the audit log of a server and our journal do not agree. */
export async function compareAudit(world: World): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const { name, real } of realFakes(world)) {
    const { ours, theirs } = await real.audit()
    if (!theirs) continue
    for (const endpoint of compared) {
      const [here, there] = [ours[endpoint] ?? 0, theirs[endpoint] ?? 0]
      if (here === there) continue
      const { product, version } = real.server
      failures.push({
        code: 'VAULT-AUDIT',
        message: `${name}.${endpoint}: ${here} requests were handed on to ${product} ${version}, and its audit log has ${there}`,
        at: world.scenario.at,
        tries: ['look whether something else talks to the server', 'run the scenario alone'],
      })
    }
  }
  return failures
}

/** The Vault of a world, with what its audit log has; undefined where there is none. */
export async function vaultUsed(world: World): Promise<VaultUsed | undefined> {
  const [first, ...others] = realFakes(world)
  if (!first) {
    const hasVault = world.scenario.services.some(({ options: { kind } }) => kind === 'vault')
    return hasVault ? { kind: 'embedded' } : undefined
  }
  const audited: Record<string, number> = {}
  for (const { name, real } of [first, ...others]) {
    const { theirs } = await real.audit()
    if (!theirs) return { ...first.real.server }
    for (const [endpoint, count] of Object.entries(theirs)) audited[`${name}.${endpoint}`] = count
  }
  return { ...first.real.server, audited }
}
