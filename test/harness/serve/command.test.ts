import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { runCommandLine } from '../../../harness/cli/command-line.ts'
import { realFiles } from '../../support/real-files.ts'
import { flagship } from '../../support/serving.ts'
import { capturedTerminal, virtualFiles } from '../../support/virtual-files.ts'

test('says where everything is, stays until it is stopped and exits with 0', async () => {
  const stop = Promise.withResolvers<void>()
  const waits = Promise.withResolvers<void>()
  const terminal = capturedTerminal(realFiles())
  const untilStopped = () => {
    waits.resolve()
    return stop.promise
  }
  const code = runCommandLine(['serve', flagship, '--port', '0'], { ...terminal, untilStopped })
  await waits.promise
  const [, url] = /control\s+(http:\S+)/.exec(terminal.text()) ?? []
  expect((await fetch(`${url}/`)).status).toBe(200)
  expect(terminal.text()).toMatch(/vault {4}https:\/\/127\.0\.0\.1:\d+ +stands for https:\/\/vault/)
  stop.resolve()
  expect(await code).toBe(0)
  await expect(fetch(`${url}/`)).rejects.toThrow('fetch failed')
})

test('a port in use is exit code 4 and a sentence that says what to do', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const terminal = capturedTerminal(realFiles())
  expect(await runCommandLine(['serve', flagship, '--port', String(port)], terminal)).toBe(4)
  expect(terminal.text()).toBe(
    `port ${port} is in use: give another with --port, or --port 0 for any that is free\n`,
  )
  taken.close()
})

test.for([
  [['none.yaml'], 3, 'there is no file "none.yaml"'],
  [['none.xml'], 3, 'none.xml'],
  [['broken.yaml'], 3, 'did you mean "scenario"?'],
  [['broken.yaml', '--port', '70000'], 2, 'a port is a number from 0 to 65535'],
  [['broken.yaml', '--clock', 'fast'], 2, 'real, manual'],
] as const)('what cannot be served is said: %j', async ([args, code, text]) => {
  const environment = virtualFiles({ 'broken.yaml': 'scenarios: a\nconfig: none.xml\n' })
  const terminal = capturedTerminal(environment)
  expect(await runCommandLine(['serve', ...args], terminal)).toBe(code)
  expect(terminal.text()).toContain(text)
})

test('a row that a matrix does not have is said, with those it has', async () => {
  const terminal = capturedTerminal(realFiles())
  expect(await runCommandLine(['serve', flagship, '--row', '3.0.1.0'], terminal)).toBe(3)
  expect(terminal.text()).toContain('the rows are: 3.0.85.0, 3.0.86.0')
})
