import { spawn } from 'node:child_process'

/** What must not outlive this process: a program, or a container of an engine. */
export type Ward =
  | { readonly pid: number }
  | { readonly container: string; readonly engine: Readonly<Record<string, unknown>> }

// Runs in a process of its own, which ends when the pipe to this one does, however that came about.
const watch = `
  const { container, engine, pid } = JSON.parse(process.argv[1])
  process.stdin.resume().on('end', () => {
    if (pid) try { process.kill(pid, 'SIGKILL') } catch {}
    else require('node:http').request({
      ...engine, method: 'DELETE', path: '/containers/' + container + '?force=true&v=true',
    }).on('error', () => {}).end()
  })`

/** Ends something when this process ends, a crash and SIGKILL included; nothing happens once it is disposed of. */
export function guard(ward: Ward): Disposable {
  const keeper = spawn('node', ['-e', watch, JSON.stringify(ward)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C goes to all of a terminal's processes, and this one must live longer.
    detached: true,
  })
  keeper.on('error', () => {})
  keeper.unref()
  return {
    [Symbol.dispose]: () => void keeper.kill('SIGKILL'),
  }
}
