import { expect, test } from 'vitest'
import { UsedTokens } from '../../../emulator/inbound/index.ts'
import { ask, ended, good, now, oidc, seconds, signed, type Asking } from '../../support/inbound.ts'

const mpJwt = (attributes = '') =>
  `<mpJwt id="mp" issuer="https://idp" audiences="api" jwksUri="https://idp/jwks" userNameAttribute="sub" ${attributes}/>`

test.for<[string, string, string]>([
  ['openidConnectClient', oidc(), '401 inbound.replay'],
  ['openidConnectClient with tokenReuse', oidc('tokenReuse="true"'), 'granted ANNA'],
  ['mpJwt', mpJwt(), 'granted ANNA'],
  ['mpJwt without tokenReuse', mpJwt('tokenReuse="false"'), '401 inbound.replay'],
])('a token with a jti comes again to %s', async ([, xml, end]) => {
  const used = new UsedTokens()
  const asking: Asking = { xml: [xml], token: await signed({ ...good, jti: 'a' }), used }
  expect(ended(await ask(asking))).toBe('granted ANNA')
  expect(ended(await ask(asking))).toBe(end)
})

test('a token without a jti, or with that of another issuer, is not a replay [inbound.replay]', async () => {
  const used = new UsedTokens()
  const xml = [oidc().replace('"https://idp"', '"https://idp,https://other"')]
  const token = await signed()
  expect(ended(await ask({ xml, token, used }))).toBe('granted ANNA')
  expect(ended(await ask({ xml, token, used }))).toBe('granted ANNA')
  expect(ended(await ask({ xml, token: await signed({ ...good, jti: 'a' }), used }))).toBe(
    'granted ANNA',
  )
  const other = await signed({ ...good, jti: 'a', iss: 'https://other' })
  expect(ended(await ask({ xml, token: other, used }))).toBe('403 inbound.access-role')
  expect(ended(await ask({ xml, token: other, used }))).toBe('401 inbound.replay')
})

test('used tokens are forgotten only when they are over', async () => {
  const used = new UsedTokens()
  const consumer = { tokenReuse: { value: false }, clockSkewMs: { value: 0 } }
  const use = (jti: string, exp: number, at: number) =>
    used.use({ iss: 'i', jti, exp }, consumer as Parameters<UsedTokens['use']>[1], at)
  expect(use('long', seconds + 9999, now)).toBe(true)
  for (let i = 0; i < 9999; i++) use(`short ${i}`, seconds, now - 1)
  use('another', seconds, now + 1)
  expect(use('long', seconds + 9999, now + 1)).toBe(false)
  expect(use('short 1', seconds, now + 1)).toBe(true)
})

test('a used token is remembered as long as the skew lets it through', () => {
  const used = new UsedTokens()
  const consumer = { tokenReuse: { value: false }, clockSkewMs: { value: 60_000 } }
  const use = (jti: string, exp: number, at: number) =>
    used.use({ iss: 'i', jti, exp }, consumer as Parameters<UsedTokens['use']>[1], at)
  for (let i = 0; i < 10_000; i++) use(`early ${i}`, seconds, now)
  expect(use('more', seconds + 99, now + 59_999)).toBe(true)
  expect(use('early 1', seconds, now + 59_999)).toBe(false)
})
