import { expect, it } from 'vitest'
import { effectiveConfig, type EffectiveElement } from '../../../emulator/config/index.ts'
import { filesOptions } from '../../support/server-xml.ts'

const files = {
  'server.xml': [
    '<server><include location="b.xml"/>',
    '<variable name="host" value="api.example.com"/><variable name="pw" value="s3cret"/>',
    '<variable name="outer" value="${pw}"/>',
    '<zosconnect_endpointConnection id="c" host="https://${host}" port="2"/>',
    '<zosconnect_authData id="a" user="u" password="${outer}"/>',
    '<zosconnect_authData id="x" user="{xor}czcret" password="{xor}czcret"/>',
    '<zosconnect_authToken id="t"><tokenRequest requestBody="{s3cret:${userid}}"/></zosconnect_authToken>',
    '<zosconnect_authorizationServer id="s" tokenEndpoint="https://me:s3cret@h/p?k=s3cret"/>',
    '<other user="${pw}" clientSecret="s3cret" secretRef="shown"/></server>',
  ].join('\n'),
  'b.xml': '<server>\n<zosconnect_endpointConnection id="c" host="old" port="1"/></server>',
}

const find = (name: string, id = ''): EffectiveElement | undefined =>
  effectiveConfig(filesOptions(files)).find((each) => each.name === name && each.id === id)

it('gives each value with its place and how many it replaced', () => {
  expect(find('zosconnect_endpointConnection', 'c')).toMatchObject({
    at: { file: 'b.xml', line: 2 },
    includedFrom: [{ file: 'server.xml', line: 1 }],
    attributes: [
      { name: 'id', value: 'c', replaced: 1 },
      {
        name: 'host',
        value: 'https://api.example.com',
        written: 'https://${host}',
        at: { file: 'server.xml', line: 4, col: 45 },
        replaced: 1,
      },
      { name: 'port', value: '2' },
    ],
  })
})

it('shows no secret, wherever it stands', () => {
  expect(JSON.stringify(effectiveConfig(filesOptions(files)))).not.toMatch(/s3cret|czcret/)
  const token = find('zosconnect_authToken', 't')?.children[0]
  expect(token?.attributes[0]?.value).toBe('(secret) with ${userid}')
  expect(find('other')?.attributes.map(({ value }) => value)).toEqual([
    '(secret)',
    '(secret)',
    'shown',
  ])
})
