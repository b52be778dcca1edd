import { configSecrets } from '../../emulator/config/index.ts'
import type { Header } from '../../emulator/index.ts'
import type { JournalEntry } from '../journal.ts'
import { stringsIn } from '../template.ts'
import type { World } from '../world.ts'

/** Tokens, credentials and whatever was captured: what only a run brings forth, and nobody may print. */
export function secretsOf(
  { fakes, captured, config, configs }: World,
  entries: readonly JournalEntry[],
): readonly string[] {
  const issued = entries.map(({ service = '', issued: ordinal }) =>
    ordinal === undefined ? undefined : fakes.get(service)?.issuedToken(ordinal),
  )
  const passwords = [...new Set([config, ...configs.values()])]
    .flatMap(configSecrets)
    .map((secret) => secret.reveal())
  const known = [...issued, ...passwords, ...captured.values()].flatMap(stringsIn)
  return [...known, ...entries.flatMap(({ request }) => basicPairs(request.headers))]
}

/** What stands after `Basic` or `Bearer` in any header: pairs that masks of either part miss, and tokens. */
const basicPairs = (headers: readonly Header[]): readonly string[] =>
  headers.flatMap(([, value]) => /^(?:Basic|Bearer) (\S+)$/i.exec(value)?.[1] ?? [])
