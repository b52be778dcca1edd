import { expect, test } from 'vitest'
import {
  checkTransaction,
  networkCredentials,
  type ImsLink,
} from '../../../emulator/inbound/index.ts'
import { definitions } from '../../support/saf.ts'

const bank = definitions(
  'ADDUSER (ANNA BERT)',
  'RDEFINE TIMS PAYQ',
  'PERMIT PAYQ CLASS(TIMS) ID(ANNA)',
  'RDEFINE MDSNTB DSN1.BANK.** ',
  'PERMIT DSN1.BANK.** CLASS(MDSNTB) ID(ANNA)',
)

/** The events of a transaction, each as its text and the ids of its rules, after how it ended. */
function run(user: string, name: string, ...db2: readonly string[]): readonly string[] {
  const step = checkTransaction(bank, user, { name, db2 })
  const end = step.kind === 'refused' ? `${step.kind} ${step.status}` : step.kind
  return [end, ...step.events.map(({ text, rules }) => `${text}: ${rules[0]!.id}`)]
}

const ims = 'ANNA has READ access to TIMS profile PAYQ by ID(ANNA): inbound.ims-transaction'
const db2 = 'ANNA has READ access to MDSNTB profile DSN1.BANK.** by ID(ANNA): inbound.db2-privilege'

test('a user runs a transaction that IMS and Db2 allow [inbound.ims-transaction, inbound.db2-privilege]', () => {
  expect(run('ANNA', 'PAYQ')).toEqual(['found', ims])
  expect(run('ANNA', 'PAYQ', 'DSN1.BANK.ACCOUNT.SELECT')).toEqual(['found', ims, db2])
})

test('a transaction ends with 403 at the first check that fails', () => {
  expect(run('BERT', 'PAYQ', 'DSN1.BANK.ACCOUNT.SELECT')).toEqual([
    'refused 403',
    'BERT does not have READ access to TIMS profile PAYQ by UACC(NONE): inbound.ims-transaction',
  ])
  expect(run('ANNA', 'PAYQ', 'DSN1.SHOP.ITEM.SELECT', 'DSN1.BANK.ACCOUNT.SELECT')).toEqual([
    'refused 403',
    ims,
    'no profile of class MDSNTB protects DSN1.SHOP.ITEM.SELECT: inbound.db2-privilege',
  ])
})

test('cites the rules of the security manager beside its own', () => {
  const { events } = checkTransaction(bank, 'ANNA', { name: 'PAYQ', db2: [] })
  expect(events[0]!.rules.map(({ id }) => id)).toEqual([
    'inbound.ims-transaction',
    'saf.access.list',
  ])
})

const anna = { user: 'anna', registry: 'https://idp' }

test.for<[Partial<ImsLink>, typeof anna | undefined, string]>([
  [
    {},
    anna,
    'IMS is told of the person [inbound.network-identity inbound.network-identity.length]',
  ],
  [{}, undefined, 'nobody logged on, so IMS is told of nobody [inbound.network-identity]'],
  [
    { propagateNetworkSecurityCred: false },
    anna,
    'propagateNetworkSecurityCred is false: IMS is not told of the person [inbound.network-identity.off]',
  ],
  [
    { version: 14 },
    anna,
    'IMS Connect V14 is not told of the person [inbound.network-identity.v15]',
  ],
  [
    {},
    { ...anna, user: 'ä'.repeat(124) },
    'IMS is not told of the person: the name has 248 bytes, the realm 11 [inbound.network-identity.length inbound.network-identity.too-long]',
  ],
])('with %j and %j it says: %s', ([link, person, line]) => {
  const given = { version: 15, propagateNetworkSecurityCred: true, ...link }
  const { credentials, event } = networkCredentials(person, given)
  expect(`${event.text} [${event.rules.map(({ id }) => id).join(' ')}]`).toBe(line)
  expect(credentials).toEqual(
    line.startsWith('IMS is told')
      ? { networkUserId: 'anna', networkSessionId: 'https://idp' }
      : {},
  )
})
