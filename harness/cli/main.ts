#!/usr/bin/env node
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { enableCompileCache } from 'node:module'

// What is loaded from here on is compiled once for many runs, so the rest is loaded after this line.
enableCompileCache()
const { runCommandLine } = await import('./command-line.ts')

const stop = new AbortController()

// Who reads may have had enough, as `| head` has; the command goes on to its exit code.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

/** Everything the command line takes from this process; nothing else of baqlab touches `process`. */
const code = await runCommandLine(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  color: process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
  columns: process.stdout.columns,
  progress: process.stderr.isTTY,
  environment: {
    readFile: (path) => attempt(() => readFileSync(path)),
    listFolder: (path) =>
      attempt(() =>
        readdirSync(path, { withFileTypes: true }).map((entry) =>
          entry.isDirectory() ? `${entry.name}/` : entry.name,
        ),
      ),
    writeFile(path, text) {
      try {
        writeFileSync(path, text)
        return undefined
      } catch (thrown) {
        return thrown instanceof Error ? thrown.message : String(thrown)
      }
    },
    env: (name) => process.env[name],
    stopwatch: () => performance.now(),
  },
  untilStopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
        process.once(signal, () => {
          stop.abort()
          resolve()
        })
    }),
})
process.exitCode = code
// What was stopped may still wait for something that nobody wants any more.
if (stop.signal.aborted) process.exit()

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
