import type {
  Finding,
  RunEvent,
  ScenarioResult,
  TimelineLine,
  Totals,
  VaultUsed,
} from '../runner/event.ts'
import type { CreateReporter } from './reporter.ts'

// Every key is always there, in this order, null where there is nothing to say: the same events
// give the same bytes whoever made the objects.

/** Real time to the microsecond: what is finer is noise of the subtraction. */
const microseconds = (ms: number) => Math.round(ms * 1000) / 1000

/** A finding without its source line. */
export const problemOf = ({ severity, code, message, at }: Finding) => ({
  severity,
  code,
  message,
  file: at?.file ?? null,
  line: at?.line ?? null,
  col: at?.col ?? null,
})

const lineOf = ({ atMs, step, depth, text, rules }: TimelineLine) => ({
  atMs,
  step,
  depth,
  text,
  rules,
})

const failureOf = (finding: Finding) => ({ ...problemOf(finding), saw: finding.saw.map(lineOf) })

/** The embedded Vault has no version: it is baqlab's own. */
const vaultOf = (vault: VaultUsed) =>
  vault.kind === 'embedded'
    ? { kind: vault.kind, product: null, version: null, audited: null }
    : {
        kind: vault.kind,
        product: vault.product,
        version: vault.version,
        audited: vault.audited ?? null,
      }

/** A result, every key there in this order. */
export const scenarioOf = (result: ScenarioResult) => ({
  name: result.name,
  file: result.file,
  row: result.row ?? null,
  level: result.level,
  transport: result.transport,
  vault: result.vault ? vaultOf(result.vault) : null,
  status: result.status,
  calls: result.calls,
  saved: result.saved ? { against: result.saved.against, shares: result.saved.shares } : null,
  problems: result.problems.map(problemOf),
  failures: result.failures.map(failureOf),
  assumed: result.assumed,
  elapsedMs: result.elapsedMs,
  wallMs: microseconds(result.wallMs),
  seed: result.seed,
  because: result.because ?? null,
})

/** The totals of a run. */
export const totalsOf = ({ scenarios, passed, failed, problems, skipped, wallMs }: Totals) => ({
  scenarios,
  passed,
  failed,
  problems,
  skipped,
  wallMs: microseconds(wallMs),
})

/** One JSON document at the end of the run; the same run gives the same bytes, `wallMs` excepted. */
export const jsonReporter: CreateReporter = ({ write }) => {
  const scenarios: ReturnType<typeof scenarioOf>[] = []
  const problems: ReturnType<typeof problemOf>[] = []
  return {
    on(event: RunEvent) {
      if (event.kind === 'scenario-finished') scenarios.push(scenarioOf(event.result))
      if (event.kind === 'found') problems.push(problemOf(event.finding))
      if (event.kind !== 'run-finished') return
      const report = { scenarios, problems, totals: totalsOf(event.totals) }
      write(`${JSON.stringify(report, null, 2)}\n`)
    },
  }
}
