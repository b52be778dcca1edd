import { rule } from '../rule.ts'
import { checkAccess, type SafDefinitions } from '../saf/index.ts'
import { refuse, type InboundEvent, type Step } from './decision.ts'

export const imsTransaction = rule('inbound.ims-transaction', {
  status: 'documented',
  source: 'IMS: Authorizing transactions; DFS2469W',
  says: 'IMS lets a user run a transaction with READ access to its profile of class TIMS',
})

export const db2Privilege = rule('inbound.db2-privilege', {
  status: 'documented',
  source: 'RACF access control module for Db2: Table privileges',
  says: 'a privilege on a table is READ access to <subsystem>.<owner>.<table>.<privilege> of class MDSNTB, checked for the user the transaction runs as',
})

export const backendRefused = rule('inbound.backend-refused', {
  status: 'assumed',
  source: 'Assumed: a security violation in IMS behind z/OS Connect would settle it',
  says: 'a request that IMS refuses, or that does not reach it, is answered with 500',
})

/** The status that a client gets for it. */
export const backendRefusedStatus = 500

/** What a transaction needs. */
export interface Transaction {
  readonly name: string
  /** Db2 privileges its program uses, as `DSN1.BANK.ACCOUNT.SELECT`. */
  readonly db2: readonly string[]
}

/** Whether a user may run a transaction and all that its program does. */
export function checkTransaction(
  saf: SafDefinitions,
  user: string,
  { name, db2 }: Transaction,
): Step<object> {
  const checks = [
    { class: 'TIMS', name, cited: imsTransaction },
    ...db2.map((privilege) => ({ class: 'MDSNTB', name: privilege, cited: db2Privilege }) as const),
  ] as const
  const events: InboundEvent[] = []
  for (const { cited, ...request } of checks) {
    const { allowed, why, rules } = checkAccess(saf, user, request)
    if (!allowed) {
      const step = refuse(403, why, cited, ...rules)
      return { ...step, events: [...events, ...step.events] }
    }
    events.push({ text: why, rules: [cited, ...rules] })
  }
  return { kind: 'found', events }
}
