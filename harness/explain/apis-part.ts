import type { ApiArchive, ServerConfig } from '../../emulator/index.ts'
import { ruleById, type Part } from './explanation.ts'

/** The APIs whose archives go through a connection; nothing where no archive was found. */
export function apisPart(connection: string, { archives }: ServerConfig): readonly Part[] {
  const own = [...archives.values()].filter(({ connectionRef }) => connectionRef === connection)
  if (own.length === 0) return []
  const facts = own.map((archive) => ({
    label: archive.name ?? archive.file,
    text: `${archive.file}: ${operationsText(archive)}`,
    concern: 'remark' as const,
    rules: [ruleById('config.archive.connection'), ruleById('config.archive.layout')],
  }))
  return [{ key: 'apis', title: 'the APIs called through it', facts }]
}

const mostShown = 20

function operationsText({ operations }: ApiArchive): string {
  const shown = operations.slice(0, mostShown).map(({ method, path }) => `${method} ${path}`)
  const more = operations.length - shown.length
  if (shown.length === 0) return 'no operations'
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
