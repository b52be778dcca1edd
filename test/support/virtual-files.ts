import type { Environment } from '../../harness/runner/environment.ts'
import type { Terminal } from '../../harness/cli/terminal.ts'

/** An environment whose disk is a table of paths and texts; what is written ends up in it, too. */
export function virtualFiles(
  files: Record<string, string | Uint8Array>,
  env: Readonly<Record<string, string>> = {},
): Environment {
  return {
    readFile: (path) => (path in files ? bytesOf(files[path]!) : undefined),
    listFolder: (path) => listFolder(Object.keys(files), path),
    writeFile(path, text) {
      files[path] = text
      return undefined
    },
    env: (name) => env[name],
    stopwatch: () => 0,
  }
}

const bytesOf = (file: string | Uint8Array): Uint8Array =>
  typeof file === 'string' ? Buffer.from(file, 'utf8') : file

function listFolder(paths: readonly string[], folder: string): readonly string[] | undefined {
  const below = paths.filter((path) => path.startsWith(`${folder}/`))
  if (below.length === 0) return undefined
  return [...new Set(below.map((path) => firstPart(path.slice(folder.length + 1))))]
}

const firstPart = (path: string): string =>
  path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path

/** A terminal that keeps what is printed. */
export function capturedTerminal(
  environment: Environment,
): Terminal & { readonly text: () => string } {
  const parts: string[] = []
  return {
    out: (text) => void parts.push(text),
    err: (text) => void parts.push(text),
    color: false,
    progress: false,
    environment,
    untilStopped: async () => {},
    text: () => parts.join(''),
  }
}
