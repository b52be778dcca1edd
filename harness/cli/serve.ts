import { createPaint, renderFindings } from '../reporters/index.ts'
import type { Finding } from '../runner/event.ts'
import { serve, type Serving } from '../serve/serve.ts'
import type { ServeFlags } from './command-line.ts'
import type { ExitCode, Terminal } from './terminal.ts'

/** `baqlab serve`: a world behind HTTP until somebody stops it. */
export async function runServe(
  file: string,
  { port, clock, seed, level, row }: ServeFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { environment, out, err } = terminal
  const source = {
    file,
    environment,
    ...(level !== undefined && { level }),
    ...(row !== undefined && { row }),
  }
  const onCrash = (crash: Error) => err(`baqlab itself failed: ${crash.stack ?? crash.message}\n`)
  const served = await serve({ source, clock, seed, port, onCrash })
  switch (served.kind) {
    case 'problems':
      out(problemsText(served.findings, terminal))
      return 3
    case 'no-port':
      err(portText(port, served.reason))
      return 4
    case 'serving': {
      await using serving = served.serving
      out(servingText(serving, served.findings, clock))
      await terminal.untilStopped()
      out('stopping: what is under way may end within two seconds\n')
      return 0
    }
  }
}

const problemsText = (findings: readonly Finding[], { color }: Terminal): string =>
  renderFindings(findings, { paint: createPaint(color) })

function portText(port: number, reason: string): string {
  const what = reason === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${reason})`
  return `port ${port} ${what}: give another with --port, or --port 0 for any that is free\n`
}

function servingText(serving: Serving, findings: readonly Finding[], clock: string): string {
  const { url, name, row, level, services, unreachable } = serving
  const rows = [
    ...services.map((each) => [each.service, each.url, `stands for ${each.standsFor}`]),
    ['control', url, 'GET / lists its routes, GET /openapi.json describes them'],
  ]
  const lines = [
    `${name}${row === undefined ? '' : ` (${row})`}, level ${level}, ${clock} clock`,
    ...table(rows).map((line) => `  ${line}`),
    ...unreachable.map((origin) => `no service stands for ${origin}: calls cannot reach it`),
    ...(services.length === 0 ? [`with fakes: ${initCommand(name)}`] : []),
    ...problemLine(findings),
    ...(serving.isHttps
      ? [`for https: curl -s ${url}/ca.pem > ca.pem, then curl --cacert ca.pem …`]
      : []),
    `make a call: ${exampleCall(serving)}`,
    'stop with Ctrl-C',
  ]
  return `${lines.join('\n')}\n`
}

function problemLine(findings: readonly Finding[]): readonly string[] {
  if (findings.length === 0) return []
  const count = findings.length === 1 ? '1 problem' : `${findings.length} problems`
  return [`${count} of the files: see "problems" of GET /config, or baqlab check`]
}

/** A served server.xml bears its path as its name. */
const initCommand = (file: string): string =>
  `baqlab init ${file} --out first.yaml, then baqlab serve first.yaml`

function exampleCall({ url, requests: [request], connections: [connection] }: Serving): string {
  const said = request ? { request } : { connection: connection ?? 'ID', method: 'GET', path: '/' }
  return `curl -s ${url}/call -d '${JSON.stringify(said)}'`
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1].map((i) => Math.max(...rows.map((row) => row[i]!.length)))
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
