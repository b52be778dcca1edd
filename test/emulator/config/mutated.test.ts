import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { readText, serverXml, tokenXml } from '../../support/server-xml.ts'

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

it('gives problems for any bytes, and never throws', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
    const read = readText(bytes)
    expect(read.config !== undefined || read.problems.length > 0).toBe(true)
  })
  fc.assert(property, { numRuns: process.env.SOAK ? 100_000 : 1000, seed: 20_261_121 })
}, 600_000)
