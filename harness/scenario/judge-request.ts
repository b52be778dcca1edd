import { headerValue } from '../../emulator/index.ts'
import type { JournalEntry } from '../journal.ts'
import { hideValues } from '../mask/hide-values.ts'
import type { Observation } from '../observation.ts'
import { fillValue, TemplateError } from '../template.ts'
import { matcherText, matches, quoted } from './match.ts'
import type { Matcher } from './model.ts'
import type { Of, Verdict } from './verdict.ts'

/** Judges what the nth request to an endpoint carried. */
export function judgeRequest(wanted: Of<'request'>, seen: Observation): Verdict | undefined {
  const entry = seen.entries.filter((each) => isFor(wanted.to, each))[wanted.nth - 1]
  if (!entry)
    return {
      code: 'REQUEST',
      message: `${wanted.to} got ${seen.count(wanted.to)} requests, so there is no number ${wanted.nth}`,
    }
  const { method, headers, body, url } = entry.request
  const { pathname, search } = new URL(url)
  const text = body && Buffer.from(body).toString('utf8')
  const parts: readonly (readonly [string, Matcher | undefined, unknown])[] = [
    ['method', wanted.method, method],
    ['path', wanted.path, pathname + search],
    ['certificate', wanted.certificate, entry.certificate],
    ...Object.entries(wanted.headers).map(
      ([name, matcher]) => [`headers.${name}`, matcher, headerValue(headers, name)] as const,
    ),
    ['body', wanted.body, text],
  ]
  for (const [part, matcher, value] of parts) {
    const filled = matcher && fillMatcher(matcher, seen)
    if (!filled || matches(filled, value)) continue
    const what = `${part.replace('headers.', 'header ')} of request ${wanted.nth} to ${wanted.to}`
    const isSecret = part === 'body' && entry.request.purpose.kind === 'token'
    const message = isSecret
      ? `${what} was ${hideValues(text ?? 'none')} (values hidden), which is not as expected`
      : `${what} was ${quoted(value)}, expected ${matcherText(filled)}`
    return { code: 'REQUEST', message, part }
  }
  return undefined
}

const isFor = (name: string, { service, endpoint }: JournalEntry): boolean =>
  name === service || name === `${service}.${endpoint}`

function fillMatcher(matcher: Matcher, seen: Observation): Matcher {
  const scope = { captured: seen.captured, issuedToken: seen.issuedToken }
  try {
    if (matcher.kind === 'equals') return { ...matcher, value: fillValue(matcher.value, scope) }
    if (matcher.kind === 'contains')
      return { ...matcher, text: String(fillValue(matcher.text, scope)) }
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown
  }
  return matcher
}
