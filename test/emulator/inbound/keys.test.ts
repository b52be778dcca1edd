import { expect, test } from 'vitest'
import {
  validateToken,
  type TokenConsumer,
  type TrustedKeys,
} from '../../../emulator/inbound/index.ts'
import { publicHalf, testKeys } from '../../../harness/fakes/test-keys.ts'
import { ask, ended, good, jwks, now, oidc, safXml, signed } from '../../support/inbound.ts'
import { readElements } from '../../support/server-xml.ts'

test('the keys are asked for with the kid of the token, if it has one', async () => {
  const asked: unknown[] = []
  const { config } = readElements(safXml, oidc())
  const [consumer] = config!.provider.openidConnectClients as [TokenConsumer]
  const keys: TrustedKeys = async (_, kid) => {
    asked.push(kid)
    return jwks
  }
  for (const kid of ['RS256 0', undefined, 7])
    await validateToken(await signed(good, { header: { kid } }), { consumer, keys, now, url: 'x' })
  expect(asked).toEqual(['RS256 0', undefined, undefined])
})

test('a certificate proves tokens whatever their kid, and a key of another kind none [inbound.key]', async () => {
  const rsa = { kind: 'key', key: publicHalf(testKeys.RS256) } as const
  const ec = { kind: 'key', key: publicHalf(testKeys.ES256) } as const
  const token = await signed(good, { header: { kid: 'any' } })
  expect(ended(await ask({ token, keys: rsa }))).toBe('granted ANNA')
  expect(ended(await ask({ token, keys: ec }))).toBe('401 inbound.signature')
  expect(ended(await ask({ token, keys: { kind: 'none', why: 'no' } }))).toBe('401 inbound.key')
})

test('JWKS with more than one key need a kid', async () => {
  const token = await signed(good, { header: { kid: undefined } })
  expect(ended(await ask({ token }))).toBe('granted ANNA')
  const twice =
    jwks.kind === 'set' ? [...jwks.keys, { ...publicHalf(testKeys.RS256), kid: 'b' }] : []
  expect(ended(await ask({ token, keys: { kind: 'set', keys: twice } }))).toBe('401 inbound.key')
})
