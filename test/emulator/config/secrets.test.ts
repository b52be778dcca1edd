import { expect, test } from 'vitest'
import { configSecrets } from '../../../emulator/config/secrets.ts'
import { readElements } from '../../support/server-xml.ts'

test('gathers every password and key of a configuration', () => {
  const { config } = readElements(
    '<zosconnect_authData id="a" user="u" password="one"/><zosconnect_authData id="b" user="u"/>',
    '<jwtBuilder id="j" sharedKey="two"/><keyStore id="k" password="three"/><keyStore id="l"/>',
    '<openidConnectClient id="o" clientSecret="four"/><mpJwt id="m" sharedKey="five"/>',
  )
  expect(configSecrets(config!).map((secret) => secret.reveal())).toEqual([
    'one',
    'two',
    'three',
    'four',
    'five',
  ])
})
