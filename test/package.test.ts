import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { buildPackage } from './build/build-package.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = await mkdtemp(join(tmpdir(), 'baqlab-package-'))
afterAll(() => rm(temporary, { recursive: true, force: true }))

/** The package as it would be published: built and packed once for all tests, which only read it. */
const { packed, tarball } = await pack()

test('the package holds its bundle, its declarations and its scenarios, and nothing else', () => {
  const allowed = /^(package\.json|LICENSE|README\.md|dist\/.+|scenarios\/.+)$/
  expect(packed.filter((path) => !allowed.test(path))).toEqual([])
  expect(packed).toEqual(
    expect.arrayContaining(['package.json', 'LICENSE', 'dist/THIRD-PARTY-LICENSES.txt']),
  )
  expect(packed.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([])
})

test('every path that package.json promises is in the package', async () => {
  const { bin, exports } = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as {
    bin: Record<string, string>
    exports: Record<string, Record<string, string>>
  }
  const promised = [...Object.values(bin), ...Object.values(exports).flatMap(Object.values)]
  expect(packed).toEqual(expect.arrayContaining(promised.map((path) => path.replace('./', ''))))
})

test('the installed command runs a scenario without any other package', async () => {
  const folder = await install('command')
  const command = join(folder, 'node_modules/baqlab/dist/baqlab.js')
  expect((await stat(command)).mode & 0o111).toBe(0o111)
  const { code, out } = await runNode([command, 'test', await writeScenario(folder)], folder)
  expect(out).toContain('A call without authentication reaches the API')
  expect(out).toContain('1 passed, 0 failed')
  expect(code).toBe(0)
})

test('the installed command runs the same scenario over sockets, with certificates', async () => {
  const folder = await install('sockets')
  const command = join(folder, 'node_modules/baqlab/dist/baqlab.js')
  const file = await writeScenario(folder)
  const { code, out } = await runNode([command, 'test', '--transport', 'sockets', file], folder)
  expect(out).toContain('1 passed, 0 failed')
  expect(code).toBe(0)
})

test('a scenario that fails makes the installed command exit with 1', async () => {
  const folder = await install('failing')
  const command = join(folder, 'node_modules/baqlab/dist/baqlab.js')
  const file = await writeScenario(folder, { calls: 2 })
  const { code, out } = await runNode([command, 'test', file], folder)
  expect(out).toContain('0 passed, 1 failed')
  expect(code).toBe(1)
})

test('the installed command keeps its exit code where nobody reads on', async () => {
  const command = join(await install('closed-pipe'), 'node_modules/baqlab/dist/baqlab.js')
  const child = spawn(process.execPath, [command, 'explain', '--rules'], { cwd: temporary })
  child.stdout.destroy()
  let err = ''
  child.stderr.on('data', (bytes) => void (err += String(bytes)))
  const [code] = (await once(child, 'close')) as [number]
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test('the installed command draws a comparison, and runs a scenario without what it draws with', async () => {
  const folder = await install('pictures')
  const dist = join(folder, 'node_modules/baqlab/dist')
  const command = join(dist, 'baqlab.js')
  const payday = join(dist, '../scenarios/savings/payday.yaml')
  const args = [command, 'compare', payday, '--reporter', 'html=day.html']
  expect(await runNode(args, folder)).toMatchObject({ code: 0, err: '' })
  expect(await readFile(join(folder, 'day.html'), 'utf8')).toContain('Token requests to vault')
  expect(
    await removeChunks(join(dist, 'chunks'), /ecmeta_ssr_type|sequenceDiagram/),
  ).toBeGreaterThan(0)
  expect((await runNode(args, folder)).code).not.toBe(0)
  const { code, out } = await runNode([command, 'test', await writeScenario(folder)], folder)
  expect(out).toContain('1 passed, 0 failed')
  expect(code).toBe(0)
})

/** Removes the chunks that hold some text; how many there were. */
async function removeChunks(chunks: string, holding: RegExp): Promise<number> {
  let removed = 0
  for (const name of await readdir(chunks)) {
    if (!holding.test(await readFile(join(chunks, name), 'utf8'))) continue
    await rm(join(chunks, name))
    removed++
  }
  return removed
}

test('both entries of the installed package are imported by name', async () => {
  const folder = await install('library')
  const script = `
    const { createWorld, perform, run, readScenarios } = await import('baqlab')
    const { createRequester, manualClock, readServerConfig } = await import('baqlab/emulator')
    const all = [createWorld, perform, run, readScenarios, createRequester, manualClock, readServerConfig]
    console.log(all.map((each) => typeof each).join())`
  await writeFile(join(folder, 'import.mjs'), script)
  const { code, out } = await runNode(['import.mjs'], folder)
  expect(out.trim()).toBe(Array(7).fill('function').join())
  expect(code).toBe(0)
})

test('nothing but the two entries can be imported', async () => {
  const folder = await install('hidden')
  await writeFile(join(folder, 'import.mjs'), `await import('baqlab/dist/index.js')`)
  const { code, err } = await runNode(['import.mjs'], folder)
  expect(err).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  expect(code).toBe(1)
})

test('a TypeScript file uses the declarations of both entries', async () => {
  const folder = await install('typed', { dependencies: true })
  await writeFile(join(folder, 'use.ts'), typedUse)
  expect(await typeCheck(folder)).toBe('')
})

test('a TypeScript file that uses them wrongly is refused', async () => {
  const folder = await install('mistyped', { dependencies: true })
  await writeFile(
    join(folder, 'use.ts'),
    `import { run } from 'baqlab'
run({ files: 7 })
`,
  )
  expect(await typeCheck(folder)).toContain("Type 'number' is not assignable")
})

const typedUse = `import {
  createWorld,
  perform,
  readScenarios,
  run,
  type Environment,
  type Observation,
  type RunEvent,
  type Scenario,
} from 'baqlab'
import { newestKnownLevel, readServerConfig, type ServerConfig } from 'baqlab/emulator'

declare const environment: Environment
export const { config }: { config?: ServerConfig } = readServerConfig({
  file: 'server.xml',
  level: newestKnownLevel,
  readFile: environment.readFile,
})
const { scenarios } = readScenarios({ file: 'a.yaml', ...environment })
const first: Scenario | undefined = scenarios[0]
if (first) {
  const { world } = await createWorld(first, environment)
  if (world) {
    await using mine = world
    const seen: Observation = await perform(mine, first.steps[0]!)
    export_(seen.count('vault.login'))
  }
}
for await (const event of run({ environment, files: ['a.yaml'] })) {
  const { kind }: RunEvent = event
  export_(kind)
}
declare function export_(value: string | number): void
`

async function pack(): Promise<{ packed: readonly string[]; tarball: string }> {
  const staged = join(temporary, 'staged')
  await mkdir(staged)
  await buildPackage({ root, into: join(staged, 'dist') })
  for (const entry of ['package.json', 'LICENSE', 'README.md', 'scenarios'])
    await cp(join(root, entry), join(staged, entry), { recursive: true }).catch(ignoreMissing)
  const args = ['pack', '--ignore-scripts', '--offline', '--json', '--pack-destination', temporary]
  const { stdout } = await promisify(execFile)('npm', args, { cwd: staged })
  // npm answers with a list or, from release 12 on, with an object by package name.
  const [answer] = Object.values(JSON.parse(stdout) as Readonly<Record<string, Packed>>)
  const { filename, files } = answer!
  return { packed: files.map(({ path }) => path), tarball: join(temporary, filename) }
}

interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

function ignoreMissing(thrown: unknown): void {
  if ((thrown as { code?: string }).code !== 'ENOENT') throw thrown
}

/** Unpacks the tarball into the node_modules of an empty folder; with our dependencies beside it, if asked. */
async function install(name: string, { dependencies = false } = {}): Promise<string> {
  const folder = join(temporary, name)
  const into = join(folder, 'node_modules/baqlab')
  await mkdir(into, { recursive: true })
  await promisify(execFile)('tar', ['-xzf', tarball, '-C', into, '--strip-components=1'])
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  if (dependencies) await linkDependencies(folder)
  return folder
}

async function linkDependencies(folder: string): Promise<void> {
  const metadata = JSON.parse(await readFile(`${root}package.json`, 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of [...Object.keys(metadata.dependencies), '@types/node', 'undici-types']) {
    const link = join(folder, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(root, 'node_modules', name), link)
  }
}

async function writeScenario(folder: string, { calls = 1 } = {}): Promise<string> {
  const server = `<server>
  <featureManager><feature>zosconnect:apiRequester-1.0</feature></featureManager>
  <zosconnect_endpointConnection id="mesh" host="https://mesh.example.com" port="443"/>
</server>`
  const scenario = `scenario: A call without authentication reaches the API
config: server.xml
services:
  mesh: { kind: api, at: 'https://mesh.example.com', routes: { GET /ping: { status: 200 } } }
requests:
  ping: { connection: mesh, method: GET, path: /ping }
steps:
  - call: ping
    expect: { statusCode: 200, calls: { mesh: ${calls} } }
`
  await writeFile(join(folder, 'server.xml'), server)
  await writeFile(join(folder, 'ping.yaml'), scenario)
  return 'ping.yaml'
}

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function runNode(args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd }, (failed, out, err) => {
      resolve({ code: failed === null ? 0 : Number(failed.code), out, err })
    })
  })
}

/** What tsc has to say of a folder; nothing where all is well. */
async function typeCheck(folder: string): Promise<string> {
  const tsconfig = {
    compilerOptions: {
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'esnext.collection'],
      module: 'nodenext',
      types: ['node'],
      strict: true,
      noEmit: true,
    },
    files: ['use.ts'],
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  const { out } = await runNode([`${root}node_modules/typescript/bin/tsc`, '-p', '.'], folder)
  return out
}
