import type { CreateReporter, Reporter, ReporterOptions } from './reporter.ts'

const load = {
  pretty: async () => (await import('./pretty.ts')).prettyReporter,
  json: async () => (await import('./json.ts')).jsonReporter,
  junit: async () => (await import('./junit.ts')).junitReporter,
  github: async () => (await import('./github.ts')).githubReporter,
  smf: async () => (await import('./smf.ts')).smfReporter,
} satisfies Record<string, () => Promise<CreateReporter>>

export type ReporterName = keyof typeof load

/** The names that `--reporter` takes, the default first. */
export const reporterNames = Object.keys(load) as readonly ReporterName[]

/** Loads the named reporter, and no other, and begins a report. */
export async function createReporter(
  name: ReporterName,
  options: ReporterOptions,
): Promise<Reporter> {
  const create: CreateReporter = await load[name]()
  return create(options)
}
