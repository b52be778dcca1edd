import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { createAuthority } from '../../../harness/network/certificates.ts'

test.each([
  ['vault.example.com', 'DNS:vault.example.com, DNS:localhost, IP Address:127.0.0.1'],
  ['10.1.2.3', 'IP Address:10.1.2.3, DNS:localhost, IP Address:127.0.0.1'],
  ['localhost', 'DNS:localhost, IP Address:127.0.0.1'],
  ['::1', 'IP Address:0:0:0:0:0:0:0:1, DNS:localhost, IP Address:127.0.0.1'],
])('issues a certificate for %s that its authority has signed', async (host, names) => {
  const authority = await createAuthority()
  const { cert } = await authority.issue(host)
  const [root, leaf] = [new X509Certificate(authority.ca), new X509Certificate(cert)]
  expect(leaf.subjectAltName).toBe(names)
  expect(leaf.verify(root.publicKey)).toBe(true)
  expect([root.ca, leaf.ca]).toEqual([true, false])
})
