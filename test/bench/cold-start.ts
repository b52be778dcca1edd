import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { spreadOf, type Row, type Spread } from './measure.ts'

export interface ColdStartOptions {
  readonly root: string
  /** The built command. */
  readonly command: string
  readonly scenario: string
  readonly rounds: number
}

/** Starts from nothing, taking turns, so that a busy machine is busy for all of them. */
export async function measureColdStart(options: ColdStartOptions): Promise<readonly Row[]> {
  const { command, scenario, root, rounds } = options
  const peer = `${root}node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs`
  const runs: Readonly<Record<string, () => Promise<number>>> = {
    node: () => untilEnd(['-e', '0']),
    cached: () => untilEnd([command, 'test', scenario]),
    uncached: () => untilEnd([command, 'test', scenario], { NODE_DISABLE_COMPILE_CACHE: '1' }),
    version: () => untilEnd([command, '--version']),
    peer: () => untilAnswer(peer),
  }
  const figures = new Map<string, number[]>(Object.keys(runs).map((name) => [name, []]))
  await untilEnd([command, 'test', scenario])
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(runs)) figures.get(name)!.push(await run())
  const spread = (name: string): Spread => spreadOf(figures.get(name)!)
  const [node, peerStart] = [spread('node'), spread('peer')]
  const row = (name: string, own: Spread, base: Spread): Row => ({
    name,
    unit: 'ms',
    spread: own,
    base,
  })
  return [
    { name: 'node -e 0', unit: 'ms', spread: node },
    {
      ...row('baqlab test, one file, against node', spread('cached'), node),
      target: { text: '250 ms where node takes 40: 6.25x', most: 6.25, of: 'ratio' },
    },
    row('the very first time (nothing compiled yet)', spread('uncached'), node),
    row('baqlab --version', spread('version'), node),
    row('oauth2-mock-server until its first 200', peerStart, node),
    {
      ...row('baqlab test against oauth2-mock-server', spread('cached'), peerStart),
      target: { text: 'no slower', most: 1, of: 'ratio' },
    },
  ]
}

/** Milliseconds until a process has ended, which it must do well. */
async function untilEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { ...process.env, ...env } })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${code}`)
  return performance.now() - began
}

/** Milliseconds until a server gives its first good answer. */
async function untilAnswer(script: string): Promise<number> {
  const port = await freePort()
  const began = performance.now()
  const args = [script, '-a', '127.0.0.1', '-p', String(port)]
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const ended = once(child, 'exit')
  try {
    while (!(await answers(`http://127.0.0.1:${port}/.well-known/openid-configuration`))) {
      if (child.exitCode !== null) throw new Error('oauth2-mock-server did not start')
      await sleep(2)
    }
    return performance.now() - began
  } finally {
    child.kill()
    await ended
  }
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
