import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { finding, golden, mixedRun, report, result, run } from './events.ts'

const lists = new Set(['testsuite', 'testcase', 'property', 'failure', 'error'])

/** Fails where the text is not XML. */
function parse(xml: string) {
  expect(XMLValidator.validate(xml)).toBe(true)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    textNodeName: 'text',
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => lists.has(name),
  })
  return parser.parse(xml).testsuites
}

test('writes a suite for each file and a case for each row', async () => {
  await expect(await report('junit', mixedRun())).toMatchFileSnapshot(golden('junit-mixed'))
})

test('counts what the cases say', async () => {
  const suites = parse(await report('junit', mixedRun()))
  expect(suites).toMatchObject({ tests: '6', failures: '1', errors: '3', skipped: '1' })
  expect(suites.testsuite.map(({ name }: { name: string }) => name)).toEqual([
    'x.yaml',
    'scenarios/caching/opaque-token-is-reused.yaml',
    'scenarios/auth/refused element.yaml',
    'scenarios/auth/again.yaml',
    'scenarios/vault/real.yaml',
  ])
})

test('gives a case its row, file, time, level and seed', async () => {
  const suites = parse(await report('junit', run([result({ row: 'two', wallMs: 1234.5678 })])))
  const [testcase] = suites.testsuite[0].testcase
  expect(testcase).toMatchObject({
    name: 'An opaque token is reused for its lifetime [two]',
    classname: 'scenarios/caching/opaque-token-is-reused.yaml',
    time: '1.235',
  })
  expect(testcase.properties.property).toEqual([
    { name: 'level', value: '3.0.86.0' },
    { name: 'seed', value: '42' },
  ])
})

test('brings markup through and leaves out what XML cannot hold', async () => {
  const message = 'got <a b="c">&amp;</a> ]]> \u0000\u001B\uFFFE\uD800 "日本🔑"'
  const failed = result({ status: 'failed', name: '<&"\'>', failures: [finding({ message })] })
  const xml = await report('junit', run([failed]))
  const [testcase] = parse(xml).testsuite[0].testcase
  expect(testcase.name).toBe('<&"\'>')
  expect(testcase.failure[0].message).toBe('got <a b="c">&amp;</a> ]]>  "日本🔑"')
  expect(testcase.failure[0].text).toContain('got <a b="c">&amp;</a> ]]> ␀␛')
  expect(xml).not.toContain(']]>')
})

test('writes line breaks of an attribute as references', async () => {
  const failed = result({ status: 'failed', failures: [finding({ message: 'a\n\tb' })] })
  expect(await report('junit', run([failed]))).toContain('message="a&#10;&#9;b"')
})

test('has an element for every failure', async () => {
  const failures = [finding({ message: 'one' }), finding({ message: 'two' })]
  const suites = parse(await report('junit', run([result({ status: 'failed', failures })])))
  expect(suites.testsuite[0].testcase[0].failure).toHaveLength(2)
})

test('has an element even where a failure gives no reason', async () => {
  const events = run([result({ status: 'failed' }), result({ status: 'problem' })])
  const [failed, problem] = parse(await report('junit', events)).testsuite[0].testcase
  expect([failed.failure, problem.error].flat()).toEqual([
    { message: 'no reason given' },
    { message: 'no reason given' },
  ])
})

test('tells warnings of a scenario that passed without failing it', async () => {
  const problems = [finding({ severity: 'warning', message: 'not known' })]
  const [suite] = parse(await report('junit', run([result({ problems })]))).testsuite
  expect(suite).toMatchObject({ tests: '1', failures: '0', errors: '0' })
  expect(suite.testcase[0]['system-out']).toBe('warning: CALLS: not known')
})

test('does not fail for a warning that belongs to no scenario', async () => {
  const suites = parse(await report('junit', run([], [finding({ severity: 'warning' })])))
  expect(suites).toMatchObject({ tests: '1', errors: '0' })
})
