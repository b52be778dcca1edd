import { createReporter } from '../reporters/index.ts'
import type { ScenarioResult } from '../runner/event.ts'
import { run } from '../runner/run.ts'
import { barChart } from '../savings/bar-chart.ts'
import { packageFolder } from './package-folder.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** A few calls, to be read one by one; then a day of them, to be counted. */
const fewCalls = 'scenarios/flagship/the-login-token-serves-every-call-of-its-lease.yaml'
const aDay = 'scenarios/flagship/a-day-of-calls-needs-one-login-per-lease.yaml'

const title = `baqlab: an IMS program reads a secret from Vault for each call of a business API
The same server.xml at two fix levels of z/OS Connect; each call with the reason for what it did.
`

/** `baqlab demo`: the flagship case, end to end, with what caching saves. */
export async function runDemo(terminal: Terminal): Promise<ExitCode> {
  const { out, color, environment } = terminal
  const folder = packageFolder(environment)
  out(`${title}\n`)
  const reporter = await createReporter('pretty', { color, write: out, verbose: true })
  const told: ScenarioResult[] = []
  for await (const event of run({ environment, verbose: true, files: [`${folder}${fewCalls}`] })) {
    reporter.on(event)
    if (event.kind === 'scenario-finished') told.push(event.result)
  }
  const days: ScenarioResult[] = []
  for await (const event of run({ environment, files: [`${folder}${aDay}`] }))
    if (event.kind === 'scenario-finished') days.push(event.result)
  out(`\n${savingsText(days)}`)
  const results = [...told, ...days]
  const whole = told.length > 1 && days.length > 1
  return whole && results.every(({ status }) => status === 'passed') ? 0 : 1
}

/** What a day costs Vault at each level, in numbers and bars. */
export function savingsText(days: readonly ScenarioResult[]): string {
  const [without, ...others] = days
  if (!without) return ''
  const charts = [
    { title: 'logins to Vault in a day', count: logins },
    { title: 'all requests to Vault in a day', count: requests },
  ].map(({ title: heading, count }) => {
    const rows = days.map((day) => ({ label: day.level, value: count(day) }))
    const saved = others.map((day) => share(count(without), count(day))).join(', ')
    return `${heading} (emulated): ${saved} less than at ${without.level}\n${barChart(rows)}`
  })
  return charts.join('\n')
}

const logins = ({ calls }: ScenarioResult): number => calls['vault.login'] ?? 0

const requests = ({ calls }: ScenarioResult): number =>
  Object.entries(calls)
    .filter(([name]) => name.startsWith('vault.'))
    .reduce((sum, [, count]) => sum + count, 0)

const share = (base: number, count: number): string =>
  `${(((base - count) / base) * 100).toFixed(1)} %`
