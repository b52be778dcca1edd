import { expect, test } from 'vitest'
import { createMask } from '../../../harness/mask/mask.ts'
import { findingMaker } from '../../../harness/runner/findings.ts'

const source = '<keyStore location="Liberty" password="password" pasword="Liberty"/>'
const make = (secrets: readonly string[]) =>
  findingMaker({ textOf: () => source, mask: createMask(secrets) })
const problem = {
  severity: 'error',
  code: 'UNKNOWN-ATTRIBUTE',
  message: '"pasword" is not known to baqlab; Liberty would ignore it',
  at: { file: 'server.xml', line: 1, col: 50 },
  tries: ['did you mean "password"?'],
} as const

test('keeps its own words readable where a password is one of them', () => {
  const finding = make(['Liberty', 'password']).fromProblem(problem)
  expect(finding.message).toBe(problem.message)
  expect(finding.tries).toEqual(problem.tries)
  expect(finding.excerpt?.text).toBe(
    '<keyStore location="*******" password="********" pasword="*******"/>',
  )
})

test('masks a longer secret that has one of its words in it', () => {
  const secret = 'Liberty would'
  const { message } = make([secret]).fromProblem(problem)
  expect(message).not.toContain('Liberty')
  expect(message).toHaveLength(problem.message.length)
})
