import type { Place, Problem } from '../../emulator/index.ts'
import type { Excerpt, Finding, TimelineLine } from './event.ts'

/** Turns Problems and failures into Findings: their source lines beside them, every secret masked. */
export interface FindingMaker {
  fromProblem(problem: Problem): Finding
  fromFailure(failure: Failure): Finding
}

export interface Failure {
  readonly code: string
  readonly message: string
  readonly at?: Place
  readonly saw?: readonly TimelineLine[]
  readonly tries?: readonly string[]
}

export interface FindingSources {
  /** The text of a file that places point into; undefined where there is none. */
  readonly textOf: (file: string) => string | undefined
  /** Masks secrets by value, keeping the length. */
  readonly mask: (text: string) => string
}

/** Makes findings of one file's run, reading each source once. */
export function findingMaker({ textOf, mask }: FindingSources): FindingMaker {
  const lines = new Map<string, readonly string[] | undefined>()
  const lineAt = ({ file, line }: Place): string | undefined => {
    if (!lines.has(file)) {
      const text = textOf(file)
      const masked = text === undefined ? undefined : mask(maskPlaces(text))
      lines.set(file, masked?.split(/\r\n|\r|\n/))
    }
    return lines.get(file)?.[line - 1]
  }
  const placed = (at: Place | undefined): { at?: Place; excerpt?: Excerpt } => {
    if (!at) return {}
    const text = lineAt(at)
    return text === undefined ? { at } : { at, excerpt: { line: at.line, text } }
  }
  return {
    fromProblem: ({ severity, code, message, at, tries, includedFrom = [] }) => ({
      severity,
      code,
      message: mask(message),
      ...placed(at),
      saw: [],
      tries: tries.map(mask),
      includedFrom,
    }),
    fromFailure: ({ code, message, at, saw = [], tries = [] }) => ({
      severity: 'error',
      code,
      message: mask(message),
      ...placed(at),
      saw: saw.map((line) => ({ ...line, text: mask(line.text) })),
      tries: tries.map(mask),
      includedFrom: [],
    }),
  }
}

const secretAttribute =
  /\b((?:[A-Za-z]*[Pp]assword|requestBody|sharedKey|[A-Za-z]*[Ss]ecret)\s*=\s*)("[^"]*"|'[^']*')/g
const secretKey =
  /\b((?:[A-Za-z]*[Pp]assword|secretId|rootToken|[A-Za-z]*_?[Ss]ecret|value)["']?\s*:\s*)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,{}[\]][^\n,{}]*)/g

/** The text with what stands where secrets stand replaced by stars, every column where it was. */
export function maskPlaces(text: string): string {
  const stars = (_all: string, before: string, value: string) =>
    before + (/^["']/.test(value) ? value[0] + hide(value.slice(1, -1)) + value[0] : hide(value))
  return text.replace(secretAttribute, stars).replace(secretKey, stars)
}

const hide = (value: string): string => value.replace(/[^\r\n]/g, '*')
