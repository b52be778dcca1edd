import { expect, test } from 'vitest'
import { finding, fullFinding, golden, mixedRun, report, result, run } from './events.ts'

const unescape = (text: string) =>
  text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%')

/** The workflow commands of a text, read as GitHub reads them. */
function commands(text: string) {
  return text.split('\n').flatMap((each) => {
    const [, name, properties = '', message = ''] = /^::(\w+) (.*?)::(.*)$/.exec(each) ?? []
    if (name === undefined) return []
    const pairs = properties.split(',').map((pair) => {
      const cut = pair.indexOf('=')
      return [pair.slice(0, cut), unescape(pair.slice(cut + 1))]
    })
    return [{ name, ...Object.fromEntries(pairs), message: unescape(message) }]
  })
}

test('writes an annotation for each finding, then the totals', async () => {
  await expect(await report('github', mixedRun())).toMatchFileSnapshot(golden('github-mixed'))
})

test('points to the line and the columns of a failure', async () => {
  const at = { file: 'a.yaml', line: 7, col: 10, length: 4 }
  const failed = result({ status: 'failed', row: 'two', failures: [{ ...fullFinding, at }] })
  const [command] = commands(await report('github', run([failed])))
  expect(command).toMatchObject({
    name: 'error',
    file: 'a.yaml',
    line: '7',
    col: '10',
    endColumn: '13',
    title: 'CALLS: An opaque token is reused for its lifetime [two]',
  })
  expect(command?.message.split('\n')).toHaveLength(8)
})

test('escapes what would end a property or a command', async () => {
  const at = { file: 'C:\\a,b%\n::.yaml', line: 1, col: 1 }
  const message = '100%\r\n::error::no, a %0A: yes'
  const [command, ...others] = commands(await report('github', run([], [finding({ at, message })])))
  expect(others).toEqual([])
  expect(command).toMatchObject({ file: at.file, message: '100%␍\n::error::no, a %0A: yes' })
})

test('has a command for each severity', async () => {
  const found = (['error', 'warning', 'note'] as const).map((severity) => finding({ severity }))
  const names = commands(await report('github', run([], found))).map(({ name }) => name)
  expect(names).toEqual(['error', 'warning', 'notice'])
})

test('annotates a problem of a shared configuration once', async () => {
  const problems = [finding()]
  const events = run([result({ problems }), result({ problems })])
  expect(commands(await report('github', events))).toHaveLength(1)
})

test('annotates the failure of every row', async () => {
  const failed = result({ status: 'failed', failures: [fullFinding] })
  expect(commands(await report('github', run([failed, failed])))).toHaveLength(2)
})
