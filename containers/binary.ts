import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guard } from './guard.ts'
import { Output } from './output.ts'
import type { Authority, RealAddress } from '../harness/fakes/fake.ts'
import { CannotStart, devArguments, devContents, devFiles, type Server } from './server.ts'

const programs = ['vault', 'bao'] as const

/** Starts `vault` or `bao` from the PATH as a dev server on a loopback port that is free. */
export async function startBinary(authority: Authority): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'baqlab-'))
  try {
    const files = devFiles(folder)
    const [listen, plain] = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`]
    for (const { target, content } of devContents(
      files,
      listen,
      await authority.issue('127.0.0.1'),
    ))
      await writeFile(target, content)
    const address = { url: `https://${listen}`, ca: authority.ca }
    for (const program of programs) {
      const child = await started(program, devArguments(plain, files))
      if (child) return await running(child, address, folder)
    }
    throw new CannotStart(
      '--vault binary needs "vault" or "bao" on the PATH; --vault embedded needs nothing, --vault container only Docker',
    )
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true })
    throw thrown
  }
}

/** The process of a program; undefined where there is no such program. */
async function started(
  program: string,
  args: readonly string[],
): Promise<ChildProcess | undefined> {
  // A group of its own, so that Ctrl-C reaches it only through us, after the scenario was cleared away.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(child))
    child.once('error', () => resolve(undefined))
  })
}

async function running(child: ChildProcess, address: RealAddress, folder: string): Promise<Server> {
  const output = new Output()
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (chunk: string) => output.take(chunk))
  child.on('exit', (code) =>
    output.fail(new CannotStart(`the dev server ended with ${code}: ${output.lastWords}`)),
  )
  const keeper = guard({ pid: child.pid! })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    }
    keeper[Symbol.dispose]()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const { rootToken: token, unsealKey } = await output.announced()
    const own = { output, unsealKey }
    return { kind: 'binary', address, token, own, [Symbol.asyncDispose]: stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
