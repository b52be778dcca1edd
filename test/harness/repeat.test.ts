import { expect, test } from 'vitest'
import { runCommandLine } from '../../harness/cli/command-line.ts'
import { realFiles } from '../support/real-files.ts'
import { capturedTerminal } from '../support/virtual-files.ts'

const folders = ['traffic', 'unauthorized', 'jwt', 'faults', 'vault']

async function report(folder: string, ...more: readonly string[]): Promise<string> {
  const terminal = capturedTerminal(realFiles())
  await runCommandLine(['test', `scenarios/${folder}`, '--reporter', 'json', ...more], terminal)
  return terminal.text()
}

test.each(folders)(
  'scenarios/%s gives the same report to the byte from one seed',
  async (folder) => {
    const first = await report(folder, '--seed', '7')
    expect(first).toContain('"passed"')
    expect(await report(folder, '--seed', '7')).toBe(first)
  },
)

test('another seed draws other arrivals', async () => {
  const poisson = ['--grep', 'poisson']
  const [one, other] = [
    await report('traffic', ...poisson, '--seed', '1'),
    await report('traffic', ...poisson, '--seed', '2'),
  ]
  expect(one).toContain('"totals"')
  expect(other.replaceAll('"seed": 2', '"seed": 1')).not.toBe(one)
})

test('a report is the same over sockets but for the name of the transport', async () => {
  const memory = await report('unauthorized')
  const sockets = await report('unauthorized', '--transport', 'sockets')
  expect(memory).toContain('"transport": "memory"')
  expect(sockets.replaceAll('"sockets"', '"memory"')).toBe(memory)
})
