import { levelText, type Problem } from '../../emulator/index.ts'
import type { Change } from './compare.ts'
import { placeText, type Explanation } from './explanation.ts'
import { effectiveLines } from './render-effective.ts'
import { roleLines } from './render-roles.ts'
import type { ChangesReport, ExplainReport, Report } from './report.ts'
import { cited, wrap } from './wrap.ts'

/** A report for a terminal of 100 columns. */
export const renderText = (report: Report): string => `${linesOf(report).join('\n')}\n`

function linesOf(report: Report): readonly string[] {
  switch (report.kind) {
    case 'explain':
      return explained(report)
    case 'changes':
      return changed(report)
    case 'effective':
      return [...effectiveLines(report), ...problemLines(report.problems)].slice(
        0,
        lastFull(report.problems),
      )
  }
}

function explained({ connections, apis, problems, file }: ExplainReport): readonly string[] {
  const blocks = connections.map(({ explanation, elsewhere }) => [
    ...connectionLines(explanation),
    ...elsewhere.flatMap(({ level, changes }) => [
      `  at ${levelText(level)} it would be different:`,
      ...changes.map((change) => wrap('     - ', sideText(change))),
    ]),
    '',
  ])
  const isEmpty = connections.length === 0 && apis.length === 0
  const none = isEmpty ? [`${file} has no zosconnect_endpointConnection`, ''] : []
  return [...none, ...blocks.flat(), ...roleLines(apis), ...problemLines(problems)].slice(
    0,
    lastFull(problems),
  )
}

const lastFull = (problems: readonly Problem[]): number | undefined =>
  problems.length > 0 ? undefined : -1

/** What is no step of a call. */
const unnumbered: ReadonlySet<string> = new Set(['call', 'apis'])

function connectionLines({ connection, origin, at, level, parts }: Explanation): string[] {
  const place = at ? `  ${placeText(at)}` : ''
  const labels = parts.flatMap(({ facts }) => facts.map(({ label }) => label.length))
  const column = Math.min(24, Math.max(...labels))
  return [
    `${connection}  ${origin ?? 'refused'}  z/OS Connect ${level}${place}`,
    ...parts.flatMap(({ title, at: where, key, facts }, i) => [
      `  ${unnumbered.has(key) ? ' ' : i + 1}  ${title}${where ? `  ${placeText(where)}` : ''}`,
      ...facts.map(({ label, text, rules }) =>
        wrap(`       ${label.padEnd(column)} `, cited(text, rules)),
      ),
    ]),
  ]
}

/** How a fact reads on the other side of the level at hand. */
const sideText = ({ part, label, after, rules }: Change): string =>
  cited(`${part}, ${label}: ${after ?? 'nothing'}`, rules)

function changed({ from, to, steps, problems }: ChangesReport): readonly string[] {
  if (steps.length === 0)
    return [
      `Nothing changes from ${from} to ${to} in what is sent, kept and retried.`,
      ...(problems.length > 0 ? ['', ...problemLines(problems)] : []),
    ]
  const lines = steps.flatMap(({ title, differences }) => [
    title,
    ...differences.flatMap(({ connection, changes }) => [
      `  ${connection}`,
      ...changes.flatMap((change) => [
        wrap(
          `    ${change.concern.padEnd(8)} `,
          cited(`${change.part}, ${change.label}`, change.rules),
        ),
        wrap('             before  ', change.before ?? 'nothing'),
        wrap('             after   ', change.after ?? 'nothing'),
      ]),
    ]),
    '',
  ])
  return [...lines, ...problemLines(problems)].slice(0, lastFull(problems))
}

function problemLines(problems: readonly Problem[]): string[] {
  if (problems.length === 0) return []
  const files = [...new Set(problems.flatMap(({ at }) => at?.file ?? []))]
  return [
    ...problems.map(({ at, code, message }) =>
      wrap('', `${at ? `${placeText(at)}: ` : ''}error: ${code}: ${message}`),
    ),
    `see: baqlab check ${files.join(' ')}`.trimEnd(),
  ]
}
