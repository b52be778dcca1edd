import type { CreateReporter, Reporter, ReporterOptions } from './reporter.ts'

const load = {
  pretty: async () => (await import('./pretty.ts')).prettyReporter,
  json: async () => (await import('./json.ts')).jsonReporter,
  junit: async () => (await import('./junit.ts')).junitReporter,
  github: async () => (await import('./github.ts')).githubReporter,
  markdown: async () => (await import('./markdown.ts')).markdownReporter,
  html: async () => (await import('./html.ts')).htmlReporter,
  tap: async () => (await import('./tap.ts')).tapReporter,
  ndjson: async () => (await import('./ndjson.ts')).ndjsonReporter,
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
