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
      const masked = text === undefined ? undefined : maskSource(mask, maskPlaces(text))
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
      message: maskSentence(mask, message),
      ...placed(at),
      saw: [],
      tries: tries.map((text) => maskSentence(mask, text)),
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

/** Words of our sentences that are passwords of many servers, too: stars in their place would only betray them. */
const ownWord = /\b(?:Liberty|password|secret|header|token|server|default)\b/g
const attributeName = /\b(?:password|secret|header|token|user|name|id)(?=\s*=)/g

const maskSentence = (mask: (text: string) => string, text: string): string =>
  restore(text, mask(text), ownWord)

const maskSource = (mask: (text: string) => string, text: string): string =>
  restore(text, mask(text), attributeName)

/** The masked text with those words back that a secret covers exactly. */
function restore(text: string, masked: string, words: RegExp): string {
  if (masked === text) return masked
  const parts: string[] = []
  let from = 0
  for (const { 0: word, index } of text.matchAll(words)) {
    const end = index + word.length
    if (masked[index - 1] === '*' || masked[end] === '*') continue
    parts.push(masked.slice(from, index), word)
    from = end
  }
  return parts.join('') + masked.slice(from)
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
