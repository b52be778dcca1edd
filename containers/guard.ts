import { spawn } from 'node:child_process'

/** What must not outlive this process: a program, a container of an engine, or what it made on a server. */
export type Ward =
  | { readonly pid: number }
  | { readonly container: string; readonly engine: Readonly<Record<string, unknown>> }
  | { readonly external: true }

/** The process that guards something while it is not disposed of. */
export interface Keeper extends Disposable {
  /** Adds to what it knows of its ward; no argument of a process, which others could read. */
  tell(what: Readonly<Record<string, unknown>>): void
}

// Runs in a process of its own, which ends when the pipe to this one does, however that came about.
const watch = `
  const { container, engine, pid } = JSON.parse(process.argv[1])
  let { address, token, undoes = [] } = {}
  const ask = (to, { url, body, ...options }) => new Promise((done) => {
    const request = url ? to.request(url, options) : to.request(options)
    request.on('response', (answer) => answer.resume().on('end', done)).on('error', done).end(body)
  })
  const undo = ({ method, path, namespace, body }) =>
    ask(require(address.url.startsWith('https:') ? 'node:https' : 'node:http'), {
      url: address.url + '/v1/' + path, method, ca: address.ca, body: JSON.stringify(body),
      headers: { 'X-Vault-Token': token, ...(namespace && { 'X-Vault-Namespace': namespace }) },
    })
  require('node:readline').createInterface({ input: process.stdin })
    .on('line', (line) => ({ address, token, undoes } = { address, token, undoes, ...JSON.parse(line) }))
    .on('close', async () => {
      if (pid) try { process.kill(pid, 'SIGKILL') } catch {}
      if (container) await ask(require('node:http'), {
        ...engine, method: 'DELETE', path: '/containers/' + container + '?force=true&v=true',
      })
      for (const each of undoes.reverse()) await undo(each)
    })`

/** Ends or undoes something when this process ends, a crash and SIGKILL included; nothing happens once it is disposed of. */
export function guard(ward: Ward): Keeper {
  const keeper = spawn('node', ['-e', watch, JSON.stringify(ward)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Ctrl-C goes to all of a terminal's processes, and this one must live longer.
    detached: true,
  })
  keeper.on('error', () => {})
  keeper.stdin.on('error', () => {})
  keeper.unref()
  return {
    tell: (what) => void keeper.stdin.write(`${JSON.stringify(what)}\n`),
    [Symbol.dispose]: () => void keeper.kill('SIGKILL'),
  }
}
