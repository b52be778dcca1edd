import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const kind = process.env['CONTRACT_VAULT']
const image = process.env['CONTRACT_IMAGE']
const endings = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const
const runs: ChildProcess[] = []

afterEach(() => {
  for (const run of runs.splice(0)) run.kill('SIGKILL')
})

/** A run whose scenario waits for a minute with a real Vault behind it. */
function startRun(folder: string): ChildProcess {
  const args = ['harness/cli/main.ts', 'test', 'test/containers/scenarios', '--vault', kind!]
  const run = spawn('node', [...args, ...(image ? ['--image', image] : [])], {
    env: { ...process.env, TMPDIR: folder },
    stdio: 'ignore',
  })
  runs.push(run)
  return run
}

/** Containers of baqlab, or dev servers whose settings are in that folder. */
function alive(folder: string): readonly string[] {
  if (kind === 'container') {
    const names = ['ps', '--all', '--format', '{{.Names}}', '--filter', 'name=baqlab-vault-']
    return execFileSync('docker', names, { encoding: 'utf8' }).split('\n').filter(Boolean)
  }
  const isOurs = (pid: string) => commandOf(pid).includes(`-config=${folder}`)
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && isOurs(pid))
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

const patienceMs = 60_000

test.for(endings)(
  'a run that is ended by %s leaves no server behind',
  { timeout: 3 * patienceMs },
  async (signal, { skip }) => {
    if (kind !== 'container' && kind !== 'binary') return skip('CONTRACT_VAULT names none to start')
    const folder = mkdtempSync(join(tmpdir(), 'left-behind-'))
    const before = alive(folder)
    const started = () => alive(folder).filter((each) => !before.includes(each))
    const run = startRun(folder)
    await expect.poll(started, { timeout: patienceMs, interval: 200 }).toHaveLength(1)
    const ended = once(run, 'exit')
    run.kill(signal)
    await ended
    await expect.poll(started, { timeout: patienceMs, interval: 200 }).toEqual([])
  },
)
