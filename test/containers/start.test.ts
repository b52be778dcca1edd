import { afterEach, expect, test, vi } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import { capturedTerminal, virtualFiles } from '../support/virtual-files.ts'

afterEach(() => void vi.unstubAllEnvs())

async function refused(kind: string, env: Record<string, string> = {}) {
  const terminal = capturedTerminal(virtualFiles({}, env))
  const code = await runCommandLine(['test', 'scenarios', '--vault', kind], terminal)
  return { code, text: terminal.text() }
}

test.for([
  [['--image', 'openbao/openbao:2.7.2'], '--image is for --vault container'],
  [['--vault', 'binary', '--prepare'], '--prepare is for --vault external'],
] as const)('options for another kind of server are wrong usage: %j', async ([args, why]) => {
  const terminal = capturedTerminal(virtualFiles({}))
  expect(await runCommandLine(['test', 'scenarios', ...args], terminal)).toBe(2)
  expect(terminal.text()).toContain(why)
})

test('without a program one sentence says what is missing and what works instead', async () => {
  vi.stubEnv('PATH', '/nowhere')
  expect(await refused('binary')).toEqual({
    code: 4,
    text: '--vault binary needs "vault" or "bao" on the PATH; --vault embedded needs nothing, --vault container only Docker\n',
  })
})

test('without Docker one sentence says what is missing and what works instead', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:9')
  vi.stubEnv('DOCKER_CONTEXT', '')
  const { code, text } = await refused('container')
  expect(code).toBe(4)
  expect(text).toMatch(
    /^--vault container needs (Docker, and none answers|the package testcontainers).* --vault embedded \(the default\) needs nothing\n$/,
  )
})

test.for([
  [{}, 'VAULT_ADDR and VAULT_TOKEN'],
  [{ VAULT_ADDR: 'http://127.0.0.1:9' }, 'needs VAULT_TOKEN'],
  [{ VAULT_ADDR: 'vault:8200', VAULT_TOKEN: 'hvs.t0ken' }, 'VAULT_ADDR is not an address'],
  [{ VAULT_ADDR: 'http://127.0.0.1:9', VAULT_TOKEN: 'hvs.t0ken' }, 'does not answer'],
  [
    { VAULT_ADDR: 'https://a', VAULT_TOKEN: 'hvs.t0ken', VAULT_CACERT: 'ca.pem' },
    'VAULT_CACERT names "ca.pem", which cannot be read',
  ],
] as const)('an external server that cannot be had ends with 4: %j', async ([env, why]) => {
  const { code, text } = await refused('external', env)
  expect([code, text]).toEqual([4, expect.stringContaining(why)])
  expect(text).not.toContain('hvs.t0ken')
  expect(text.split('\n')).toHaveLength(2)
})
