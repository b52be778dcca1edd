import { chmod } from 'node:fs/promises'
import { rolldown } from 'rolldown'
import type { Built } from './build-package.ts'
import { slimBuiltins } from './slim-builtins.ts'

/** What is installed beside the package and loaded only by the commands that need it. */
const outside = ['node-vault', 'testcontainers', /^@testcontainers\//]

const entries = {
  baqlab: 'harness/cli/main.ts',
  index: 'harness/index.ts',
  emulator: 'emulator/index.ts',
}

/** What was bundled, and the paths of all modules that went into it. */
export interface Bundled extends Built {
  readonly modules: readonly string[]
}

/** Bundles the command line and the libraries, dependencies included: one file starts faster than hundreds. */
export async function bundle(root: string, into: string): Promise<Bundled> {
  await using bundler = await rolldown({
    cwd: root,
    input: entries,
    platform: 'node',
    external: outside,
    plugins: [slimBuiltins()],
  })
  const { output } = await bundler.write({
    dir: into,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // Names stay, so that the stack of a crash can be read and reported.
    minify: { compress: true, mangle: false, codegen: true },
  })
  await chmod(`${into}/baqlab.js`, 0o755)
  const chunks = output.filter((file) => file.type === 'chunk')
  return {
    files: chunks.length,
    bytes: chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0),
    modules: chunks.flatMap(({ moduleIds }) => moduleIds),
  }
}
