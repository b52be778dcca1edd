import { afterAll, expect, test, vi } from 'vitest'
import type { runCommandLine } from '../../harness/cli/command-line.ts'
import type { createApi } from '../../harness/fakes/api.ts'
import { serverXml } from '../support/server-xml.ts'
import { capturedTerminal, virtualFiles } from '../support/virtual-files.ts'

/** The command line of a baqlab whose APIs crash, for nothing in it is known to. */
async function crashingCommandLine(): Promise<typeof runCommandLine> {
  vi.resetModules()
  vi.doMock('../../harness/fakes/api.ts', async (original) => {
    const real = await original<{ createApi: typeof createApi }>()
    return {
      ...real,
      createApi: (...parts: Parameters<typeof createApi>) => {
        const fake = real.createApi(...parts)
        fake.app.fetch = () => {
          throw new Error('a bug of ours')
        }
        return fake
      },
    }
  })
  const loaded = await import('../../harness/cli/command-line.ts')
  return loaded.runCommandLine
}

// Other files of this process have the modules that they loaded themselves.
afterAll(() => {
  vi.doUnmock('../../harness/fakes/api.ts')
  vi.resetModules()
})

const files = {
  'server.xml': serverXml(
    '<zosconnect_endpointConnection id="api" host="http://api.example.com"/>',
  ),
  'scenario.yaml': `
scenario: A call meets a bug of baqlab
config: server.xml
services:
  api: { kind: api, at: http://api.example.com, routes: { GET /accounts: null } }
requests:
  read: { connection: api, path: /accounts }
steps:
  - call: read
    expect: { returnCode: 2 }
`,
}

test.each(['memory', 'sockets'])(
  'a crash of baqlab is reported as one and never as an answer, with %s',
  async (transport) => {
    const terminal = capturedTerminal(virtualFiles(files))
    const args = ['test', 'scenario.yaml', '--transport', transport]
    const run = await crashingCommandLine()
    expect(await run(args, terminal)).toBe(1)
    expect(terminal.text()).toContain('CRASH: baqlab itself failed')
    expect(terminal.text()).toContain('a bug of ours')
    expect(terminal.text()).not.toContain('RETURN-CODE')
  },
)
