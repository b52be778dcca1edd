import type { JSONWebKeySet } from 'jose'
import { Provider } from 'oidc-provider'
import { expect, test } from 'vitest'
import type { TrustedKeySource } from '../../../emulator/inbound/index.ts'
import { forged, forgeries } from '../../../harness/fakes/forged-token.ts'
import { publicHalf, testKey } from '../../../harness/fakes/test-keys.ts'
import { ask, ended } from '../../support/inbound.ts'

const publicKey = { ...publicHalf(testKey('RS256', 1)), kid: 'real', alg: 'RS256', use: 'sig' }
const keys: TrustedKeySource = { kind: 'set', keys: [publicKey] }

/** A JWT that a certified server has issued to a client, with the roles it is asked to put in. */
async function issued(audience = 'api'): Promise<string> {
  const provider = new Provider('https://idp', {
    clients: [
      {
        client_id: 'anna',
        client_secret: 's3cret',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      },
    ],
    jwks: { keys: [{ ...testKey('RS256', 1), kid: 'real', use: 'sig' }] } as JSONWebKeySet,
    cookies: { keys: ['a key of a test'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true },
    },
    extraTokenClaims: () => ({ roles: ['clerk'] }),
  })
  const client = await provider.Client.find('anna')
  const info = { audience, accessTokenFormat: 'jwt', accessTokenTTL: 600, scope: '' } as const
  const resourceServer = new provider.ResourceServer('https://api', info)
  const token = new provider.ClientCredentials({ client: client!, scope: '' })
  token.resourceServer = resourceServer
  return token.save()
}

const at = { file: 's.yaml', line: 1, col: 1 }
const mapping = {
  rules: [
    { target: { kind: 'api', pattern: '*' }, claim: 'roles', role: 'teller', user: 'TECH', at },
  ],
} as const

test('accepts the token of a real issuer', async () => {
  const token = await issued()
  expect(ended(await ask({ token, keys, at: Date.now() }))).toBe('granted ANNA')
  const refused = await ask({ token, keys, at: Date.now(), mapping })
  expect(ended(refused)).toBe('403 inbound.role.otherwise')
})

test('refuses what a forger makes of the token of a real issuer, each by its own rule', async () => {
  const token = await issued()
  const ends = await Promise.all(
    forgeries.map(async (how) => {
      const bad = await forged(token, how, { roles: ['teller'] }, publicKey)
      return [how, ended(await ask({ token: bad, keys, at: Date.now(), mapping }))]
    }),
  )
  expect(ends).toEqual([
    ['alg-none', '401 inbound.algorithm'],
    ['hs256-with-public-key', '401 inbound.algorithm'],
    ['other-claims', '401 inbound.signature'],
    ['other-key', '401 inbound.signature'],
    ['no-signature', '401 inbound.signature'],
  ])
})

test('refuses the token of a real issuer for another audience, and after its time', async () => {
  expect(ended(await ask({ token: await issued('other'), keys, at: Date.now() }))).toBe(
    '401 inbound.audience',
  )
  const later = Date.now() + 900_001
  expect(ended(await ask({ token: await issued(), keys, at: later }))).toBe('401 inbound.expired')
})
