import { placeText } from './explanation.ts'
import { head, row } from './markdown-table.ts'
import type { Ability, ApiExplanation, Runner } from './report.ts'
import { citation, cited, wrap } from './wrap.ts'

/** The APIs of a report for a terminal, each with an empty line after it. */
export const roleLines = (apis: readonly ApiExplanation[]): readonly string[] =>
  apis.flatMap(({ api, service, runners }) => [
    `API ${api}  ${service}`,
    ...runners.flatMap((runner, i) => [
      wrap(bullet(runner, i), cited(textOf(runner), runner.rules)),
      ...runner.abilities.map((ability) =>
        wrap(`       ${word(ability).padEnd(8)} `, cited(able(ability), ability.rules)),
      ),
    ]),
    '',
  ])

/** The APIs of a report as markdown. */
export const roleTables = (apis: readonly ApiExplanation[]): readonly string[] =>
  apis.flatMap(({ api, service, runners }) => [
    `## API ${api} of ${service}`,
    '',
    ...head('who', 'may', 'rules'),
    ...runners.flatMap((runner) => [
      row(textOf(runner), '', citation(runner.rules)),
      ...runner.abilities.map((ability) =>
        row('', `${word(ability)} ${able(ability)}`, citation(ability.rules)),
      ),
    ]),
    '',
  ])

const bullet = ({ kind }: Runner, i: number): string =>
  kind === 'person' ? '  ' : `  ${kind === 'role' ? i + 1 : '-'}  `

const textOf = ({ text, at }: Runner): string => (at ? `${text}, ${placeText(at)}` : text)

const word = ({ allowed }: Ability): string => (allowed ? 'may' : 'may not')

const able = ({ operation, transaction, because }: Ability): string =>
  `${operation}, ${transaction}: ${because}`
