import { newestKnownLevel, readLevel, type Assumptions, type Level } from '../../emulator/index.ts'
import { readCompare } from './compare.ts'
import type { CompareSpec } from './compare-model.ts'
import { capturesOf, checkCaptures, checkSomethingHappens, tellUnusedNames } from './checks.ts'
import { readExpectations } from './expectations.ts'
import { present, refuse, type Found } from './found.ts'
import { textRecord } from './headers.ts'
import { beside } from './include.ts'
import { readKeyStores } from './keystores.ts'
import type {
  Balance,
  ConfigSource,
  Expectation,
  Program,
  Scenario,
  Service,
  Step,
} from './model.ts'
import { isIssuingKind, type Known } from './names.ts'
import type { RunNames } from './placeholder.ts'
import type { ReadScenariosOptions } from './read.ts'
import { readRequests } from './requests.ts'
import { matrixRow, type Row } from './rows.ts'
import { fileSchema, type FileWritten } from './schema/file.ts'
import { readRoleMapping } from './role-mapping.ts'
import { readSaf } from './saf.ts'
import { readServices } from './services.ts'
import { readStep } from './steps.ts'
import { itemsOf, nodeAt, placeAt, textOf, type Tree, type TreeMap } from './tree.ts'
import { validate } from './validate.ts'

const defaultStart = Date.UTC(2026, 0, 5)

/** What reading one row needs. */
export interface RowContext {
  readonly options: ReadScenariosOptions
  readonly found: Found
  readonly sources: Map<string, string>
  /** Gathers what must be masked. */
  readonly secrets: Set<string>
  readonly rows: readonly Row[]
  readonly row?: Row
}

/** The scenario of one row; undefined where the file's own keys do not allow one. */
export function readRow(file: TreeMap, context: RowContext): Scenario | undefined {
  const { found, options, row } = context
  const written = validate(fileSchema, file, found)
  const level = levelOf(written, options, found)
  const servers = serversOf(nodeAt(file, ['servers']), found)
  const services = readServices(nodeAt(file, ['services']), options.readFile, found)
  const keystores = readKeyStores(nodeAt(file, ['keystores']), options.readFile, found)
  const known = knownOf(file, services, servers, context)
  const steps = readSteps(file, known, found)
  const ends = [nodeAt(file, ['expect']), row?.expect].filter((each) => each !== undefined)
  const expect = ends.flatMap((end) => readEnd(end, known, found))
  const compare = compareOf(file, known, { level, balance: written?.balance }, context)
  if (!options.mayBeIdle) {
    checkSomethingHappens(file, row?.expect, found)
    tellUnusedNames(file, known, found)
  }
  const saf = safOf(file, context)
  const roleMapping = roleMappingOf(file, saf.saf, written, found)
  const config = configOf(file, context)
  if (!written || !config || !level) return undefined
  return {
    name: written.scenario,
    file: options.file,
    at: placeAt(file, ['scenario']),
    config,
    level,
    servers,
    balance: written.balance ?? 'round',
    start: written.start ?? defaultStart,
    beginsNow: written.start === undefined && hasOutside(services),
    program: programOf(written),
    assume: (written.assume ?? {}) as Partial<Assumptions>,
    extensions: written.extensions ?? [],
    keystores,
    ...saf,
    ...roleMapping,
    services: [...services.values()].filter((each): each is Service => each !== undefined),
    requests: new Map([...known.requests].flatMap(([name, each]) => (each ? [[name, each]] : []))),
    steps,
    expect,
    ...(row && { row: matrixRow(row) }),
    ...(compare && { compare }),
    ...expectedProblems(ends),
  }
}

/** The tokens of a real server tell the real time. */
const hasOutside = (services: ReadonlyMap<string, Service | undefined>): boolean =>
  [...services.values()].some((each) => each?.options.kind === 'outside')

function compareOf(
  file: TreeMap,
  known: Known,
  { level, balance }: { readonly level: Level | undefined; readonly balance?: Balance | undefined },
  { options, found }: RowContext,
): CompareSpec | undefined {
  const tree = nodeAt(file, ['compare'])
  if (!tree || !level) return undefined
  return readCompare(tree, {
    known,
    found,
    level,
    readFile: options.readFile,
    file: options.file,
    balance: balance === 'random' ? 'random' : balance === 'perProgram' ? 'sticky' : 'round',
    serversOf: (each) => serversOf(each, found),
  })
}

function levelOf(
  written: FileWritten | undefined,
  { level }: ReadScenariosOptions,
  found: Found,
): Level | undefined {
  if (level === undefined) return written?.level ?? newestKnownLevel
  const read = readLevel(level)
  if (read) return read
  const said = `"${level}" is not a fix level`
  return refuse(found, 'BAD-LEVEL', said, undefined, 'write all four numbers, as 3.0.86.0')
}

