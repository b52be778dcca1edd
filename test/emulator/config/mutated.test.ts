import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { effectiveConfig } from '../../../emulator/config/index.ts'
import { filesOptions, readFiles, readText, serverXml, tokenXml } from '../../support/server-xml.ts'

const original = serverXml(
  '<variable name="host" value="api" defaultValue="x"/>',
  '<!-- a comment --><?pi x?>',
  ...tokenXml({
    token: 'tokenLifetime="15m"',
    request: 'requestBody="{&quot;u&quot;:&quot;${userid}&quot;}"',
  }),
  '<zosconnect_authData id="a" user="u" password="{xor}CDo9Hgw="/>',
  '<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="srv"/>',
)

const pieces = [
  ...'< > " \' / & ; = ${ } ]]> <!-- --> <? ?> ${host} __proto__ &#x41; <!DOCTYPE'.split(' '),
  ...'<![CDATA[ <tokenRequest/> </server> <server> 1 , x é'.split(' '),
  '\r',
  '\n',
  '\t',
  ' ',
  '\u0000',
  '\ufeff',
  '\ud800',
  '<zosconnect_authToken ',
  ' id="tok"',
]

const mutation = fc.record({
  at: fc.nat(original.length),
  remove: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(200)),
  insert: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })),
})

it('gives a model or problems with places for any mutated file, and never throws', () => {
  const mutations = fc.array(mutation, { minLength: 1, maxLength: 6 })
  const property = fc.property(mutations, fc.boolean(), (changes, asBytes) => {
    let text = original
    for (const { at, remove, insert } of changes) {
      text = text.slice(0, at) + insert + text.slice(at + remove)
    }
    const read = readText(asBytes ? Buffer.from(text, 'latin1') : text)
    expect(read.config !== undefined || read.problems.length > 0).toBe(true)
    for (const { at, message } of read.problems) {
      if (!at || !(at.line >= 1) || !(at.col >= 1)) throw new Error(`no place: ${message}`)
    }
  })
  fc.assert(property, { numRuns: process.env.SOAK ? 100_000 : 1000, seed: 20_261_121 })
}, 600_000)

const files = {
  'server.xml': serverXml(
    '<variable name="more" value="more"/>',
    '<include location="${more}.xml" onConflict="REPLACE"/><include location="d/" optional="true"/>',
    '<zosconnect_endpointConnection id="c" host="h" port="${p+1}" authenticationConfigRef="o,l"/>',
    '<zosconnect_oAuthConfig id="o" grantType="password" authServerRef="srv" scope="${list(s)}"/>',
    '<zosconnect_authTokenLocal id="l" tokenGeneratorRef="b"><claims>{"a":1}</claims></zosconnect_authTokenLocal>',
  ),
  'more.xml':
    '<server><include location="server.xml"/><jwtBuilder id="b" expiry="2h" sharedKey="{xor}CDo9Hgw="/></server>',
  'd/a.xml':
    '<server><keyStore id="k" location="safkeyring:///R" password="p"/><include location="b.xml" onConflict="IGNORE"/></server>',
  'd/b.xml': '<server><sslDefault sslRef="x"/><ssl id="x" keyStoreRef="k"/></server>',
  'configDropins/overrides/o.xml': '<server><include location="../../more.xml"/></server>',
  'server.env': '# env\ns=a,b\nUSERID=x\n',
  'bootstrap.properties': 'p=80\nbootstrap.include=bootstrap.properties\n',
  'jvm.options': '-Da.b=c\n',
  'variables/v': 'x',
}
const paths = Object.keys(files) as (keyof typeof files)[]

it('gives a model or problems with places for any mutated files that include one another', () => {
  const change = fc.record({
    path: fc.constantFrom(...paths),
    at: fc.nat(600),
    remove: fc.oneof(fc.constant(0), fc.nat(8), fc.nat(200)),
    insert: fc.oneof(
      fc.constantFrom(
        ...pieces,
        ...paths,
        '<include location="',
        'onConflict="IGNORE"',
        '../',
        '\\',
      ),
      fc.string({ maxLength: 4 }),
    ),
  })
  const property = fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
    const mutated: Record<string, string> = { ...files }
    for (const { path, at, remove, insert } of changes) {
      const text = mutated[path]!
      const start = at % (text.length + 1)
      mutated[path] = text.slice(0, start) + insert + text.slice(start + remove)
    }
    const read = readFiles(mutated)
    expect(read.config !== undefined || read.problems.length > 0).toBe(true)
    for (const { at, message } of read.problems) {
      if (!at || !(at.line >= 1) || !(at.col >= 1)) throw new Error(`no place: ${message}`)
    }
    effectiveConfig(filesOptions(mutated))
  })
  fc.assert(property, { numRuns: process.env.SOAK ? 100_000 : 1000, seed: 20_261_121 })
}, 600_000)

it('gives problems for any bytes, and never throws', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    const read = readText(bytes)
    expect(read.config !== undefined || read.problems.length > 0).toBe(true)
  })
  fc.assert(property, { numRuns: process.env.SOAK ? 100_000 : 1000, seed: 20_261_121 })
}, 600_000)
