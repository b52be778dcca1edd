import { levelText, type Problem } from '../../emulator/index.ts'
import { placeText } from './explanation.ts'
import { head, row } from './markdown-table.ts'
import { titleOf, valuesOf } from './render-effective.ts'
import { roleTables } from './render-roles.ts'
import type { ChangesReport, EffectiveReport, ExplainReport, Report } from './report.ts'
import { citation } from './wrap.ts'

/** A report as markdown, for a pull request or a wiki. */
export const renderMarkdown = (report: Report): string => `${linesOf(report).join('\n')}\n`

function linesOf(report: Report): readonly string[] {
  switch (report.kind) {
    case 'explain':
      return explained(report)
    case 'changes':
      return changed(report)
    case 'effective':
      return merged(report)
  }
}

function explained({ connections, apis, problems }: ExplainReport): string[] {
  const blocks = connections.map(
    ({ explanation: { connection, origin, level, parts }, elsewhere }) => [
      `## ${connection} at ${level}`,
      '',
      ...(origin === undefined ? [] : [origin, '']),
      ...parts.flatMap(({ title, at, facts }) => [
        `### ${title}${at ? ` (${placeText(at)})` : ''}`,
        '',
        ...head('what', 'how', 'rules'),
        ...facts.map(({ label, text, rules }) => row(label, text, citation(rules))),
        '',
      ]),
      ...elsewhere.flatMap(({ level: other, changes }) => [
        `### At ${levelText(other)}`,
        '',
        ...head('where', 'what', 'how', 'rules'),
        ...changes.map(({ part, label, after, rules }) =>
          row(part, label, after ?? 'nothing', citation(rules)),
        ),
        '',
      ]),
    ],
  )
  return [...blocks.flat(), ...roleTables(apis), ...problemList(problems)]
}

function changed({ from, to, steps, problems }: ChangesReport): string[] {
  const title = [`## What changes from ${from} to ${to}`, '']
  if (steps.length === 0)
    return [
      ...title,
      'Nothing changes in what is sent, kept and retried.',
      ...problemList(problems),
    ]
  const tables = steps.flatMap(({ title: step, differences }) => [
    `### ${step}`,
    '',
    ...head('connection', 'where', 'what', 'before', 'after', 'rules'),
    ...differences.flatMap(({ connection, changes }) =>
      changes.map(({ part, label, before = 'nothing', after = 'nothing', rules }) =>
        row(connection, part, label, before, after, citation(rules)),
      ),
    ),
    '',
  ])
  return [...title, ...tables, ...problemList(problems)]
}

function merged({ file, elements, problems }: EffectiveReport): string[] {
  const blocks = elements.flatMap((element) => [
    `### ${titleOf(element)}`,
    '',
    ...head('what', 'value', 'from'),
    ...valuesOf(element).map(({ path, value, from }) =>
      row(path.join(' '), value, from.join('; ')),
    ),
    '',
  ])
  return [`## ${file} and all that belongs to it`, '', ...blocks, ...problemList(problems)]
}

const problemList = (problems: readonly Problem[]): string[] =>
  problems.map(
    ({ at, code, message }) => `- ${at ? `${placeText(at)}: ` : ''}error: ${code}: ${message}`,
  )