/** Job names of the servers; what is wrong with them the schema has said. */
function serversOf(tree: Tree | undefined, found: Found): readonly string[] {
  if (tree?.kind === 'list') {
    const names = itemsOf(tree).map(textOf)
    const double = names.findIndex((name, i) => names.indexOf(name) < i)
    if (double >= 0) {
      const said = `two servers are called "${names[double]}"`
      refuse(found, 'DUPLICATE-NAME', said, placeAt(tree, [double]), 'give one another job name')
    }
    if (names.length === 0) refuse(found, 'NOTHING-HAPPENS', 'there are no servers', tree.at)
    return names
  }
  const written = tree?.kind === 'leaf' && typeof tree.value === 'number' ? tree.value : 1
  const count = Math.min(Math.max(Math.floor(written), 1), 64)
  if (count === 1) return ['BAQSTRT']
  return Array.from({ length: count }, (_, i) => jobName(i + 1))
}

/** A job name has eight characters at most: BAQSTRT9 is followed by BAQSTR10. */
const jobName = (n: number): string => `BAQSTRT`.slice(0, 8 - String(n).length) + n

function knownOf(
  file: TreeMap,
  services: ReadonlyMap<string, Service | undefined>,
  servers: readonly string[],
  context: RowContext,
): Known {
  const { options, found, rows, row } = context
  const issuers = [...services].filter(([, each]) => isIssuingKind(each?.options.kind))
  const run: RunNames = {
    captured: new Set(capturesOf(file).map(([name]) => name)),
    issuers: new Set(issuers.map(([name]) => name)),
    used: new Set(),
    open: options.mayBeIdle ?? false,
  }
  checkCaptures(file, services.keys(), found)
  const original = row && rows.find(({ name }) => name === row.name)
  return {
    services: new Map([...services].map(([name, each]) => [name, each?.options])),
    requests: readRequests(nodeAt(file, ['requests']), run, found),
    usedRequests: new Set(),
    servers,
    configAt: (tree) => configAt(tree, file, context),
    run,
    rows,
    ...present({ rules: options.rules, row: original }),
  }
}

function readSteps(file: TreeMap, known: Known, found: Found): Step[] {
  const steps = nodeAt(file, ['steps'])
  const progress = { called: false, elapsedMs: 0 }
  const items = steps?.kind === 'list' ? steps.items : []
  return items.flatMap((item) => readStep(item, known, progress, found) ?? [])
}

const readEnd = (tree: Tree, known: Known, found: Found): readonly Expectation[] =>
  readExpectations(tree, { kind: 'end', called: true }, known, found)

function configOf(file: TreeMap, context: RowContext): ConfigSource | undefined {
  const node = nodeAt(file, ['config'])
  return node && configAt(node, file, context)
}

/** A server.xml, with the variables and dropins that every one of the file gets. */
function configAt(
  node: Tree,
  file: TreeMap,
  { options, found, sources }: RowContext,
): ConfigSource | undefined {
  if (node.kind !== 'leaf' || typeof node.value !== 'string' || node.value === '') return undefined
  const path = beside(options.file, node.value)
  if (!options.readFile(path)) {
    const help = 'write its path relative to this file'
    return refuse(found, 'FILE-MISSING', `there is no file "${path}"`, node.at, help)
  }
  const dropins = itemsOf(nodeAt(file, ['dropins'])).map((item, i) => {
    const dropin = { file: `${options.file}#dropins[${i}]`, text: textOf(item) }
    sources.set(dropin.file, dropin.text)
    return dropin
  })
  const variables = textRecord(nodeAt(file, ['variables']))
  const folder = nodeAt(file, ['apiRequesters'])
  const archives = folder && { apiRequesters: beside(options.file, textOf(folder)) }
  return { file: path, at: node.at, variables, dropins, ...archives }
}

function programOf({ program = {} }: FileWritten): Program {
  const { kind = 'ims', name = 'PROGRAM1', timeout, user, link } = program
  return { kind, name, ...present({ timeoutMs: timeout, user, link }) }
}

/** Without the extension a mapping would have no effect; with it and no mapping there is nothing to switch on. */
function roleMappingOf(
  file: TreeMap,
  saf: Scenario['saf'],
  written: FileWritten | undefined,
  found: Found,
): Pick<Scenario, 'roleMapping'> {
  const tree = nodeAt(file, ['roleMapping'])
  const isOn = written?.extensions?.includes('role-mapping') ?? false
  if (tree?.kind !== 'map') return {}
  const roleMapping = readRoleMapping(tree, saf, found)
  return isOn ? { roleMapping } : {}
}

/** Read in any case, so that what is wrong inside is told beside what is wrong elsewhere. */
function safOf(
  file: TreeMap,
  { options, sources, secrets, found }: RowContext,
): Pick<Scenario, 'saf'> {
  const tree = nodeAt(file, ['saf'])
  if (tree?.kind !== 'map') return {}
  return { saf: readSaf(tree, { readFile: options.readFile, sources, secrets }, found) }
}

function expectedProblems(ends: readonly Tree[]): Pick<Scenario, 'expectedProblems'> {
  const lists = ends.map((end) => nodeAt(end, ['problems'])).filter((each) => each !== undefined)
  const [first] = lists
  if (!first) return {}
  return {
    expectedProblems: { codes: lists.flatMap((list) => itemsOf(list).map(textOf)), at: first.at },
  }
}
