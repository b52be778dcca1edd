import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawComparison } from '../../../harness/pictures/index.ts'
import { findBrowser, startBrowser } from '../../support/browser.ts'
import { dayOfTheFlagship } from '../../support/comparison.ts'

const program = findBrowser()
const why = program === undefined ? ' (skipped: no chromium on the PATH)' : ''
const folder = await mkdtemp(join(tmpdir(), 'baqlab-browser-'))
const browser = program === undefined ? undefined : await startBrowser(program)
const file = join(folder, 'day.html')

beforeAll(async () => writeFile(file, await drawComparison('html', dayOfTheFlagship())))
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

interface Opened extends AsyncDisposable {
  readonly page: Page
  /** What the browser complained of, and every address it asked for. */
  readonly said: readonly string[]
  readonly asked: readonly string[]
}

async function open(look: {
  readonly scheme: 'light' | 'dark'
  readonly width: number
}): Promise<Opened> {
  const { scheme: colorScheme, width } = look
  const viewport = { width, height: 900 }
  const context = await browser!.newContext({ colorScheme, viewport, offline: true })
  const page = await context.newPage()
  const [said, asked]: [string[], string[]] = [[], []]
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(String(error)))
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(pathToFileURL(file).href)
  return { page, said, asked, [Symbol.asyncDispose]: () => context.close() }
}

const looks = [
  { scheme: 'light', width: 1200 },
  { scheme: 'dark', width: 1200 },
  { scheme: 'light', width: 390 },
  { scheme: 'dark', width: 390 },
] as const

// Skipped without a Chromium on the PATH: a page can only be looked at in a browser.
test.skipIf(!browser).each(looks)(
  `opens offline from the disk, asks nobody and complains of nothing, $scheme, $width pixels wide${why}`,
  async (look) => {
    await using opened = await open(look)
    expect(await opened.page.title()).toBe('A day of payments at two fix levels · baqlab')
    expect(opened.said).toEqual([])
    expect(opened.asked.filter((url) => !url.startsWith('data:'))).toEqual([
      pathToFileURL(file).href,
    ])
  },
)

// Skipped without a Chromium on the PATH: a page can only be looked at in a browser.
test.skipIf(!browser).each(looks)(
  `shows every chart under a name that says its figures, $scheme, $width pixels wide${why}`,
  async (look) => {
    await using opened = await open(look)
    const { page } = opened
    const wanted = [
      'Token requests to vault: 3.0.85.0 4,320,000, 3.0.86.0 97, one login for all that wait, 1000 ms each 96',
      'Token requests to vault in its busiest second: 3.0.85.0 50, 3.0.86.0 5, one login for all that wait, 1000 ms each 1',
    ]
    for (const name of wanted) {
      const chart = page.getByRole('img', { name, exact: true })
      expect(await chart.count()).toBe(1)
      const box = await chart.boundingBox()
      expect(box!.width).toBeGreaterThan(look.width === 390 ? 300 : 800)
      expect(box!.height).toBeGreaterThan(100)
    }
    const overTime = page.getByRole('img', { name: /over time, in steps of 1h 00m: 3\.0\.85\.0/ })
    const sequence = page.getByRole('img', {
      name: 'Sequence diagram of the first calls, 3.0.85.0',
    })
    expect([await overTime.isVisible(), await sequence.isVisible()]).toEqual([true, true])
    const rows = page.getByRole('region', { name: 'The comparison' }).getByRole('row')
    expect(await rows.count()).toBeGreaterThan(7)
  },
)

/** How light a colour is, from 0 to 1, as WCAG counts it. */
function luminance(color: string): number {
  const parts = [...color.matchAll(/[\d.]+/g)].map(([text]) => Number(text) / 255)
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

interface Colours {
  readonly paper: string
  readonly texts: readonly string[]
  readonly words: readonly string[]
  readonly bars: readonly string[]
}

// What runs in the browser is text here: these tests know nothing of its types.
const coloursOfThePage = `(() => {
  const all = (selector, what) =>
    [...document.querySelectorAll(selector)].map((each) => getComputedStyle(each)[what])
  return {
    paper: getComputedStyle(document.body).backgroundColor,
    texts: all('svg text', 'fill'),
    words: all('h1, p, td, th, small, summary, .card span', 'color'),
    bars: all('[ecmeta_ssr_type=chart]', 'fill').filter((each) => each !== 'none'),
  }
})()`

const widthsOfThePage = '[document.documentElement.scrollWidth, innerWidth]'

const clippedLabels = `[...document.querySelectorAll('figure .narrow svg text')]
  .filter((each) => {
    const [inner, outer] = [each, each.closest('svg')].map((one) => one.getBoundingClientRect())
    return inner.left < outer.left - 1 || inner.right > outer.right + 1
  })
  .map((each) => each.textContent)`

// Skipped without a Chromium on the PATH: a page can only be looked at in a browser.
test.skipIf(!browser).each(looks)(
  `can be read: text of page and charts stands out, $scheme, $width pixels wide${why}`,
  async (look) => {
    await using opened = await open(look)
    const seen = await opened.page.evaluate<Colours>(coloursOfThePage)
    expect(luminance(seen.paper)).toBeCloseTo(look.scheme === 'light' ? 1 : 0, 1)
    expect(seen.texts.length).toBeGreaterThan(50)
    expect(seen.bars.length).toBeGreaterThan(5)
    for (const color of new Set([...seen.texts, ...seen.words]))
      expect(contrast(color, seen.paper), color).toBeGreaterThan(4.5)
    for (const color of new Set(seen.bars))
      expect(contrast(color, seen.paper), color).toBeGreaterThan(3)
  },
)

// Skipped without a Chromium on the PATH: a page can only be looked at in a browser.
test.skipIf(!browser)(
  `fits a narrow window: only its tables and diagrams scroll${why}`,
  async () => {
    await using opened = await open({ scheme: 'light', width: 390 })
    const { page } = opened
    const [inner = 0, outer = 0] = await page.evaluate<number[]>(widthsOfThePage)
    expect(inner).toBeLessThanOrEqual(outer)
    const clipped = await page.evaluate<string[]>(clippedLabels)
    expect(clipped).toEqual([])
  },
)

// Skipped without a Chromium on the PATH: a page can only be looked at in a browser.
test.skipIf(!browser)(
  `gives each chart its figures as a table to those who ask${why}`,
  async () => {
    await using opened = await open({ scheme: 'light', width: 1200 })
    const { page } = opened
    const region = page.getByRole('region', { name: 'Token requests to vault', exact: true })
    expect(await region.isVisible()).toBe(false)
    await page.getByText('The figures of this chart').first().click()
    expect(await region.isVisible()).toBe(true)
    expect(await region.getByRole('cell', { name: '4,320,000' }).isVisible()).toBe(true)
  },
)
