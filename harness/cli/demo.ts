import { createReporter } from '../reporters/index.ts'
import type { ScenarioResult } from '../runner/event.ts'
import { run } from '../runner/run.ts'
import { compare } from '../savings/compare.ts'
import { quote } from '../savings/quote.ts'
import { renderText } from '../savings/render-text.ts'
import { readScenarios } from '../scenario/index.ts'
import { packageFolder } from './package-folder.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** A few calls, to be read one by one; then a day of them, to be counted. */
const fewCalls = 'scenarios/flagship/the-login-token-serves-every-call-of-its-lease.yaml'
const aDay = 'scenarios/savings/payday.yaml'

const title = `baqlab: an IMS program reads a secret from Vault for each call of a business API
The same server.xml at two fix levels of z/OS Connect; each call with the reason for what it did.
`

/** `baqlab demo`: the flagship case, end to end, with what caching saves in a day. */
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
  const savings = await savingsOfADay(`${folder}${aDay}`, terminal)
  if (savings === undefined) return 1
  out(`\n${savings}`)
  return told.length > 1 && told.every(({ status }) => status === 'passed') ? 0 : 1
}

/** The comparison of a day, and the sentence that can be quoted; undefined where there is none. */
async function savingsOfADay(
  file: string,
  { environment, color, columns }: Terminal,
): Promise<string | undefined> {
  const { readFile, listFolder, env, stopwatch } = environment
  const [scenario] = readScenarios({ file, readFile, env, mayBeIdle: true }).scenarios
  if (!scenario?.compare) return undefined
  const command = `baqlab compare ${aDay}`
  const options = { readFile, listFolder, stopwatch, seed: 1, command }
  const { comparison } = await compare(scenario, scenario.compare, options)
  const sentence = comparison && quote(comparison)
  return sentence && `${renderText(comparison, { color, width: columns })}\n${sentence}\n`
}
