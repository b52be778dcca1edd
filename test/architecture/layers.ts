import type { Import, Source } from './source.ts'

/** A rule about imports: why this one may not be, or undefined. */
type Refuse = (from: string, to: string, kind: Import['kind']) => string | undefined

/** The folders of the emulator; a file uses those of its own folder and of the folders before it. */
const emulatorOrder = ['', 'config', 'saf', 'token', 'auth', 'inbound', 'requester']

/** Files that gather the others and hold nothing themselves. */
const gatherers = new Set(['emulator/index.ts', 'emulator/fidelity.ts', 'harness/index.ts'])

/** Root files of the harness that make and move a world; all others know nothing but each other. */
const worldFiles = new Set([
  'bind',
  'check-names',
  'world',
  'observe',
  'program',
  'perform',
  'resolve-apis',
  'saf',
  'client',
  'provider-side',
  'make-fakes',
  'trusted-keys',
  'stand-ins',
])

/** The harness in reading order; `root` and `world` are the files beside the folders. */
const harnessOrder = [
  'root',
  'mask',
  'smf',
  'html',
  'network',
  'fakes',
  'scenario',
  'keystores',
  'world',
  'runner',
  'draft',
  'explain',
  'savings',
  'pictures',
  'reporters',
  'serve',
  'cli',
]

/** Imports against the order, each with its reason. */
const exceptions: readonly { readonly from: RegExp; readonly to: string; readonly why: string }[] =
  [
    {
      from: /^harness\/network\//,
      to: 'harness/fakes/fake.ts',
      why: 'a transport carries requests to fakes and needs to know what they look like, as a type',
    },
  ]

/** Every import that points the wrong way. */
export const wrongWays = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ target, kind, line }) => {
      const why = target === undefined ? undefined : refuse(path, target, kind)
      return why === undefined ? [] : [`${path}:${line}: ${target}: ${why}`]
    }),
  )

const refuse: Refuse = (from, to, kind) => {
  const [area] = from.split('/')
  if (area === 'emulator') return refuseInEmulator(from, to, kind)
  if (area === 'containers') return refuseInContainers(from, to, kind)
  return area === 'harness' ? refuseInHarness(from, to, kind) : undefined
}

const refuseInEmulator: Refuse = (from, to) => {
  if (!to.startsWith('emulator/')) return 'the emulator imports nothing of ours outside itself'
  if (gatherers.has(from)) return undefined
  if (gatherers.has(to)) return 'what gathers all files is not used inside the emulator'
  const [user, used] = [from, to].map((path) => emulatorOrder.indexOf(folderOf(path)))
  if (user === -1 || used === -1) return 'its folder has no place in the order of the emulator'
  return used! > user! ? 'requester -> auth -> token -> config -> root files' : undefined
}

const refuseInContainers: Refuse = (_from, to, kind) => {
  if (to.startsWith('containers/') || isEmulatorIndex(to)) return undefined
  if (to !== 'harness/fakes/fake.ts') return 'containers know only fakes/fake.ts of the harness'
  return kind === 'type' ? undefined : 'containers import fakes/fake.ts as a type'
}

const refuseInHarness: Refuse = (from, to, kind) => {
  if (to === 'package.json') return undefined
  if (to.startsWith('emulator/'))
    return isEmulatorIndex(to) ? undefined : 'the harness sees the emulator by its index files'
  if (to.startsWith('containers/'))
    return from.startsWith('harness/cli/') && kind === 'dynamic'
      ? undefined
      : 'only cli loads containers, and lazily'
  if (!to.startsWith('harness/')) return 'it belongs to no part of the package'
  if (from === 'harness/index.ts') return undefined
  if (to === 'harness/index.ts') return 'the public surface is not used inside the harness'
  const [user, used] = [layerOf(from), layerOf(to)]
  if (user === 'reporters' && used === 'runner')
    return to === 'harness/runner/event.ts' && kind === 'type'
      ? undefined
      : 'reporters know the runner by event.ts, as a type'
  if (user === 'reporters' && !['reporters', 'root', 'mask', 'html'].includes(used))
    return 'reporters know events and root files'
  if (exceptions.some((each) => each.from.test(from) && each.to === to && kind === 'type'))
    return undefined
  const [at, of] = [harnessOrder.indexOf(user), harnessOrder.indexOf(used)]
  if (at === -1 || of === -1) return 'its folder has no place in the order of the harness'
  return of > at ? `${user} comes before ${used}` : undefined
}

const isEmulatorIndex = (path: string): boolean => /^emulator\/([a-z-]+\/)?index\.ts$/.test(path)

/** The folder inside emulator/ or harness/; empty for the files beside the folders. */
const folderOf = (path: string): string => path.split('/').slice(1, -1)[0] ?? ''

function layerOf(path: string): string {
  const folder = folderOf(path)
  if (folder !== '') return folder
  return worldFiles.has(path.replace(/^.*\/|\.ts$/g, '')) ? 'world' : 'root'
}

/** Cycles of imports that are there at run time, each told once, from its first file. */
export function cycles(sources: readonly Source[]): readonly string[] {
  const graph = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ kind }) => kind !== 'type').flatMap(({ target }) => target ?? []),
    ]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, above: readonly string[]): void => {
    const begin = above.indexOf(path)
    if (begin >= 0) found.push([...above.slice(begin), path].join(' -> '))
    if (begin >= 0 || done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...above, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return found
}

/** Relative imports that do not name their file in full. */
export const withoutExtension = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target }) => target !== undefined && !/\.(ts|json)$/.test(target))
      .map(({ specifier, line }) => `${path}:${line}: '${specifier}' lacks .ts`),
  )
