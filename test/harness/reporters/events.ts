import {
  createReporter,
  type ReporterName,
  type ReporterOptions,
} from '../../../harness/reporters/index.ts'
import type {
  Finding,
  RunEvent,
  ScenarioResult,
  TimelineLine,
  Totals,
} from '../../../harness/runner/event.ts'

const file = 'scenarios/caching/opaque-token-is-reused.yaml'

/** An error without a place, or what the parts make of it. */
export const finding = (parts: Partial<Finding> = {}): Finding => ({
  severity: 'error',
  code: 'CALLS',
  message: 'the auth server was called 2 times, expected 1',
  saw: [],
  tries: [],
  includedFrom: [],
  ...parts,
})

export const line = (parts: Partial<TimelineLine> = {}): TimelineLine => ({
  atMs: 0,
  step: 1,
  depth: 0,
  text: 'call readSecret',
  rules: [],
  ...parts,
})

/** The failure of the style guide, with every part a finding can have. */
export const fullFinding = finding({
  at: { file, line: 18, col: 22 },
  excerpt: { line: 18, text: '      calls: { auth: 1 }' },
  saw: [
    line({ text: 'call readSecret on BAQSTRT1' }),
    line({ depth: 1, text: 'POST /login, the cache was empty' }),
    line({ atMs: 30_000, step: 2, text: 'call readSecret on BAQSTRT1' }),
    line({
      atMs: 30_000,
      step: 2,
      depth: 1,
      text: 'POST /login, the first token was opaque and had no lifetime',
      rules: ['cache.opaque'],
    }),
  ],
  tries: ['set tokenLifetime on the authToken "vaultLogin" (server.xml:9:3)', 'expect 2'],
  includedFrom: [{ file: 'scenarios/caching/main.yaml', line: 3, col: 12 }],
})

/** A scenario that passed, or what the parts make of it. */
export const result = (parts: Partial<ScenarioResult> = {}): ScenarioResult => ({
  name: 'An opaque token is reused for its lifetime',
  file,
  line: 1,
  level: '3.0.86.0',
  status: 'passed',
  transport: 'memory',
  calls: { auth: 1, api: 2 },
  failures: [],
  problems: [],
  assumed: [],
  elapsedMs: 30_000,
  wallMs: 12.3456,
  seed: 42,
  held: 3,
  timeline: [],
  ...parts,
})

const countOf = (results: readonly ScenarioResult[], status: ScenarioResult['status']) =>
  results.filter((each) => each.status === status).length

/** A file with an error of its own counts among the problems, as the runner counts it. */
const totalsOf = (results: readonly ScenarioResult[], found: readonly Finding[]): Totals => ({
  scenarios: results.length,
  passed: countOf(results, 'passed'),
  failed: countOf(results, 'failed'),
  problems:
    countOf(results, 'problem') + found.filter(({ severity }) => severity === 'error').length,
  skipped: countOf(results, 'skipped'),
  wallMs: 1234.5678,
})

/** The events of a whole run, what belongs to no scenario first. */
export const run = (
  results: readonly ScenarioResult[],
  found: readonly Finding[] = [],
): RunEvent[] => [
  { kind: 'run-started', seed: 42, files: 1 },
  ...found.map((each): RunEvent => ({ kind: 'found', finding: each })),
  ...results.flatMap((each): RunEvent[] => [
    { kind: 'scenario-started', scenario: each },
    { kind: 'scenario-finished', result: each },
  ]),
  { kind: 'run-finished', totals: totalsOf(results, found) },
]

/** A run with one of everything. */
export const mixedRun = (): RunEvent[] => {
  const config = { file: 'scenarios/caching/server.xml', line: 9, col: 3, length: 9 }
  const newer = finding({
    code: 'BAQR1001E',
    message: 'tokenLifetime needs 3.0.86.0',
    at: config,
    excerpt: { line: 9, text: '  <zosconnect_authToken password="********"/>' },
  })
  const warning = finding({ severity: 'warning', code: 'UNKNOWN', message: 'not known to baqlab' })
  return run(
    [
      result({ row: '3.0.86.0', problems: [warning], assumed: ['cache.evict'] }),
      result({
        row: 'two servers',
        level: '3.0.85.0',
        status: 'failed',
        failures: [fullFinding],
        assumed: ['cache.evict', 'retry.fresh-token'],
        transport: 'sockets',
      }),
      result({
        name: 'A refused element stops the run',
        file: 'scenarios/auth/refused element.yaml',
        status: 'problem',
        problems: [newer],
      }),
      result({
        name: 'The same again',
        file: 'scenarios/auth/again.yaml',
        status: 'problem',
        problems: [newer],
      }),
      result({
        name: 'A real Vault forgets',
        file: 'scenarios/vault/real.yaml',
        status: 'skipped',
        because: 'it needs --vault container',
        wallMs: 0,
      }),
    ],
    [
      finding({
        code: 'YAML',
        message: 'the file is not YAML',
        at: { file: 'x.yaml', line: 2, col: 1 },
      }),
    ],
  )
}

/** What a reporter writes of the events. */
export async function report(
  name: ReporterName,
  events: readonly RunEvent[],
  options: Partial<ReporterOptions> = {},
): Promise<string> {
  let text = ''
  const write = (more: string) => {
    text += more
  }
  const reporter = await createReporter(name, { color: false, write, ...options })
  for (const event of events) reporter.on(event)
  return text
}

/** Where the expected text of a case lies. */
export const golden = (name: string) => `../../golden/reporters/${name}.txt`
