import type { ScenarioResult } from '../runner/event.ts'
import { counted } from './wording.ts'

interface Tally {
  scenarios: number
  compared: number
  logins: number
  reads: number
}

/** Which real servers scenarios ran on, and what their audit logs came to. */
export class VaultTally {
  readonly #servers = new Map<string, Tally>()

  add({ vault }: ScenarioResult): void {
    if (!vault || vault.kind === 'embedded') return
    const name = `${vault.product} ${vault.version} (${vault.kind})`
    const tally = this.#servers.get(name) ?? { scenarios: 0, compared: 0, logins: 0, reads: 0 }
    this.#servers.set(name, tally)
    tally.scenarios++
    if (!vault.audited) return
    tally.compared++
    tally.logins += sumOf(vault.audited, '.login')
    tally.reads += sumOf(vault.audited, '.read')
  }

  lines(): string[] {
    return [...this.#servers].map(([name, { scenarios, compared, logins, reads }]) => {
      const silent = scenarios - compared
      return [
        `${name}: ${counted(scenarios, 'scenario')}`,
        compared > 0 &&
          `${counted(logins, 'login')} and ${counted(reads, 'read')} in its audit log`,
        silent > 0 && `no audit log could be compared in ${counted(silent, 'scenario')}`,
      ]
        .filter(Boolean)
        .join(', ')
    })
  }
}

const sumOf = (counts: Readonly<Record<string, number>>, end: string): number =>
  Object.entries(counts).reduce((sum, [name, count]) => (name.endsWith(end) ? sum + count : sum), 0)
