import { z } from 'zod'
import metadata from '../../package.json' with { type: 'json' }
import { problemAnswers } from './problem-answers.ts'
import type { Route } from './route.ts'

type Json = Readonly<Record<string, unknown>>

/** The OpenAPI 3.1 document of some routes. */
export function openApi(routes: readonly Route[]): object {
  const schemas: Record<string, unknown> = { Problems: problemsSchema }
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const operations = (paths[route.path] ??= {})
    operations[route.method.toLowerCase()] = operationOf(route, schemas)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'baqlab serve',
      version: metadata.version,
      description:
        'The emulated z/OS Connect API requester behind HTTP: the side of the program, and the controls of its world. On loopback alone.',
    },
    paths,
    components: { schemas },
  }
}

function operationOf(route: Route, schemas: Record<string, unknown>): object {
  const { method, path, summary, description, query, body, answers } = route
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-z]+(\w?)/gi, (_all, next: string) => next.toUpperCase())}`,
    summary,
    ...(description !== undefined && { description }),
    ...(query && {
      parameters: Object.entries(query).map(([name, text]) => ({
        name,
        in: 'query',
        description: text,
        schema: { type: 'string' },
      })),
    }),
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: schemaOf(body.schema, schemas), example: body.example },
        },
      },
    }),
    responses: responsesOf(answers, body !== undefined),
  }
}

function responsesOf(answers: Route['answers'], hasBody: boolean): object {
  const all = { ...problemAnswers(hasBody), ...answers }
  return Object.fromEntries(
    Object.entries(all).map(([status, description]) => [
      status,
      {
        description,
        ...(Number(status) >= 400 &&
          status !== '417' && {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Problems' } } },
          }),
      },
    ]),
  )
}

/** The JSON Schema of a body; what several share goes to the components. */
function schemaOf(schema: z.ZodType, schemas: Record<string, unknown>): unknown {
  const made = z.toJSONSchema(schema, { io: 'input', override: plainValue })
  const moved = JSON.parse(
    JSON.stringify(made).replaceAll('"#/$defs/', '"#/components/schemas/'),
  ) as Json
  const { $schema: _dialect, $defs = {}, ...own } = moved
  Object.assign(schemas, $defs)
  return own
}

/** Over HTTP nothing is filled in by `${env.NAME}` or `${row.NAME}`, as files may have it. */
function plainValue({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const [value, fillable, ...more] = jsonSchema.anyOf ?? []
  const pattern = typeof fillable === 'object' ? fillable.pattern : undefined
  if (more.length > 0 || typeof value !== 'object' || !pattern?.includes('(env|row)')) return
  delete jsonSchema.anyOf
  Object.assign(jsonSchema, value)
}

const problemsSchema = {
  type: 'object',
  required: ['problems'],
  properties: {
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message', 'path', 'tries'],
        properties: {
          code: {
            type: 'string',
            description: 'Upper-case words that never change their meaning.',
          },
          message: { type: 'string', description: 'What is wrong.' },
          path: { type: 'string', description: 'Where in the request, as $.fault.at or ?since.' },
          tries: { type: 'array', items: { type: 'string' }, description: 'What to do.' },
        },
      },
    },
  },
} as const
