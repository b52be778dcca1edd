import { expect, test } from 'vitest'
import { authorize, requiresAuth } from '../../../emulator/inbound/index.ts'
import { bank, safXml } from '../../support/inbound.ts'
import { readElements } from '../../support/server-xml.ts'

/** How the checks of a user for the API `accounts` end. */
function check(user: string, ...xml: readonly string[]): string {
  const { config } = readElements(safXml, ...xml)
  const step = authorize({ config: config!.provider, saf: bank, user, api: 'accounts' })
  return step.kind === 'found' ? 'passed' : `${step.status} ${step.events.at(-1)!.rules[0]!.id}`
}

const groups = (api: string, manager = '') => [
  '<zosconnect_authorizationInterceptor id="auth"/>',
  '<zosconnect_zosConnectInterceptors id="list" interceptorRef="auth"/>',
  `<zosconnect_zosConnectManager globalInterceptorsRef="list" ${manager}/>`,
  `<zosconnect_zosConnectAPIs><zosConnectAPI name="accounts" ${api}/></zosconnect_zosConnectAPIs>`,
]

test.for<[string, string, readonly string[], string]>([
  ['everything that is asked for', 'ANNA', [], 'passed'],
  ['APPL', 'BERT', [], '401 inbound.appl'],
  ['the role', 'WSGUEST', [], '403 inbound.access-role'],
  [
    'another prefix, which no profile protects',
    'BERT',
    ['<safCredentials profilePrefix="OTHER"/>'],
    '403 inbound.access-role',
  ],
  ['the invoke group', 'ANNA', groups('invokeGroup="readers"'), 'passed'],
  ['another invoke group', 'ANNA', groups('invokeGroup="CLERKS"'), '403 inbound.invoke-group'],
  ['the global invoke group', 'ANNA', groups('', 'globalInvokeGroup="READERS"'), 'passed'],
  [
    'its own group before the global one',
    'ANNA',
    groups('invokeGroup="CLERKS"', 'globalInvokeGroup="READERS"'),
    '403 inbound.invoke-group',
  ],
  ['the admin group', 'ANNA', groups('invokeGroup="CLERKS" adminGroup="READERS"'), 'passed'],
  [
    'the operations group, which does not call',
    'ANNA',
    groups('operationsGroup="READERS" readerGroup="READERS"'),
    '403 inbound.invoke-group',
  ],
  ['no group at all', 'ANNA', groups(''), '403 inbound.invoke-group'],
  [
    'interceptors of a list that is not there',
    'ANNA',
    groups('runGlobalInterceptors="false" interceptorsRef="other"'),
    'passed',
  ],
  ['no global interceptors', 'ANNA', groups('runGlobalInterceptors="false"'), 'passed'],
  [
    'an interceptor of its own',
    'ANNA',
    groups('runGlobalInterceptors="false" interceptorsRef="list"'),
    '403 inbound.invoke-group',
  ],
])(
  'checks %s [inbound.appl, inbound.access-role, inbound.interceptor, inbound.invoke-group, inbound.admin-group]',
  ([, user, xml, end]) => {
    expect(check(user, ...xml)).toBe(end)
  },
)

test('an API that server.xml does not name has the global interceptors and groups', () => {
  const { config } = readElements(safXml, ...groups('', 'globalInvokeGroup="CLERKS"'))
  const { provider } = config!
  const step = authorize({ config: provider, saf: bank, user: 'ANNA', api: 'other' })
  expect(step.events.at(-1)!.text).toBe('ANNA is not in the group CLERKS, which may call other')
})

test('an API for which nobody need log on is for a user without a role', () => {
  const { config } = readElements('<zosconnect_zosConnectManager requireAuth="false"/>')
  const { provider } = config!
  const step = authorize({ config: provider, saf: bank, user: 'ANNA', api: 'accounts' })
  expect([step.kind, step.events.length]).toEqual(['found', 1])
})

test('without safAuthorization nobody has the role [inbound.no-saf-authorization]', () => {
  const { config } = readElements('<safRegistry/>')
  const { provider } = config!
  const step = authorize({ config: provider, saf: bank, user: 'ANNA', api: 'accounts' })
  expect(step.events.at(-1)!.rules[0]!.id).toBe('inbound.no-saf-authorization')
  expect(step.events.at(-1)!.text).toBe('there is no safAuthorization, so nobody has a role')
})

test.for([
  ['', '', true],
  ['requireAuth="false"', '', false],
  ['requireAuth="false"', 'requireAuth="true"', true],
  ['', 'requireAuth="false"', false],
] as const)('manager %s and API %s: authentication is asked for: %s', ([manager, api, asked]) => {
  const { config } = readElements(...groups(api, manager))
  expect(requiresAuth(config!.provider, 'accounts')).toBe(asked)
  expect(requiresAuth(config!.provider, 'other')).toBe(!manager.includes('false'))
})
