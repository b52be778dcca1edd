import { z } from 'zod'
import { compareSchema } from './schema/compare.ts'
import { keys, listOf, mapOf } from './schema/leaf.ts'
import { fileSchema } from './schema/file.ts'
import { serviceSchemas } from './schema/services.ts'
import { requestSchema, stepSchemas } from './schema/steps.ts'

/** The JSON Schema of scenario files: what an editor completes, explains and underlines. */
export function scenarioJsonSchema(): object {
  const { services, requests, steps, compare } = fileSchema.shape
  const service = z.union(Object.values(serviceSchemas))
  const step = z.union(Object.values(stepSchemas))
  const file = keys({
    ...fileSchema.shape,
    services: mapOf(service).optional().describe(services.description!),
    requests: mapOf(requestSchema).optional().describe(requests.description!),
    steps: listOf(step).optional().describe(steps.description!),
    compare: compareSchema.optional().describe(compare.description!),
  })
  const schema = z.toJSONSchema(file, { io: 'input', override: titled })
  return {
    $schema: schema.$schema,
    title: 'baqlab scenario',
    description: 'How an emulated z/OS Connect API requester must behave, as baqlab test runs it.',
    ...schema,
  }
}

/** Every key gets its own name as a title, for editors that show one. */
function titled({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  for (const [name, property] of Object.entries(jsonSchema.properties ?? {})) {
    if (typeof property === 'object') property.title ??= name
  }
}
