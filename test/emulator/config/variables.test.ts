import { expect, it } from 'vitest'
import { createVariables } from '../../../emulator/config/variables.ts'
import {
  readElements,
  readText,
  serverXml,
  summary,
  tokenXml,
  withCode,
} from '../../support/server-xml.ts'

const variable = (name: string, value: string) => `<variable name="${name}" value="${value}"/>`
const connection = '<zosconnect_endpointConnection id="c" host="${host}"/>'
const fallback = '<variable name="host" defaultValue="default"/>'

it.each([
  ['defaultValue', [fallback], {}, 'default'],
  ['value over defaultValue', [variable('host', 'value'), fallback], {}, 'value'],
  ['the last value', [variable('host', 'one'), variable('host', 'two')], {}, 'two'],
  [
    'a variable in a variable',
    [variable('host', 'a.${d}'), variable('d', 'b.${e}'), variable('e', 'c')],
    {},
    'a.b.c',
  ],
  [
    'a value from outside over all',
    [variable('host', 'value'), fallback],
    { host: 'outside' },
    'outside',
  ],
  ['list()', [variable('x', 'one'), variable('host', '${list(x)}')], {}, 'one'],
])('takes %s (config.variable.order)', (_, xml, variables, expected) => {
  const read = readText(serverXml(...xml, connection), { variables })
  expect(read.problems).toEqual([])
  expect(read.config?.connections.get('c')?.host?.value).toBe(expected)
})

it('lets a drop-in give a variable its value', () => {
  const dropins = [{ file: 'd.xml', text: `<server>${variable('host', 'late')}</server>` }]
  const read = readText(serverXml(variable('host', 'early'), connection), { dropins })
  expect(read.config?.connections.get('c')?.host?.value).toBe('late')
})

it('leaves an unknown variable as it is, and names it, its place and a near one (config.variable.unresolved)', () => {
  const read = readElements(variable('hosts', 'x'), connection)
  expect(read.problems).toMatchObject([
    {
      severity: 'warning',
      code: 'BAD-VARIABLE',
      message: 'the variable "host" in "host" has no value',
      at: { line: 4, col: 45, length: 7 },
    },
  ])
  expect(read.problems[0]?.tries[0]).toMatch(/did you mean "hosts".*under variables: in a scenario/)
  expect(read.config?.connections.get('c')?.unusable?.code).toBe('BAD-VARIABLE')
})

it.each([
  ['itself', [variable('host', 'x${host}')]],
  ['a circle', [variable('host', '${a}'), variable('a', '${b}'), variable('b', '${host}')]],
])('ends at a variable that leads to %s', (_, xml) => {
  const found = withCode(readElements(...xml, connection), 'BAD-VARIABLE')
  expect(found.filter(({ severity }) => severity === 'error')).toHaveLength(1)
})

it('ends at variables that lie too deep', () => {
  const chain = Array.from({ length: 5000 }, (_, i) => variable(`v${i}`, `\${v${i + 1}}`))
  const read = readElements(...chain, variable('host', '${v0}'), connection)
  expect(withCode(read, 'BAD-VARIABLE')).not.toEqual([])
})

it('ends at variables that double each other', () => {
  const chain = Array.from({ length: 40 }, (_, i) =>
    variable(`v${i}`, `\${v${i + 1}}\${v${i + 1}}`),
  )
  const read = readElements(...chain, variable('v40', 'x'), variable('host', '${v0}'), connection)
  expect(read.config?.connections.size).toBe(1)
})

it('reports a variable without a name or a value', () => {
  const read = readElements('<variable value="x"/>', '<variable name="x"/>')
  expect(withCode(read, 'MISSING-ATTRIBUTE')).toHaveLength(2)
})

const withBody = (text: string) =>
  tokenXml({ request: `requestMethod="POST" credentialLocation="body" requestBody="${text}"` })

it('leaves the place-holders of requestBody alone', () => {
  const read = readElements(...withBody('${userid} ${other}'))
  expect(read.problems).toEqual([])
  const body = read.config?.authTokens.get('tok')?.tokenRequest.requestBody
  expect(body).toMatchObject({ value: '${userid} ${other}', at: { line: 5, col: 75, length: 18 } })
})

it('warns of a place-holder that a variable fills for good', () => {
  const read = readElements(variable('userid', 's3cret'), ...withBody('x ${userid}'))
  expect(read.problems).toMatchObject([
    { severity: 'warning', code: 'PLACEHOLDER-RESOLVED', at: { line: 6, col: 77, length: 9 } },
  ])
  expect(JSON.stringify(read.problems)).not.toContain('s3cret')
  expect(read.config?.authTokens.get('tok')?.tokenRequest.requestBody?.value).toBe('x s3cret')
})

it('warns of a place-holder in parentheses', () => {
  const read = readElements(...withBody('x $(userid)'))
  expect(read.problems).toMatchObject([
    {
      severity: 'warning',
      code: 'PLACEHOLDER-SYNTAX',
      at: { col: 77 },
      tries: ['write ${userid}'],
    },
  ])
})

