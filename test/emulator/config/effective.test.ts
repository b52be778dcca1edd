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

it('gives each value with its place, its variables and the values it replaced', () => {
  expect(find('zosconnect_endpointConnection', 'c')).toMatchObject({
    at: { file: 'b.xml', line: 2 },
    includedFrom: [{ file: 'server.xml', line: 1 }],
    attributes: [
      { name: 'id', value: 'c', replaced: [] },
      {
        name: 'host',
        value: 'https://api.example.com',
        written: 'https://${host}',
        variables: [
          { name: 'host', what: 'variable', at: { file: 'server.xml', line: 2, col: 30 } },
        ],
        at: { file: 'server.xml', line: 4, col: 45 },
        replaced: [{ file: 'b.xml', line: 2, col: 45 }],
      },
      { name: 'port', value: '2', variables: [], replaced: [{ file: 'b.xml', line: 2 }] },
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

it('names the variables of variables, of lists and of sums, wherever they are defined', () => {
  const beside = {
    'server.env': 'STAGE=test',
    'bootstrap.properties': 'host=${STAGE}.example.com\nlist.of=a,b',
    'jvm.options': '-Dport=80',
    'variables/file': '1',
  }
  const made = (value: string) => {
    const text = `<server><x y="${value}"/></server>`
    const [element] = effectiveConfig(filesOptions({ ...beside, 'server.xml': text }))
    return element?.attributes[0]?.variables.map(({ name, what, at }) => [name, what, at?.file])
  }
  expect(made('${host}')).toEqual([
    ['host', 'bootstrap property', 'bootstrap.properties'],
    ['STAGE', 'environment variable', 'server.env'],
  ])
  expect(made('${list(list.of)}')).toEqual([
    ['list.of', 'bootstrap property', 'bootstrap.properties'],
  ])
  expect(made('${port+file} ${gone}')).toEqual([
    ['port', 'system property', 'jvm.options'],
    ['file', 'variable file', 'variables/file'],
  ])
  expect(made('${wlp.server.name}')?.[0]).toEqual([
    'wlp.server.name',
    'predefined variable',
    undefined,
  ])
})

it('hides what secret variables are made of, and values beside names that say so', () => {
  const read = effectiveConfig(
    filesOptions({
      'server.env': 'inner=s3cret\npw=${inner}',
      'server.xml': [
        '<server><zosconnect_authData id="a" user="${inner}" password="${pw}"/>',
        '<jndiEntry jndiName="db/password" value="s3cret"/><property name="apiKey" value="s3cret"/>',
        '<variable name="inner" value="s3cret" defaultValue="s3cret"/>',
        '<variable name="outer" value="${inner}"/><x y="${outer}" z="${list(inner)}"/>',
        '<zosconnect_authTokenLocal id="l"><claims>{"pin":"s3cret"}</claims></zosconnect_authTokenLocal>',
        '<jndiEntry jndiName="db/host" value="shown"/></server>',
      ].join(''),
    }),
  )
  expect(JSON.stringify(read)).not.toContain('s3cret')
  expect(JSON.stringify(read)).toContain('"shown"')
})

it('names at most twenty variables of a value, whatever they are made of', () => {
  const names = Array.from({ length: 200 }, (_, i) => `v${i}`)
  const text = names.map((name) => `<variable name="${name}" value="${'${v1}'.repeat(50)}"/>`)
  const value = names.map((name) => `\${${name}}`).join('')
  const read = effectiveConfig(
    filesOptions({ 'server.xml': `<server>${text.join('')}<x y="${value}"/></server>` }),
  )
  expect(read.at(-1)?.attributes[0]?.variables).toHaveLength(20)
})

it('ends at a chain of variables of any length', () => {
  const chain = Array.from(
    { length: 3000 },
    (_, i) => `<variable name="v${i}" value="\${v${i + 1}}"/>`,
  )
  const read = effectiveConfig(
    filesOptions({ 'server.xml': `<server>${chain.join('')}<x y="\${v0}"/></server>` }),
  )
  expect(read).toHaveLength(3001)
})

const valuesOf = (xml: string, beside: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    effectiveConfig(filesOptions({ ...beside, 'server.xml': `<server>${xml}</server>` })).flatMap(
      ({ name, attributes }) => attributes.map((each) => [`${name} ${each.name}`, each.value]),
    ),
  )

it.each([
  ['passwordReference', true],
  ['secretRef', false],
  ['passwordLocations', true],
  ['passwordLocation', false],
  ['tokenPathPassword', true],
  ['secretPath', false],
  ['secretEndpoints', true],
  ['secretEndpoint', false],
  ['accessToken', true],
  ['tokenKind', false],
  ['encryption.key', true],
  ['keySharedKey', true],
  ['pwdFile', true],
])('of an attribute %s it is %s that it is hidden', (name, isHidden) => {
  expect(valuesOf(`<x ${name}="v"/>`)).toEqual({ [`x ${name}`]: isHidden ? '(secret)' : 'v' })
})

it.each([
  ['value="v"', 'v'],
  ['name="password" value="v"', '(secret)'],
  ['key="password" value="v"', '(secret)'],
  ['jndiName="password" value="v"', '(secret)'],
  ['name="password" defaultValue="v"', '(secret)'],
  ['name="password" valueKind="v"', 'v'],
  ['name="user" value="v"', 'v'],
  ['name="user" value=" {hash}v"', '(secret)'],
  ['name="user" value="x{hash}v"', 'x{hash}v'],
])('of %s the last is shown as %s', (attributes, expected) => {
  for (const name of ['x', 'variable'])
    expect(Object.values(valuesOf(`<${name} ${attributes}/>`)).at(-1)).toBe(expected)
})

it('shows an id as it stands, and of a value that is whole no other', () => {
  const xml = `<variable name="v" value="w"/><variable name="password" valueNote="n" value="s"/><x id="\${v}" y="z"/>`
  const [first, second, third] = effectiveConfig(
    filesOptions({ 'server.xml': `<server>${xml}</server>` }),
  )
  expect(first?.attributes[1]).toMatchObject({ name: 'value', value: 'w' })
  expect(first?.texts).toEqual([])
  expect(second?.attributes.map(({ value }) => value)).toEqual(['password', 'n', '(secret)'])
  const [id, y] = third!.attributes
  expect(id).toEqual({
    name: 'id',
    value: '${v}',
    variables: [],
    at: expect.anything(),
    replaced: [],
  })
  expect(y).toEqual({ name: 'y', value: 'z', variables: [], at: expect.anything(), replaced: [] })
  expect(y).not.toHaveProperty('written')
})

it('shows the texts of elements that hold no secret', () => {
  const read = effectiveConfig(
    filesOptions({
      'server.xml': '<server><a>b</a><claims>c</claims><clientSecret>d</clientSecret></server>',
    }),
  )
  expect(read.map(({ texts }) => texts)).toEqual([['b'], ['(secret)'], ['(secret)']])
})

it('names the place-holders of a body, at most twenty, and nothing else of it', () => {
  const bodyOf = (body: string) => {
    const xml = `<zosconnect_authToken id="t"><tokenRequest requestBody="${body}"/></zosconnect_authToken>`
    const [token] = effectiveConfig(filesOptions({ 'server.xml': `<server>${xml}</server>` }))
    return token?.children[0]?.attributes[0]?.value
  }
  const many = Array.from({ length: 21 }, (_, i) => `\${v${i}}`)
  expect(bodyOf('s3cret')).toBe('(secret)')
  expect(bodyOf('a${b}c${d}')).toBe('(secret) with ${b}, ${d}')
  expect(bodyOf(many.join(''))).toBe(`(secret) with ${many.slice(0, 20).join(', ')}`)
})

it('hides the variables that a body is made of', () => {
  const xml = `<zosconnect_authToken id="t"><tokenRequest requestBody="\${pin}"/></zosconnect_authToken>`
  expect(valuesOf(`${xml}<x y="\${pin}"/><x z="\${other}"/>`)).toMatchObject({
    'x y': '(secret)',
    'x z': '${other}',
  })
})

it('hides what a secret variable is made of, also where another definition of it wins', () => {
  const variable = '<variable name="code" value="${a}" defaultValue="${b}"/>'
  const other = '<property name="code" value="${c}"/>'
  const uses = '<x sharedKey="${code}"/><x a="${a}"/><x b="${b}"/><x c="${c}"/><x d="${a+d}"/>'
  const beside = { 'variables/code': 'wins' }
  expect(valuesOf(variable + other + uses, beside)).toMatchObject({
    'x a': '(secret)',
    'x b': '(secret)',
    'x c': '${c}',
    'property value': '${c}',
    'x d': '(secret)',
  })
  for (const shown of ['${+a}', '${mylist(a)}', '${list(a)b}'])
    expect(valuesOf(`${variable}${uses}<x e="${shown}"/>`, beside)).toMatchObject({ 'x e': shown })
})

it('hides and ends at secrets whose variables stand in a circle, and shows other circles', () => {
  const circle = (one: string, two: string) =>
    `<variable name="${one}" value="\${${two}}"/><variable name="${two}" value="\${${one}}"/>`
  const xml = `${circle('a', 'b')}${circle('c', 'd')}<x sharedKey="\${a}"/><x y="\${b}"/><x z="\${d}"/>`
  expect(valuesOf(xml)).toMatchObject({ 'x y': '(secret)', 'x z': '${d}' })
})

it('shows a variable that lies fifty others deep, and hides what lies deeper', () => {
  const chain = (length: number) =>
    Array.from(
      { length },
      (_, i) => `<variable name="v${i}" value="${i + 1 < length ? `\${v${i + 1}}` : 'end'}"/>`,
    )
  const ofFirst = (length: number) => valuesOf(`<x y="\${v0}"/>${chain(length).join('')}`)['x y']
  expect(ofFirst(50)).toBe('end')
  expect(ofFirst(51)).toBe('${v50}')
  expect(ofFirst(52)).toBe('(secret)')
})
