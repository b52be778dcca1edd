import type { Observation } from '../observation.ts'
import { boundText, isWithin, matcherText, matches, quoted } from './match.ts'
import type { Matcher } from './model.ts'
import { matched, type Of, type Verdict } from './verdict.ts'

type SentExpectation = Of<'status' | 'runsAs' | 'person' | 'logged' | 'answer'>

/** Judges what a client's last request came to. */
export function judgeSent(wanted: SentExpectation, { sent }: Observation): Verdict | undefined {
  const last = sent.at(-1)
  if (!last) return { code: 'NO-REQUEST', message: 'no request was made' }
  const { outcome, decided, logged } = last
  switch (wanted.kind) {
    case 'status': {
      const status = outcome.kind === 'response' ? outcome.status : undefined
      if (status !== undefined && isWithin(status, wanted.bound)) return undefined
      const why = decided?.kind === 'refused' ? `: ${decided.why}` : ''
      const got = status ?? outcome.kind
      const message = `the client got ${got}${why}, expected ${boundText(wanted.bound)}`
      return { code: 'STATUS', message }
    }
    case 'answer': {
      const text =
        outcome.kind === 'response' ? Buffer.from(outcome.body).toString('utf8') : undefined
      return matched('BODY', 'the response body was', text, wanted.matcher)
    }
    case 'runsAs':
      return matched('RUNS-AS', 'the request ran as', decided?.user, wanted.matcher)
    case 'person':
      return judgeParts('PERSON', 'of the person', { ...decided?.person }, wanted.matchers)
    case 'logged': {
      const record = logged.at(-1)
      const seen = record ? { ...record } : {}
      return judgeParts(
        'LOGGED',
        record ? 'in the log of IMS' : 'in the log of IMS, which got no message,',
        seen,
        wanted.matchers,
      )
    }
  }
}

function judgeParts(
  code: string,
  where: string,
  seen: Readonly<Record<string, unknown>>,
  matchers: Readonly<Record<string, Matcher>>,
): Verdict | undefined {
  for (const [part, matcher] of Object.entries(matchers)) {
    if (matches(matcher, seen[part])) continue
    const message = `${part} ${where} was ${quoted(seen[part])}, expected ${matcherText(matcher)}`
    return { code, message, part }
  }
  return undefined
}
