import { scenarioJsonSchema } from '../scenario/json-schema.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** `baqlab schema`: the JSON Schema of scenario files, for editors. */
export async function printSchema(terminal: Terminal): Promise<ExitCode> {
  terminal.out(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
  return 0
}
