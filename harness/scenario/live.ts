import { error, type Problem } from '../../emulator/index.ts'
import { readExpectations } from './expectations.ts'
import type { Found } from './found.ts'
import type { CallSpec, Expectation, Scenario, ScenarioCode, Step } from './model.ts'
import type { Known } from './names.ts'
import { liveCallSchema } from './schema/live.ts'
import type { StepKind } from './schema/steps.ts'
import { readStep } from './steps.ts'
import { isMap, treeOf } from './tree-of-value.ts'
import { nodeAt, type TreeEntry, type TreeMap } from './tree.ts'
import { validate } from './validate.ts'

/** What was understood, or what is wrong with it; a Problem's file is the path inside the value. */
export type Understood<T> =
  | { readonly value: T }
  | { readonly value?: undefined; readonly problems: readonly Problem<ScenarioCode>[] }

/** Reads what is said to a world that runs, in the language of scenarios. */
export interface LiveReader {
  /** `said` is what a scenario writes after the step's key; `path` is where it stands in the value. */
  step(kind: StepKind, said: unknown, path: string): Understood<Step>
  call(said: unknown): Understood<CallSpec>
  expectations(said: unknown): Understood<readonly Expectation[]>
}

export interface LiveReaderOptions {
  readonly scenario: Scenario
  /** Ids of the rules there are. */
  readonly rules: ReadonlySet<string>
  /** Names of everything captured so far. */
  readonly captured: () => Iterable<string>
}

/** A reader for one world; the names it knows are those of the world's scenario. */
export function liveReader(options: LiveReaderOptions): LiveReader {
  return {
    step(kind, said, path) {
      const found: Found = []
      const at = { file: path, line: 1, col: 1 }
      const entry = { key: at, value: treeOf(said, path) }
      const tree: TreeMap = { kind: 'map', at, entries: new Map([[kind, entry]]) }
      return understood(readStep(tree, knownOf(options), begun(), found), found)
    },
    call(said) {
      const found: Found = []
      // A program's data goes out as it is: nothing in it is filled in.
      return understood(readLiveCall(treeOf(said, '$', asItIs), knownOf(options), found), found)
    },
    expectations(said) {
      const found: Found = []
      const tree = treeOf(said, '$')
      const expectations = readExpectations(tree, everything, knownOf(options), found)
      return understood(expectations, found)
    },
  }
}

const everything = { kind: 'world', called: true } as const

const begun = () => ({ called: true, elapsedMs: 0 })

const asItIs = (text: string): string => text.replaceAll('${', '\\${')

function understood<T>(value: T | undefined, found: Found): Understood<T> {
  const problems = found.filter(({ severity }) => severity === 'error')
  return value === undefined || problems.length > 0 ? { problems } : { value }
}

function knownOf({ scenario, rules, captured }: LiveReaderOptions): Known {
  const { services, requests, servers } = scenario
  const issuers = services.filter(({ options: { kind } }) => kind !== 'api')
  return {
    services: new Map(services.map(({ name, options }) => [name, options])),
    requests,
    usedRequests: new Set(),
    servers,
    run: {
      captured: new Set(captured()),
      issuers: new Set(issuers.map(({ name }) => name)),
      used: new Set(),
    },
    rules,
    rows: [],
    // A world that runs takes no other server.xml; a reset reads its own anew.
    configAt: () => undefined,
  }
}

const ofRequest = 'connection api method path parameters headers query body'.split(' ')

/** A call said in the words of a program, read as the step that a scenario would write. */
function readLiveCall(
  tree: ReturnType<typeof treeOf>,
  known: Known,
  found: Found,
): CallSpec | undefined {
  const written = validate(liveCallSchema, tree, found)
  if (!written || !isMap(tree)) return undefined
  const { entries, at } = tree
  const given = ofRequest.filter((name) => entries.has(name))
  const call = entries.get('request') ?? inline(tree, given)
  if (!call || (entries.has('request') && given.length > 0)) {
    found.push(call ? twoRequests(tree, given[0]!) : noRequest(tree))
    return undefined
  }
  if (entries.has('as') && entries.has('requestInfo')) {
    found.push(twoInfos(tree))
    return undefined
  }
  const parts: readonly (readonly [string, TreeEntry | undefined])[] = [
    ['call', call],
    ['as', entries.get('requestInfo') ?? entries.get('as')],
    ['on', entries.get('server')],
    ['from', entries.get('program')],
    ['capture', entries.get('capture')],
  ]
  const present = parts.filter((part): part is [string, TreeEntry] => part[1] !== undefined)
  const step: TreeMap = { kind: 'map', at, entries: new Map(present) }
  const read = readStep(step, known, begun(), found)
  if (read?.kind !== 'call') return undefined
  const { timeout } = written
  const { request } = read.call
  // What has no name of its own is named by its path, and a query may hold secrets.
  const name = request.name.replace(/\?.*$/s, '')
  return {
    ...read.call,
    request: { ...request, name },
    ...(timeout !== undefined && { timeoutMs: timeout }),
  }
}

function inline({ entries, at }: TreeMap, names: readonly string[]): TreeEntry | undefined {
  if (names.length === 0) return undefined
  const own = names.map((name) => [name, entries.get(name)!] as const)
  return { key: at, value: { kind: 'map', at, entries: new Map(own) } }
}

const noRequest = ({ at }: TreeMap) =>
  error<ScenarioCode>(
    'MISSING-KEY',
    'nothing says what is called',
    at,
    'add "request" with the name of a request, or "connection", "method" and "path"',
  )

const twoRequests = (tree: TreeMap, name: string) =>
  error<ScenarioCode>(
    'BAD-VALUE',
    `"request" and "${name}" exclude each other`,
    nodeAt(tree, [name])!.at,
    'keep one of them',
  )

const twoInfos = (tree: TreeMap) =>
  error<ScenarioCode>(
    'BAD-VALUE',
    '"as" and "requestInfo" are the same',
    nodeAt(tree, ['as'])!.at,
    'keep one of them',
  )
