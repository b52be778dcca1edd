import { error, type Problem } from '../emulator/index.ts'
import type { RealVaults, StandIn } from './fakes/fake.ts'
import type { Scenario, Service, Step } from './scenario/model.ts'

/** The real servers of one scenario, by service; disposing of them removes what was made for it. */
export interface StandIns extends AsyncDisposable {
  readonly of: ReadonlyMap<string, StandIn>
  readonly problems: readonly Problem[]
}

/** Prepares a real server for every vault of a scenario, or says why it cannot be played on one. */
export async function standIns(
  scenario: Scenario,
  vaults: RealVaults | undefined,
): Promise<StandIns> {
  const services = vaults ? scenario.services.filter(isVault) : []
  const problems = services.flatMap((service) => tooMuch(service, scenario.steps))
  const of = new Map<string, StandIn>()
  const dispose = async () => {
    for (const { prepared } of of.values()) await prepared[Symbol.asyncDispose]()
  }
  const result = { of, problems, [Symbol.asyncDispose]: dispose }
  if (!vaults || services.length === 0 || problems.length > 0) return result
  const { sendOut } = await import('./network/outside.ts')
  for (const [i, { name, options, at }] of services.entries()) {
    if (options.kind !== 'vault') continue
    try {
      const prepared = await vaults.prepare(options, i)
      const { ca } = prepared.address
      of.set(name, { prepared, ask: (request, identity) => sendOut(request, ca, identity) })
    } catch (thrown) {
      await dispose()
      const why = thrown instanceof Error ? thrown.message : String(thrown)
      problems.push(error('CANNOT-START', `"${name}" cannot be a real Vault: ${why}`, at))
      return result
    }
  }
  return result
}

const isVault = ({ options }: Service): boolean => options.kind === 'vault'

/** What of a scenario needs more than a real Vault can give: its clock, and many requests in no time. */
function tooMuch({ name, options, at }: Service, steps: readonly Step[]): Problem[] {
  const found: Problem[] = []
  const no = (what: string, where: Problem['at'], instead: string) =>
    void found.push(error('NEEDS-EMBEDDED', `${what} needs the embedded Vault`, where, instead))
  for (const step of steps) {
    if (step.kind === 'traffic')
      no(
        'a flow of traffic',
        step.at,
        'a real Vault keeps real time: write "call" with "times", or "parallel"',
      )
    if (step.kind === 'skew' && step.skewsMs[name] !== undefined)
      no(`a skewed clock of "${name}"`, step.at, 'the clock of a real Vault is its own')
  }
  if (options.kind === 'vault' && options.limits?.leases !== undefined)
    no(`a limit of leases`, at, 'of real servers only Vault Enterprise has such quotas')
  return found
}
