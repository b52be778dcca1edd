import type { Finding, ScenarioResult, Status, Totals } from '../runner/event.ts'
import { placeText } from './excerpt.ts'
import type { Paint } from './paint.ts'
import { oneLine } from './printable.ts'
import { formatMs } from '../time-text.ts'
import { renderTimeline } from './timeline.ts'
import { counted, problemsLines, titleOf, totalsLine } from './wording.ts'

const markOf: Record<Status, string> = { passed: '✓', failed: '✗', problem: '!', skipped: '-' }
const colorOf = { passed: 'good', failed: 'bad', problem: 'bad', skipped: 'doubtful' } as const

/** The scenario in one line; a row that only repeats the level is left out. */
export function scenarioLine(result: ScenarioResult, paint: Paint): string {
  const { status, name, row, level, wallMs, because } = result
  const title = row === level ? oneLine(name) : titleOf(result)
  const end =
    status === 'skipped' ? `skipped: ${oneLine(because ?? 'no reason given')}` : formatMs(wallMs)
  return `${paint[colorOf[status]](markOf[status])} ${title} ${paint.faint(`(${level}) ${end}`)}`
}

/** How the timeline went and what it came to. */
export function verboseLines(
  { timeline, calls, saved, vault }: ScenarioResult,
  paint: Paint,
): string[] {
  const counts = Object.entries(calls).map(([name, count]) => `${name} ${count}`)
  const theirs = vault && 'audited' in vault ? Object.entries(vault.audited ?? {}) : []
  const audited = theirs.map(([name, count]) => `${name} ${count}`)
  const shares = Object.entries(saved?.shares ?? {}).map(
    ([name, share]) => `${name} ${(share * 100).toFixed(1)}%`,
  )
  return [
    ...renderTimeline(timeline, { paint }),
    ...(counts.length > 0 ? [`calls: ${counts.join(', ')}`] : []),
    ...(audited.length > 0 ? [`in its audit log: ${audited.join(', ')}`] : []),
    ...(saved ? [`saved against ${oneLine(saved.against)}: ${shares.join(', ')}`] : []),
  ].map((line) => `  ${line}`)
}

/** The command that runs a failed scenario again as it ran. */
export function againLine({ file, seed, transport, vault }: ScenarioResult): string {
  const over = transport === 'sockets' ? ' --transport sockets' : ''
  return `  again: baqlab test ${oneLine(inShell(file))} --seed ${seed}${over}${vaultOptions(vault)}`
}

function vaultOptions(vault: ScenarioResult['vault']): string {
  if (!vault || vault.kind === 'embedded') return ''
  const image = vault.image === undefined ? '' : ` --image ${inShell(vault.image)}`
  return ` --vault ${vault.kind}${image}${vault.isPrepared ? ' --prepare' : ''}`
}

/** A word as a shell takes it. */
const inShell = (word: string): string =>
  /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** The rules that verdicts rest on and no source settles, with how many verdicts each carries. */
export function assumedLines(assumed: ReadonlyMap<string, number>, paint: Paint): string[] {
  if (assumed.size === 0) return []
  const rules = [...assumed].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const width = Math.max(...rules.map(([id]) => id.length))
  return [
    `assumed: ${counted(assumed.size, 'rule')} that no source settles`,
    ...rules.map(([id, n]) => `  ${id.padEnd(width)}  ${paint.faint(counted(n, 'scenario'))}`),
  ]
}

/** Points to an error that was shown with an earlier scenario. */
export function repeatedLine({ code, at }: Finding, paint: Paint): string {
  return `  ${paint.bad(code)}${at ? ` at ${placeText(at)}` : ''}: shown above`
}

/** What a run alone can tell, as no check of a configuration does. */
const ofRuns = new Set(['TEST-KEY', 'CERTIFICATE-EXPIRED'])

/** Warnings and notes of the run itself, and how many others were not shown and where to see them. */
export function hiddenLines(all: readonly Finding[]): string[] {
  const told = all.filter(({ code }) => ofRuns.has(code))
  const hidden = all.filter((finding) => !told.includes(finding))
  const lines = told.map(({ severity, message, at }) => {
    const place = at ? ` (${placeText(at)})` : ''
    return `${severity}: ${oneLine(message)}${place}`
  })
  const counts = (['warning', 'note'] as const)
    .map((word) => ({ word, count: hidden.filter(({ severity }) => severity === word).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => counted(count, word))
  const others = counts.length > 0 ? [`${counts.join(' and ')} not shown: see baqlab check`] : []
  return [...new Set(lines), ...others]
}

/** What a run came to; the closing line is alone on its line. */
export function closingLines(totals: Totals, seed: number, paint: Paint): string[] {
  const { scenarios, failed, problems, wallMs } = totals
  const facts = `${counted(scenarios, 'scenario')}, seed ${seed}, ${formatMs(wallMs)}`
  const color = failed + problems > 0 ? 'bad' : 'good'
  return [paint.faint(facts), ...problemsLines(totals), paint[color](totalsLine(totals))]
}
