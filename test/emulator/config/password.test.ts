import { expect, it } from 'vitest'
import { readPassword } from '../../../emulator/config/password.ts'
import { readElements, withCode } from '../../support/server-xml.ts'

it.each([
  ['{xor}CDo9Hgw=', 'WebAS'],
  ['{xor}PjMzbiw7KjE=', 'all1sdun'],
  ['{XOR}LDo8Ki02KyY=', 'security'],
  ['{xor}', ''],
  ['plain', 'plain'],
  ['{other}plain', '{other}plain'],
])('decodes "%s" (config.password.xor)', (text, expected) => {
  const password = readPassword(text)
  expect('secret' in password && password.secret.reveal()).toBe(expected)
})

it.each([
  '{aes}AGTpzRDW//VE3Jshg1fd89rxw/JM',
  '{hash}ATAAAAAIhidden',
  '{xor}no*base64',
  '{xor}oKA=',
])('refuses "%s" without showing any of it', (text) => {
  const read = readElements(`<zosconnect_authData id="a" user="u" password="${text}"/>`)
  const [problem] = withCode(read, 'BAD-PASSWORD')
  expect(problem).toMatchObject({ severity: 'error', at: { line: 3, length: text.length } })
  expect(JSON.stringify(read.problems)).not.toContain(text.slice(6))
  expect(read.config?.authData.get('a')).toMatchObject({ unusable: { code: 'BAD-PASSWORD' } })
})

it('never shows a password that holds a variable', () => {
  const read = readElements('<zosconnect_authData id="a" user="u" password="s3cret${pw}"/>')
  expect(withCode(read, 'BAD-VARIABLE')).toHaveLength(1)
  expect(JSON.stringify(read)).not.toMatch(/s3cret|pw/)
})
