import { error, suggestName, warning, type Place, type Problem } from '../../emulator/index.ts'
import { subjectLine } from '../network/client-certificate.ts'
import type { ScenarioCode } from '../scenario/model.ts'
import type { KeyEntry } from './entry.ts'
import type { OpenedStore } from './key-stores.ts'

type OpenedFile = Extract<OpenedStore, { kind: 'file' }>

/** The key of an alias, or the only one where none is named; Problems say why there is none. */
export function chooseEntry(
  { file, content: { entries } }: OpenedFile,
  alias: string | undefined,
  at: Place,
  problems: Problem<ScenarioCode>[],
): KeyEntry | undefined {
  if (entries.length === 0) {
    problems.push(error('KEY-ALIAS', `"${file}" holds no private key`, at))
    return undefined
  }
  const names = entries.flatMap((entry) => entry.alias ?? [])
  if (alias === undefined) {
    if (entries.length === 1) return entries[0]
    const said = `"${file}" holds ${entries.length} keys, and no alias says which one`
    problems.push(error('KEY-ALIAS', said, at, `name one of: ${names.join(', ')}`))
    return undefined
  }
  const found =
    entries.find((entry) => (entry.alias ?? alias) === alias) ??
    entries.find((entry) => entry.alias?.toLowerCase() === alias.toLowerCase())
  if (!found) {
    const said = `"${file}" has no key with the alias "${alias}"`
    problems.push(error('KEY-ALIAS', said, at, suggestName(alias, names)))
  }
  return found
}

/** Warns of a certificate that is over when the world begins; its begin is a matter of the real time. */
export function tellExpired(
  { chain: [own] }: KeyEntry,
  { file, now, at }: { readonly file: string; readonly now: number; readonly at: Place },
  problems: Problem<ScenarioCode>[],
): void {
  if (!own) return
  if (now <= Date.parse(own.validTo)) return
  const what = `the certificate ${subjectLine(own.subject)} in "${file}"`
  problems.push(warning('CERTIFICATE-EXPIRED', `${what} expired on ${own.validTo}`, at))
}
