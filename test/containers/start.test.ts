import { afterEach, expect, test, vi } from 'vitest'
import { startContainer, type Testcontainers } from '../../containers/container.ts'
import { createAuthority } from '../../harness/network/certificates.ts'
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

/** testcontainers on a machine without Docker, or without the image. */
const machine = (has: { readonly docker: boolean }) => async (): Promise<Testcontainers> => ({
  GenericContainer: class {
    withCommand = () => this
    withExposedPorts = () => this
    withName = () => this
    withCopyContentToContainer = () => this
    withLogConsumer = () => this
    withWaitStrategy = () => this
    withStartupTimeout = () => this
    start = () => Promise.reject(new Error('no such image\nat somewhere'))
  },
  Wait: { forHttp: () => ({ usingTls: () => ({ allowInsecure: () => undefined }) }) },
  randomUuid: () => 'test',
  getContainerRuntimeClient: () =>
    has.docker
      ? Promise.resolve({
          info: { containerRuntime: { host: 'localhost' } },
          container: { dockerode: { modem: { socketPath: '/nowhere' } } },
        })
      : Promise.reject(new Error('no working container runtime')),
})

test.for([
  [{ docker: false }, /^--vault container needs Docker, and none answers \(no working container/],
  [{ docker: true }, /^a container of "vault:0" could not be started \(no such image\); --image/],
] as const)('without %j one sentence says what works instead', async ([has, why]) => {
  const start = startContainer('vault:0', await createAuthority(), machine(has))
  await expect(start).rejects.toThrow(why)
  await expect(start).rejects.toThrow(/--vault embedded \(the default\) needs nothing$/)
})

test.for([
  [{}, 'VAULT_ADDR and VAULT_TOKEN'],
  [{ VAULT_ADDR: 'http://127.0.0.1:9' }, 'needs VAULT_TOKEN'],
  [
    { VAULT_ADDR: 'vault:8200', VAULT_TOKEN: 'hvs.t0ken' },
    'VAULT_ADDR "vault:8200" is not an address',
  ],
  [{ VAULT_ADDR: 'http://127.0.0.1:9', VAULT_TOKEN: 'hvs.t0ken' }, 'does not answer'],
  [{ VAULT_ADDR: 'http://me:s3cr3t@a', VAULT_TOKEN: 'hvs.t0ken' }, 'VAULT_ADDR is not an address'],
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
