import { expect, test } from 'vitest'
import { routes } from '../../../harness/serve/app.ts'
import { startServing } from '../../support/serving.ts'

interface Operation {
  readonly operationId: string
  readonly responses: Readonly<Record<string, { readonly description: string }>>
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly example: unknown } }
  }
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

test('the document describes every route, and no other', async () => {
  await using curl = await startServing()
  const { json } = await curl.get('/openapi.json')
  expect(json['openapi']).toBe('3.1.0')
  const described = Object.entries(json['paths'] as Paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const there = routes.map(({ method, path }) => `${method} ${path}`)
  expect(described.toSorted()).toEqual(there.toSorted())
  expect(Object.keys((await curl.get('/')).json['routes'] as object)).toEqual(there)
})

test('every reference in the document leads somewhere, and names are its own', async () => {
  await using curl = await startServing()
  const { json, text } = await curl.get('/openapi.json')
  const { schemas } = json['components'] as { schemas: object }
  const references = [...text.matchAll(/"\$ref": "([^"]+)"/g)].map(([, name]) => name!)
  expect(references.length).toBeGreaterThan(5)
  for (const name of references)
    expect(Object.keys(schemas).map((each) => `#/components/schemas/${each}`)).toContain(name)
  const ids = Object.values(json['paths'] as Paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  )
  expect(new Set(ids).size).toBe(ids.length)
  expect(text).not.toContain('(env|row)')
})

test('every example in the document is understood, and every answer is described', async () => {
  await using curl = await startServing()
  const { json } = await curl.get('/openapi.json')
  for (const [path, operations] of Object.entries(json['paths'] as Paths)) {
    for (const [method, { requestBody, responses }] of Object.entries(operations)) {
      const example = requestBody?.content['application/json'].example
      const { status } = method === 'get' ? await curl.get(path) : await curl.post(path, example)
      expect(Object.keys(responses), path).toContain(String(status))
      expect(status, path).not.toBe(422)
    }
  }
  expect(curl.crashes).toEqual([])
})
