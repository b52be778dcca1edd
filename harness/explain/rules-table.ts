import { rules, type Rule } from '../../emulator/index.ts'
import { head, row } from './markdown-table.ts'
import type { Format } from './report.ts'
import { wrap } from './wrap.ts'

/** Every rule of the requester with its status and source, the assumed ones first. */
export function renderRules(format: Format): string {
  switch (format) {
    case 'text':
      return `${textLines().join('\n')}\n`
    case 'markdown':
      return `${markdownLines().join('\n')}\n`
    case 'json':
      return `${JSON.stringify({ score: counts(), rules }, undefined, 2)}\n`
  }
}

const having = (status: Rule['status']): readonly Rule[] =>
  rules.filter((rule) => rule.status === status)

const counts = () => ({
  rules: rules.length,
  documented: having('documented').length,
  assumed: having('assumed').length,
  extensions: having('extension').length,
})

function scoreLine(): string {
  const { documented, assumed, extensions } = counts()
  const share = Math.round((documented / rules.length) * 100)
  return `${rules.length} rules: ${documented} documented (${share} %), ${assumed} assumed, ${extensions} extensions`
}

const areaOf = ({ id }: Rule): string => id.split('.')[0]!

function byArea(list: readonly Rule[]): readonly (readonly [string, readonly Rule[]])[] {
  const areas = [...new Set(list.map(areaOf))]
  return areas.map((area) => [area, list.filter((rule) => areaOf(rule) === area)])
}

const sinceText = ({ since }: Rule): string => (since === undefined ? '' : `, since ${since}`)

const sections = (): readonly (readonly [string, readonly Rule[]])[] => [
  ['assumed: no source settles these; each names what is missing', having('assumed')],
  ['documented', having('documented')],
  ['extensions: the product does not have these', having('extension')],
]

function textLines(): readonly string[] {
  const filled = sections().filter(([, list]) => list.length > 0)
  return [
    scoreLine(),
    ...filled.flatMap(([title, list]) => [
      '',
      title,
      ...byArea(list).flatMap(([area, each]) => ['', `  ${area}`, ...each.flatMap(ruleLines)]),
    ]),
  ]
}

const ruleLines = (each: Rule): readonly string[] => [
  `    ${each.id}  (${each.status}${sinceText(each)})`,
  wrap('      says    ', each.says),
  wrap('      source  ', each.source),
]

function markdownLines(): readonly string[] {
  const filled = sections().filter(([, list]) => list.length > 0)
  return [
    scoreLine(),
    ...filled.flatMap(([title, list]) => [
      '',
      `## ${title}`,
      ...byArea(list).flatMap(([area, each]) => [
        '',
        `### ${area}`,
        '',
        ...head('rule', 'status', 'since', 'says', 'source'),
        ...each.map(({ id, status, since = '', says, source }) =>
          row(`\`${id}\``, status, since, says, source),
        ),
      ]),
    ]),
  ]
}
