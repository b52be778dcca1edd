import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { VaultCertRole, VaultOptions } from '../../../harness/fakes/options.ts'
import { createAuthority } from '../../../harness/network/certificates.ts'
import { EmbeddedVault } from '../../contract/embedded.ts'
import { preparation } from '../../contract/preparation.ts'

// What is expected here OpenBao 2.7.2 has answered over TLS to the same certificates.
const path = '/v1/auth/cert/login'
const pem = readFileSync('scenarios/generated/outbound-rsa.pem', 'utf8')
const own = new X509Certificate(pem)

const role = (some: Partial<VaultCertRole> = {}): NonNullable<VaultOptions['cert']>[string] => ({
  certificate: pem,
  allowedCommonNames: [],
  tokenTtlMs: 900_000,
  tokenMaxTtlMs: 900_000,
  tokenNumUses: 0,
  tokenType: 'service',
  policies: [],
  mount: 'cert',
  ...some,
})
const vault = (cert: VaultOptions['cert'] = { ims: role() }) =>
  new EmbeddedVault({ ...preparation, cert, product: 'openbao' })

test.each([{ name: 'ims' }, { name: 'IMS' }, {}])(
  'a certificate logs in to its role with the body %j',
  async (body) => {
    const { status, json } = await vault().ask({ method: 'POST', path, body, certificate: own })
    expect(status).toBe(200)
    expect(json.auth).toMatchObject({
      lease_duration: 900,
      metadata: {
        authority_key_id: '4a:a6:cd:28:70:11:66:c8:75:5b:9a:10:e0:3f:a3:01:3a:4b:80:d1',
        cert_name: 'ims',
        common_name: 'rsa',
        serial_number: '470083018258434564204458886273861447419993869831',
        subject_key_id: '4a:a6:cd:28:70:11:66:c8:75:5b:9a:10:e0:3f:a3:01:3a:4b:80:d1',
      },
    })
  },
)

test('a login without a certificate, to another role or with another certificate is refused', async () => {
  const bare = await vault().ask({ method: 'POST', path, body: {} })
  expect(bare).toMatchObject({ status: 400, json: { errors: ['no client certificate found'] } })
  const stranger = new X509Certificate((await (await createAuthority()).issue('rsa')).cert)
  const invalid = {
    status: 400,
    json: { errors: ['invalid certificate or no client certificate supplied'] },
  }
  const send = (name: string, certificate: X509Certificate) =>
    vault().ask({ method: 'POST', path, body: { name }, certificate })
  expect(await send('none', own)).toMatchObject(invalid)
  expect(await send('ims', stranger)).toMatchObject(invalid)
})

test('an authority vouches for its certificates, of the names a role allows', async () => {
  const authority = await createAuthority()
  const certificate = new X509Certificate((await authority.issue('ims.example.com')).cert)
  const statusFor = async (...allowedCommonNames: string[]) => {
    const subject = vault({ ims: role({ certificate: authority.ca, allowedCommonNames }) })
    return (await subject.ask({ method: 'POST', path, body: {}, certificate })).status
  }
  expect(await statusFor()).toBe(200)
  expect(await statusFor('*.example.com')).toBe(200)
  expect(await statusFor('ims.*', 'other')).toBe(200)
  expect(await statusFor('cics.example.com')).toBe(400)
})