it.each([
  ['${CICS_HOST}', 'set CICS_HOST in server.env, or take it over by --env CICS_HOST'],
  ['${env.Host}', 'set Host in server.env, or take it over by --env Host'],
  ['${cics.host}', 'define it'],
])('says how to give %s a value, and proposes no variable that is not near it', (text, advice) => {
  const read = readElements(
    '<variable name="somethingElse" value="x"/>',
    `<zosconnect_authData id="a" user="${text}" password="p"/>`,
  )
  const [problem] = withCode(read, 'BAD-VARIABLE')
  expect(problem?.tries[0]).toMatch(
    new RegExp(`^${advice}, or give .* under variables: in a scenario$`),
  )
})

it('says once that a reference has a variable without a value', () => {
  const read = readElements('<ssl id="s" keyStoreRef="${env.STORE}"/>')
  expect(summary(read)).toEqual(['warning BAD-VARIABLE 3:26'])
})

it.each(['{$HOST}', 'https://{$HOST}'])(
  'sees in %s a variable whose dollar stands wrong',
  (host) => {
    const read = readElements(`<zosconnect_cicsIpicConnection id="c" host="${host}" port="1491"/>`)
    const [problem] = withCode(read, 'BAD-VARIABLE')
    expect(problem?.message).toBe('"{$HOST}" in "host" is no variable')
    expect(problem?.tries).toEqual(['write ${HOST}'])
    expect(problem?.at).toMatchObject({ line: 3, col: 45 + host.indexOf('{') })
  },
)

it.each([
  ['${HOST_1}', 'set HOST_1 in server.env'],
  ['${aHOST}', 'define it'],
  ['${HOSt}', 'define it'],
])('says how to give %s a value by the case of its name', (user, advice) => {
  const read = readElements(`<zosconnect_authData id="a" user="${user}" password="p"/>`)
  expect(read.problems[0]?.tries[0]?.startsWith(advice)).toBe(true)
})

it.each([
  ['${list(one)}', 'x'],
  ['${alist(one)}', '${alist(one)}'],
  ['${list(one)s}', '${list(one)s}'],
  ['${a+1}', '${a+1}'],
  ['${+one}', '${+one}'],
  ['${one+}', '${one+}'],
  ['${n+1}', '3'],
])('fills %s as %s', (user, expected) => {
  const read = readElements(
    variable('one', 'x') + variable('a', '${a+1}') + variable('n', '${m+1}') + variable('m', '1'),
    `<zosconnect_authData id="a" user="${user}" password="p"/>`,
  )
  expect(read.config?.authData.get('a')?.user?.value).toBe(expected)
})

it('proposes near variables a hundred times, and among the first two hundred', () => {
  const after = (count: number) => {
    const others = Array.from({ length: count }, (_, i) => variable(`f${i}`, 'x'))
    const asked = '<ssl id="s" sslProtocol="${my.protocols}"/>'
    return readElements(...others, variable('my.protocol', 'x'), asked).problems[0]?.tries[0]
  }
  expect(after(199)).toContain('did you mean "my.protocol"?')
  expect(after(200)).not.toContain('did you mean')
  const missing = Array.from(
    { length: 101 },
    (_, i) => `<zosconnect_authData id="a${i}" user="\${nearer}" password="p"/>`,
  )
  const proposed = readElements(variable('nearest', 'x'), ...missing).problems.map(({ tries }) =>
    tries[0]!.startsWith('did you mean "nearest"?'),
  )
  expect(proposed.filter((each) => each)).toHaveLength(100)
  expect(proposed.at(-1)).toBe(false)
})

it('writes no more characters than the cap', () => {
  const nothing = new Map()
  const none = {
    outside: nothing,
    files: nothing,
    system: nothing,
    bootstrap: nothing,
    predefined: nothing,
    environment: nothing,
  }
  const values = new Map([['a', { text: '1234', what: 'variable', origin: 'x' }]])
  const { resolve } = createVariables(none, { values, defaults: nothing }, 8)
  expect(resolve('${a}${a}${a}').value).toBe('12341234${a}')
})

it.each([
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', '${n+0}'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['-9223372036854775809', '${n+0}'],
  ['12345678901234567890', '${n+0}'],
  ['+5', '5'],
  ['5x', '${n+0}'],
  ['x5', '${n+0}'],
  ['_5', '${n+0}'],
])('counts with %s as Java does with a long: %s (config.variable.arithmetic)', (n, expected) => {
  const read = readElements(
    variable('n', n),
    '<zosconnect_authData id="a" user="${n+0}" password="p"/>',
  )
  expect(read.config?.authData.get('a')?.user?.value).toBe(expected)
})

it('counts nothing where an operator is missing', () => {
  const read = readElements(
    variable('a', '5'),
    '<zosconnect_authData id="a" user="${1a+2}" password="p"/>',
  )
  expect(read.config?.authData.get('a')?.user?.value).toBe('${1a+2}')
})
