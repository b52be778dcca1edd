import { Document, isMap, type Scalar, type YAMLMap } from 'yaml'
import { testUser, type CallDraft, type Draft, type Held } from './model.ts'

const head = (config: string) => ` Made by baqlab init of ${config}.
 Fakes stand in for the servers that it names, and a drop-in puts test passwords in the place of its own.
 What is expected is what baqlab did today. Correct what it could not know: what the servers issue
 (token: opaque, jws or jwe, jti, lifetime), what is called, and what must hold.`

/** Comments above keys of the file. */
const comments: readonly (readonly [path: readonly string[], text: string])[] = [
  [['services'], ' What these servers really do stands in no server.xml: correct it here.'],
  [['steps'], ' Each connection twice: does the second call need another token?'],
  [
    ['compare'],
    ' baqlab compare: what the same calls would cost a day, below and at this fix level.',
  ],
]

/** Maps that fit on a line each. */
const short = new Set(['as', 'token', 'calls', 'answer', 'credentials', 'users', 'paths', 'basic'])

/** The scenario file of a draft; every connection is called twice. `held` has what must hold after each call. */
export function renderDraft(draft: Draft, held: readonly Held[]): string {
  const document = new Document(contentOf(draft, held), { aliasDuplicateObjects: false })
  document.commentBefore = head(draft.config)
  for (const key of ['services', 'requests', 'steps', 'compare'])
    keyOf(document, [key]).spaceBefore = true
  for (const [path, text] of comments) keyOf(document, path).commentBefore = text
  flatten(document.contents)
  return document.toString({ lineWidth: 100, flowCollectionPadding: true })
}

function contentOf(draft: Draft, held: readonly Held[]) {
  const { config, level, dropins, services, calls, needsUser } = draft
  return {
    scenario: `Every connection of ${config} is called twice`,
    config,
    level,
    ...(needsUser && { program: { kind: 'ims', user: testUser } }),
    ...(dropins.length > 0 && { dropins }),
    services: Object.fromEntries(
      [...services].map(([name, { at, options }]) => {
        const { kind, ...rest } = options
        return [name, { kind, at, ...rest }]
      }),
    ),
    requests: Object.fromEntries(
      calls.map(({ connection, method, path }) => [connection, { connection, method, path }]),
    ),
    steps: twice(calls).map((call, i) => ({ ...made(call), ...expected(held[i]) })),
    compare: {
      for: '24h',
      traffic: calls.map((call) => ({ ...made(call), rate: '1/s' })),
      variants: [{ level: '3.0.85.0' }, { level }],
    },
  }
}

/** The calls in the order of the steps. */
export const twice = (calls: readonly CallDraft[]): readonly CallDraft[] =>
  calls.flatMap((call) => [call, call])

const expected = (held: Held | undefined) => {
  if (!held) return {}
  const { token, ...rest } = held
  return { expect: { ...rest, ...(Object.keys(token).length > 0 && { token }) } }
}

const made = ({ connection, as }: CallDraft) => ({
  call: connection,
  ...(Object.keys(as).length > 0 && { as }),
})

function keyOf(document: Document, path: readonly string[]): Scalar {
  const map = path.length > 1 ? document.getIn(path.slice(0, -1)) : document.contents
  return (map as YAMLMap<Scalar>).items.find(({ key }) => key.value === path.at(-1))!.key
}

function flatten(node: unknown): void {
  if (isMap<Scalar<string>>(node))
    for (const { key, value } of node.items) {
      if (isMap(value) && short.has(key.value)) value.flow = true
      else flatten(value)
    }
  else for (const item of itemsOf(node)) flatten(item)
}

const itemsOf = (node: unknown): readonly unknown[] =>
  typeof node === 'object' && node !== null && 'items' in node ? (node.items as unknown[]) : []
