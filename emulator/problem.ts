/** A position in a file: line and column count from 1, the column in UTF-16 units. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly col: number
  /** How many characters the carets underline; 1 where absent. */
  readonly length?: number
}

/** Only errors change an exit code; `--strict` makes all three count. */
export type Severity = 'error' | 'warning' | 'note'

/** Something wrong with what we were given: what happened, where, and what to do. Never thrown. */
export interface Problem<Code extends string = string> {
  readonly severity: Severity
  readonly code: Code
  /** Lower-case words, the offending value in quotes; never a secret. */
  readonly message: string
  readonly at?: Place
  /** What to type or change next, one sentence each. */
  readonly tries: readonly string[]
  /** The files that led here, innermost first, where `at` lies in an included file. */
  readonly includedFrom?: readonly Place[]
}

/** Makes a Problem of one severity; `at` may be undefined where there is no place. */
const problemOf =
  (severity: Severity) =>
  <Code extends string>(
    code: Code,
    message: string,
    at?: Place,
    ...tries: readonly string[]
  ): Problem<Code> => ({ severity, code, message, tries, ...(at && { at }) })

export const error = problemOf('error')
export const warning = problemOf('warning')
export const note = problemOf('note')
