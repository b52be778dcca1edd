// A run: scenario files in, events out. What a caller brings is an Environment.
export { findScenarios, type FoundFiles } from './runner/find.ts'
export { run, type RunOptions } from './runner/run.ts'
export type { Environment } from './runner/environment.ts'
export type {
  Excerpt,
  Finding,
  RunEvent,
  ScenarioId,
  ScenarioResult,
  Status,
  TimelineLine,
  Totals,
} from './runner/event.ts'

// Scenarios: the file format, read and described.
export { readScenarios, type ReadScenarios, type ReadScenariosOptions } from './scenario/read.ts'
export { scenarioJsonSchema } from './scenario/json-schema.ts'
export type * from './scenario/model.ts'

// A world: everything of one scenario, step by step. Dispose of it by `await using`.
export { createWorld, type CreatedWorld, type World, type WorldOptions } from './world.ts'
export { observeAll, perform } from './perform.ts'
export type { CallRecord } from './call-record.ts'
export type { JournalEntry } from './journal.ts'
export type { Observation } from './observation.ts'
export { judge, type Bases } from './scenario/expect.ts'
export type { Verdict } from './scenario/verdict.ts'

// Reports: what a reporter prints of the events of a run.
export {
  createReporter,
  reporterNames,
  type Reporter,
  type ReporterName,
  type ReporterOptions,
} from './reporters/index.ts'

// Explaining: what a server.xml makes z/OS Connect do, and what differs between two; nothing is sent.
export { explainConnection, explainPlan } from './explain/explain-plan.ts'
export { compareExplanations, type Change, type Difference } from './explain/compare.ts'
export { compareFiles, compareLevelsOf, explainFile } from './explain/make-report.ts'
export { renderReport } from './explain/render.ts'
export type { ChangesReport, ExplainReport, Format, Report } from './explain/report.ts'
export type { Concern, Explanation, Fact, Part } from './explain/explanation.ts'
