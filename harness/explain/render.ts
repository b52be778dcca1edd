import { levelText, type Rule } from '../../emulator/index.ts'
import type { Change } from './compare.ts'
import { renderMarkdown } from './render-markdown.ts'
import { renderText } from './render-text.ts'
import type { ApiExplanation, Format, Report, ShownElement } from './report.ts'

/** A report in the form asked for. */
export function renderReport(report: Report, format: Format): string {
  switch (format) {
    case 'text':
      return renderText(report)
    case 'markdown':
      return renderMarkdown(report)
    case 'json':
      return `${JSON.stringify(plainReport(report), undefined, 2)}\n`
  }
}

const plainElement = ({ defaults = [], ...element }: ShownElement) => ({
  ...element,
  defaults: defaults.map(({ path, value, rule: { id, status } }) => ({
    path,
    value,
    rule: id,
    status,
  })),
})

/** The report with rules by their ids and nothing that stands for a hidden value. */
function plainReport(report: Report): unknown {
  const problems = report.problems.map(({ code, message, at }) => ({ code, message, at }))
  if (report.kind === 'effective')
    return { file: report.file, elements: report.elements.map(plainElement), problems }
  if (report.kind === 'changes') {
    const steps = report.steps.map(({ title, differences }) => ({
      title,
      connections: differences.map(({ connection, changes }) => ({
        connection,
        changes: changes.map(plainChange),
      })),
    }))
    return { from: report.from, to: report.to, steps, problems }
  }
  const connections = report.connections.map(({ explanation, elsewhere }) => ({
    ...explanation,
    parts: explanation.parts.map(({ facts, ...part }) => ({
      ...part,
      facts: facts.map(({ label, text, concern, rules }) => ({
        label,
        text,
        concern,
        rules: rules.map(plainRule),
      })),
    })),
    elsewhere: elsewhere.map(({ level, changes }) => ({
      level: levelText(level),
      changes: changes.map(plainChange),
    })),
  }))
  return { file: report.file, connections, apis: report.apis.map(plainApi), problems }
}

const plainChange = ({ rules, ...change }: Change) => ({
  ...change,
  rules: rules.map(plainRule),
})

const plainApi = ({ runners, ...api }: ApiExplanation) => ({
  ...api,
  runners: runners.map(({ rules, abilities, ...runner }) => ({
    ...runner,
    rules: rules.map(plainRule),
    abilities: abilities.map((ability) => ({ ...ability, rules: ability.rules.map(plainRule) })),
  })),
})

const plainRule = ({ id, status }: Rule) => ({ id, status })
