import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rules } from '../emulator/index.ts'
import { runCommandLine } from '../harness/cli/command-line.ts'
import { runCurl } from './support/curl.ts'
import { capturedTerminal } from './support/virtual-files.ts'
import { realFiles } from './support/real-files.ts'
import { writtenFiles } from './support/written-files.ts'

const flagship = 'scenarios/flagship/the-login-token-serves-every-call-of-its-lease.yaml'

/** Compares a part of the README with what it must be; UPDATE=1 writes it there instead. */
function expectPart(name: string, text: string): void {
  const [begin, end] = [`<!-- begin ${name} -->\n`, `<!-- end ${name} -->`]
  const readme = readFileSync('README.md', 'utf8')
  const [before = '', rest = ''] = readme.split(begin)
  const [part, after = ''] = rest.split(end)
  if (process.env['UPDATE']) writeFileSync('README.md', before + begin + text + end + after)
  else expect(part).toBe(text)
}

test('the README opens with the flagship scenario', () => {
  expectPart('scenario', `\n\`\`\`yaml\n${readFileSync(flagship, 'utf8')}\`\`\`\n\n`)
})

test('the README shows what the flagship scenario prints', async () => {
  const terminal = capturedTerminal(realFiles())
  expect(await runCommandLine(['test', flagship, '--verbose'], terminal)).toBe(0)
  expectPart('output', `\n\`\`\`\n${terminal.text()}\`\`\`\n\n`)
})

const readSecret = `{ "request": "readSecret", "capture": { "secret": "$.data.data" },
  "as": { "tokenUsername": "ims-role", "tokenPassword": "ims-secret" } }`

/** What a reader types after `baqlab serve`, in another window. */
const typed = [
  `curl -s http://127.0.0.1:8642/call -d '${readSecret}'`,
  `curl -s http://127.0.0.1:8642/call -d '{ "request": "pay" }' -o /dev/null`,
  `curl -s http://127.0.0.1:8642/clock/advance -d '{ "by": "14m58s" }'`,
  `curl -s http://127.0.0.1:8642/call -o /dev/null -d '${readSecret}'`,
  `curl -s http://127.0.0.1:8642/counts`,
  `curl -s http://127.0.0.1:8642/cache`,
  `curl -s http://127.0.0.1:8642/expect -d '{ "calls": { "vault.login": 1 }, "token": { "vaultLogin": "hit" } }'`,
]

test('the README shows what init says of a server.xml, and what it writes', async () => {
  const files = writtenFiles()
  const terminal = capturedTerminal(files)
  const args = 'init scenarios/flagship/server.xml vaultConn'.split(' ')
  expect(await runCommandLine(args, terminal)).toBe(0)
  const [, written = ''] = files.written.get('first.yaml')!.split(/(?=\nservices:)/)
  const typedLine = `$ npm run -s baqlab -- ${args.join(' ')}\n`
  expectPart(
    'init',
    `\n\`\`\`\n${typedLine}${terminal.text()}\`\`\`\n\n\`\`\`yaml\n${written.trim()}\n\`\`\`\n\n`,
  )
})

test('the README shows what serve prints, and what curl gets of it', async () => {
  const terminal = capturedTerminal(realFiles())
  const shown: string[] = []
  const args = ['serve', flagship, '--clock', 'manual']
  const untilStopped = async () => {
    const [, url = ''] = /control +(\S+)/.exec(terminal.text()) ?? []
    const ports = [...terminal.text().matchAll(/https:\/\/127\.0\.0\.1:(\d+)/g)].map(
      ([, port]) => port!,
    )
    const portsOfTheReadme = (text: string) =>
      ports
        .reduce((all, port, i) => all.replaceAll(`:${port}`, `:${34001 + i}`), text)
        .replaceAll(url, 'http://127.0.0.1:8642')
        // A port has as many digits as it likes, the table keeps its columns.
        .replace(/(http\S*) +(?=stands for|GET \/ lists)/g, (_all, at: string) => at.padEnd(25))
    shown.push(`$ npm run -s baqlab -- ${args.join(' ')}\n${portsOfTheReadme(terminal.text())}`)
    for (const command of typed) shown.push(`$ ${command}\n${await runCurl(command, url)}`)
  }
  const code = await runCommandLine([...args, '--port', '0'], { ...terminal, untilStopped })
  expect(code).toBe(0)
  expectPart('serve', `\n\`\`\`\n${shown.join('\n')}\`\`\`\n\n`)
})

test('the README shows how the records of two hours differ from what is predicted', async () => {
  const flow = 'scenarios/traffic/a-poisson-flow-logs-in-once-for-each-lease.yaml'
  const terminal = capturedTerminal(writtenFiles())
  const lines = [
    ['test', flow, '--reporter', 'smf=flow.csv'],
    'compare --smf flow.csv --config scenarios/traffic/server.xml --lifetime 20m'.split(' '),
  ]
  const codes = []
  for (const line of lines) codes.push(await runCommandLine(line, terminal))
  expect(codes).toEqual([0, 1])
  const typedLines = lines.map((line) => `$ npm run -s baqlab -- ${line.join(' ')}\n`).join('')
  expectPart('smf', `\n\`\`\`\n${typedLines}${firstDifferences(terminal.text(), 2)}\`\`\`\n\n`)
})

/** A replay with so many of its differences. */
function firstDifferences(text: string, count: number): string {
  const [head = '', rest = ''] = text.split(/(?<=that differ:\n)/)
  const lines = rest.split('\n')
  const end = lines.indexOf('')
  return [head + lines.slice(0, 3 * count).join('\n'), '…', ...lines.slice(end)].join('\n')
}

test('the README shows what a day of reading secrets costs', async () => {
  const terminal = capturedTerminal(realFiles())
  const file = 'scenarios/savings/payday.yaml'
  expect(await runCommandLine(['compare', file], terminal)).toBe(0)
  const [text = ''] = terminal.text().split('\n\nvault: token requests in')
  expectPart('compare', `\n\`\`\`\n$ npm run -s baqlab -- compare ${file}\n${text}\n\`\`\`\n\n`)
})

test('the README counts the rules and names every assumption and extension', () => {
  const assumed = rules.filter(({ status }) => status === 'assumed')
  const documented = rules.filter(({ status }) => status === 'documented')
  const share = Math.round((documented.length / rules.length) * 100)
  const extensions = rules.filter(({ status }) => status === 'extension')
  expect(documented.length + assumed.length + extensions.length).toBe(rules.length)
  const listOf = (some: typeof rules) =>
    some.map(({ id, says }) => `- \`${id}\`: ${says}\n`).join('')
  const counts = `${documented.length} (${share} %) are documented, ${assumed.length} assumed and ${extensions.length} extensions that the product does not have`
  const score = `Of ${rules.length} rules ${counts}. The assumed ones are:`
  const parts = [score, listOf(assumed), 'The extensions are:', listOf(extensions)]
  expectPart('fidelity', `\n${parts.map((part) => `${part.trim()}\n\n`).join('')}`)
})

test('the README names every command and every reporter', async () => {
  const terminal = capturedTerminal(realFiles())
  await runCommandLine(['--help'], terminal)
  const commands = [...terminal.text().matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name!)
  const readme = readFileSync('README.md', 'utf8')
  expect(commands.length).toBeGreaterThan(3)
  for (const name of commands.filter((each) => each !== 'help'))
    expect(readme).toContain(`baqlab ${name}`)
})
