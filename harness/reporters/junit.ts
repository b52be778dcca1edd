import type { Finding, RunEvent, ScenarioResult, Status } from '../runner/event.ts'
import { renderFinding } from './excerpt.ts'
import type { CreateReporter } from './reporter.ts'
import { titleOf } from './wording.ts'
import { xmlAttributes, xmlText } from './xml-text.ts'

/** One testcase as it will be written, and what its suite counts. */
interface Case {
  readonly file: string
  readonly status: Status
  readonly wallMs: number
  readonly xml: string
}

const seconds = (ms: number) => (ms / 1000).toFixed(3)

const textElement = (tag: string, attributes: Record<string, string>, text: string) =>
  `      <${tag}${xmlAttributes(attributes)}>${xmlText(text)}</${tag}>\n`

const findingElement = (tag: 'failure' | 'error', finding: Finding) =>
  textElement(tag, { message: finding.message, type: finding.code }, renderFinding(finding))

function outElement(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  return textElement('system-out', {}, findings.map((each) => renderFinding(each)).join('\n\n'))
}

/** The verdict's elements first, then everything else that was found. */
function verdictElements({ status, failures, problems, because }: ScenarioResult): string {
  if (status === 'passed') return outElement([...failures, ...problems])
  if (status === 'skipped') {
    return `      <skipped${xmlAttributes({ message: because ?? '' })}/>\n${outElement(problems)}`
  }
  const tag = status === 'failed' ? 'failure' : 'error'
  const errors = problems.filter(({ severity }) => severity === 'error')
  const causes = status === 'failed' ? failures : [...errors, ...failures]
  const elements = causes.map((each) => findingElement(tag, each)).join('')
  const rest = problems.filter((each) => !causes.includes(each))
  return `${elements || `      <${tag} message="no reason given"/>\n`}${outElement(rest)}`
}

function testcase(result: ScenarioResult): Case {
  const { file, level, seed, status, wallMs } = result
  const head = xmlAttributes({ name: titleOf(result), classname: file, time: seconds(wallMs) })
  const properties = Object.entries({ level, seed })
    .map(([name, value]) => `        <property${xmlAttributes({ name, value })}/>\n`)
    .join('')
  const xml =
    `    <testcase${head}>\n      <properties>\n${properties}      </properties>\n` +
    `${verdictElements(result)}    </testcase>\n`
  return { file, status, wallMs, xml }
}

/** What belongs to no scenario: an error fails a case of its own, the rest is only told. */
function foundCase(finding: Finding): Case {
  const file = finding.at?.file ?? 'baqlab'
  const isError = finding.severity === 'error'
  const head = xmlAttributes({ name: finding.code, classname: file, time: seconds(0) })
  const inside = isError ? findingElement('error', finding) : outElement([finding])
  const xml = `    <testcase${head}>\n${inside}    </testcase>\n`
  return { file, status: isError ? 'problem' : 'passed', wallMs: 0, xml }
}

function countAttributes(name: string, cases: readonly Case[]): string {
  const having = (status: Status) => cases.filter((each) => each.status === status).length
  return xmlAttributes({
    name,
    tests: cases.length,
    failures: having('failed'),
    errors: having('problem'),
    skipped: having('skipped'),
    time: seconds(cases.reduce((sum, { wallMs }) => sum + wallMs, 0)),
  })
}

const testsuite = (file: string, cases: readonly Case[]) =>
  `  <testsuite${countAttributes(file, cases)}>\n${cases.map(({ xml }) => xml).join('')}  </testsuite>\n`

function document(cases: readonly Case[]): string {
  const suites = [...Map.groupBy(cases, ({ file }) => file)]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites${countAttributes('baqlab', cases)}>\n`,
    ...suites.map(([file, each]) => testsuite(file, each)),
    '</testsuites>\n',
  ].join('')
}

/** JUnit XML at the end of the run: a suite for each file, a case for each row. */
export const junitReporter: CreateReporter = ({ write }) => {
  const cases: Case[] = []
  return {
    on(event: RunEvent) {
      if (event.kind === 'scenario-finished') cases.push(testcase(event.result))
      if (event.kind === 'found') cases.push(foundCase(event.finding))
      if (event.kind === 'run-finished') write(document(cases))
    },
  }
}
