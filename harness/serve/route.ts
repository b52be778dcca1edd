import type { z } from 'zod'
import type { Problem } from '../../emulator/index.ts'
import type { Session } from './session.ts'
import type { Stage } from './stage.ts'

/** What a client asked. */
export interface Asked {
  /** The body, read as JSON; undefined where there is none. */
  readonly body: unknown
  readonly query: (name: string) => string | undefined
}

export interface Answer {
  readonly status: number
  readonly json?: unknown
  /** Instead of JSON. */
  readonly text?: string
}

/** Something wrong with what a client asked, as it is told. */
export interface ProblemTold {
  readonly code: string
  readonly message: string
  /** Where in the request: `$.fault.at` in the body, `?since` in the query, or the path itself. */
  readonly path: string
  readonly tries: readonly string[]
}

interface RouteBase {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** One line, for the list of routes. */
  readonly summary: string
  readonly description?: string
  /** Name to description. */
  readonly query?: Readonly<Record<string, string>>
  readonly body?: { readonly schema: z.ZodType; readonly example: unknown }
  /** Status to what it means, besides those that every route has. */
  readonly answers: Readonly<Record<number, string>>
}

/** One route: what OpenAPI says of it, and what it does to the world there is or to all of them. */
export type Route = RouteBase &
  (
    | { readonly inWorld: (asked: Asked, stage: Stage) => Answer | Promise<Answer> }
    | { readonly inSession: (asked: Asked, session: Session) => Answer | Promise<Answer> }
  )

/** The answer to what went well. */
export const ok = (json: unknown): Answer => ({ status: 200, json })

/** An answer that says what is wrong. */
export const refused = (status: number, ...problems: readonly ProblemTold[]): Answer => ({
  status,
  json: { problems },
})

/** The answer to what could not be understood. */
export const misunderstood = (problems: readonly Problem[], mask: (text: string) => string) =>
  refused(
    422,
    ...problems.map(({ code, message, at, tries }) => ({
      code,
      message: mask(message),
      path: at?.file ?? '$',
      tries: tries.map(mask),
    })),
  )

/** One problem, with what to do about it. */
export const problemTold = (
  code: string,
  message: string,
  path: string,
  ...tries: readonly string[]
): ProblemTold => ({ code, message, path, tries })
