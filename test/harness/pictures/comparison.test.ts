import { renderMermaidSVG } from 'beautiful-mermaid'
import { expect, test } from 'vitest'
import { drawComparison, pictureNames } from '../../../harness/pictures/index.ts'
import { sequenceText } from '../../../harness/pictures/sequence.ts'
import { whatIfLabel } from '../../../harness/savings/model.ts'
import { dayOfTheFlagship, variant } from '../../support/comparison.ts'

test('gives the figures of every variant, what they rest on and the command, in each picture', async () => {
  for (const name of pictureNames) {
    const text = await drawComparison(name, dayOfTheFlagship())
    for (const part of ['4,320,000', '97', '99.998 % less', '50.0 % less', 'cache.per-server'])
      expect(text, name).toContain(part)
    expect(text, name).toContain('baqlab compare scenarios/savings/payday.yaml --seed 7')
    expect(text, name).toContain(whatIfLabel)
    expect(text.toLowerCase(), name).toContain('emulated')
  }
})

test('tells in each picture what keeps a limit that was searched for', async () => {
  const limit = 'vault.login <= 20/h'
  const found = [
    { variant: '3.0.85.0', limit, most: 180_000 },
    { variant: '3.0.86.0', limit, lifetimeMs: 181_000, most: 20, staleMs: 180_000 },
  ]
  for (const name of pictureNames) {
    const text = await drawComparison(name, dayOfTheFlagship({ found }))
    expect(text, name).toContain('no life of tokens keeps it, with 24h there are 180,000/h')
    expect(text, name).toContain('tokens must live for 3m1s')
  }
})

test('writes for a pull request what a reader of Markdown can check', async () => {
  const text = await drawComparison('markdown', dayOfTheFlagship())
  await expect(text).toMatchFileSnapshot('../../golden/pictures/day.txt')
})

test('draws in Markdown nothing that Mermaid does not understand', async () => {
  const text = await drawComparison('markdown', dayOfTheFlagship())
  const diagrams = [...text.matchAll(/```mermaid\n(.*?)```/gs)].map(([, diagram]) => diagram!)
  expect(diagrams.length).toBe(4)
  for (const diagram of diagrams) expect(renderMermaidSVG(diagram)).toContain('<svg')
})

test('is one HTML document without a script, a font or an address to ask', async () => {
  const text = await drawComparison('html', dayOfTheFlagship())
  expect(text).not.toMatch(/<script|@import|url\(http|src="http|href="http/)
})

test('gives the same bytes for the same comparison', async () => {
  for (const name of pictureNames) {
    const [first, second] = [dayOfTheFlagship(), dayOfTheFlagship()]
    expect(await drawComparison(name, second)).toBe(await drawComparison(name, first))
  }
})

test('lets no name mean anything to HTML, Markdown or Mermaid', async () => {
  const name = 'a <b>"x"</b> | end; #1'
  const [first, ...others] = dayOfTheFlagship().variants
  const variants = [{ ...first!, name }, ...others]
  const comparison = dayOfTheFlagship({ variants, base: name, traffic: ['<img src=x>'] })
  const html = await drawComparison('html', comparison)
  expect(html).not.toContain('<b>"x"</b>')
  expect(html).not.toContain('<img')
  const markdown = await drawComparison('markdown', comparison)
  expect(markdown).toContain('a \\<b\\>"x"\\</b\\> \\| end; \\#1')
  expect(markdown).toContain(`"a <b>'x'</b> | end; #1: 4,320,000"`)
})

test('uses an axis of decades where the figures differ by them, and says so', async () => {
  const html = await drawComparison('html', dayOfTheFlagship())
  expect(html).toContain('each line of the grid is ten times the one before')
  const alike = [variant({}), variant({ name: 'b', service: { tokenRequests: 4_000_000 } })]
  const plain = await drawComparison('html', dayOfTheFlagship({ variants: alike }))
  expect(plain).not.toContain('ten times')
})

test('shows a figure that is zero and a comparison that saves nothing', async () => {
  const none = variant({ name: 'none', service: { tokenRequests: 0, tokenRequestPeak: 0 } })
  const html = await drawComparison('html', dayOfTheFlagship({ variants: [variant({}), none] }))
  expect(html).toContain('Token requests to vault: 3.0.85.0 4,320,000, none 0')
  expect(html).not.toContain('instead of')
})

test('names what another reading of an assumption changes, and what would settle it', async () => {
  const html = await drawComparison('html', dayOfTheFlagship())
  expect(html).toContain('vault.tokenRequests 97 → 120')
  expect(html).toContain('the page names the system cache of the server and no way to share it')
})

test('names program, server and services of a call once each, and every exchange in order', () => {
  const [first] = dayOfTheFlagship().variants
  expect(sequenceText(first!.firstCalls).split('\n').slice(0, 12)).toEqual([
    'sequenceDiagram',
    '  participant p1 as program',
    '  participant p2 as BAQSTRT',
    '  participant p3 as vault',
    '  p1->>p2: readSecret',
    '  Note over p2: vaultLogin: miss, cache.opaque-before',
    '  p2->>p3: POST login',
    '  p3-->>p2: 200',
    '  Note over p2: vaultLogin: not kept, cache.opaque-before',
    '  p2->>p3: GET read',
    '  p3-->>p2: 200',
    '  p2-->>p1: 0/200',
  ])
})
