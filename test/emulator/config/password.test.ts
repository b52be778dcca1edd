import { expect, it } from 'vitest'
import { readPassword } from '../../../emulator/config/password.ts'
import { passwordKeys } from '../../../emulator/config/password-keys.ts'
import { readElements, said, withCode } from '../../support/server-xml.ts'

const keys = passwordKeys()
const v0 = '{aes}AGTpzRDW//VE3Jshg1fd89rxw/JMjHfFM9UdYdVNIUt2'
const v1 =
  '{aes}ARAFCrWIYJCL7ZBNjN+MKcJoozBmbZyJPood6X6sCqMIRBaouZSd4B0u0Gcgdp/tXWwuOwi/mqYLS0cGTwuU95tgP4Y+6hgtvG2ST2gT+ghTPhLJWfiXTrvBRvR5yf2F9hkmM7SG/WRQNA=='

it.each([
  ['{xor}CDo9Hgw=', 'WebAS'],
  ['{xor}PjMzbiw7KjE=', 'all1sdun'],
  ['{XOR}LDo8Ki02KyY=', 'security'],
  ['{xor}', ''],
  ['plain', 'plain'],
  ['x{xor}CDo9Hgw=', 'x{xor}CDo9Hgw='],
  ['', ''],
  ['{other}plain', '{other}plain'],
  [v0, 'WebAS'],
  ['{aes}AEmVKa+jOeA7pos+sSfpHNmH1MVfwg8ZoV29iDi6I0ZGcov6hSZsAxMhFr91jTSBYQ==', 'alternatepwd'],
  [
    '{aes}ARABGAM7S4HrIRtZWJ229TnxuKZrrPN3dsKrrQzCQE/3U5F4zp3UrDQ+Czmnvz1kaQyN7JktDzieJxelwu077ZYET2V+7/1Gi37iztr7lY0i+j4dlHOFIi5PESnZ7V8XOmdSbH9DSgkuJaXNoEqb',
    'alternatepwd',
  ],
  [v1, 'secret1'],
])(
  'decodes "%s" (config.password.xor, config.password.aes-v0, config.password.aes-v1)',
  (text, expected) => {
    const password = readPassword(text, keys)
    expect('secret' in password && password.secret.reveal()).toBe(expected)
  },
)

const authData = (password: string) =>
  `<zosconnect_authData id="a" user="u" password="${password}"/>`

it.each([
  ['{aes}AGTpzRDW//VE3Jshg1fd89rxw/JM', /not for the default passphrase/],
  ['{aes}no*base64', /not valid Base64/],
  ['{aes}AgAAAAAAAAAAAAAAAAAAAAAA', /version 2/],
  ['{aes}BwAAAAAAAAAAAAAAAAAAAAAA', /no version/],
  ['{hash}ATAAAAAIhidden', /cannot be turned back/],
  ['{xor}no*base64', /not valid Base64/],
  ['{xor}oKA=', /not valid UTF-8/],
  ['{xor}CDo9Hg', /not valid Base64/],
  ['{xor}*Do9', /not valid Base64/],
  ['{xor}CDo*', /not valid Base64/],
  ['{xor}C===', /not valid Base64/],
])(
  'refuses "%s" without showing any of it (config.password.hash, config.password.aes-v2)',
  (text, message) => {
    const read = readElements(authData(text))
    const [problem] = withCode(read, 'BAD-PASSWORD')
    expect(problem).toMatchObject({ severity: 'error', at: { line: 3, length: text.length } })
    expect(problem?.message).toMatch(message)
    expect(JSON.stringify(read.problems)).not.toContain(text.slice(6))
    expect(read.config?.authData.get('a')).toMatchObject({ unusable: { code: 'BAD-PASSWORD' } })
  },
)

it.each([v0, v1])(
  'calls a wrong passphrase what it is, and never takes "%s" for plain text (config.password.wrong-key)',
  (text) => {
    const key = '<variable name="wlp.password.encryption.key" value="another"/>'
    const read = readElements(key, authData(text))
    expect(withCode(read, 'BAD-PASSWORD')).toMatchObject([
      { message: expect.stringContaining('"wlp.password.encryption.key"') },
    ])
    expect(read.config?.authData.get('a')?.password).toBeUndefined()
  },
)

it('takes the passphrase from its variable, written as the default too (config.password.passphrase)', () => {
  const key = '<variable name="wlp.password.encryption.key" value="${other}"/>'
  const other = '<variable name="other" value="${wlp.password.encryption.key"/>'
  const plain = readElements(authData(v0))
  expect(plain.problems).toEqual([])
  expect(plain.config?.authData.get('a')?.password?.value.reveal()).toBe('WebAS')
  expect(withCode(readElements(key, other, authData(v0)), 'BAD-PASSWORD')).toHaveLength(1)
})

it('never shows a password that holds a variable', () => {
  const read = readElements('<zosconnect_authData id="a" user="u" password="s3cret${pw}"/>')
  expect(withCode(read, 'BAD-VARIABLE')).toHaveLength(1)
  expect(JSON.stringify(read)).not.toMatch(/s3cret|pw/)
})

it('says what to do about a wrong passphrase', () => {
  const key = '<variable name="wlp.password.encryption.key" value="another"/>'
  expect(said(readElements(authData('{aes}AGTpzRDW//VE3Jshg1fd89rxw/JM')))).toEqual([
    'a password in {aes} is not for the default passphrase | set the variable wlp.password.encryption.key to that of the server',
  ])
  expect(said(readElements(key, authData(v0)))).toEqual([
    'a password in {aes} is not for the passphrase in "wlp.password.encryption.key" | check wlp.password.encryption.key, or encode the password anew',
  ])
})
