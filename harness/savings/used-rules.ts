import { rules, type Rule } from '../../emulator/index.ts'
import type { World } from '../world.ts'

const timeouts = rules.find(({ id }) => id === 'config.default.timeouts')!

/** What a run rests on: the rules of its calls, and that of time-outs where server.xml has none. */
export function usedRules({ rules: ofCalls, scenario, config }: World): ReadonlySet<Rule> {
  const parts = scenario.compare!.flows.flatMap((flow) => flow.parts)
  const called = new Set(
    parts.flatMap(({ calls }) => calls.map(({ request }) => request.connection)),
  )
  const isOpen = [...called].some((id) => {
    const connection = config.connections.get(id)
    const settings = [connection?.connectionTimeoutMs, connection?.receiveTimeoutMs]
    return settings.some((each) => each?.from === 'default')
  })
  return isOpen ? new Set([...ofCalls, timeouts]) : ofCalls
}
