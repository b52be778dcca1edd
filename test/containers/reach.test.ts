import { expect, test } from 'vitest'
import { VaultRefusal } from '../../containers/client.ts'
import { checkAccess, reach } from '../../containers/reach.ts'

const at = (url: string, namespace?: string) =>
  ({ kind: 'external', address: { url, ...(namespace && { namespace }) } }) as const

const refusing = (status: number | undefined, reason: string) => () =>
  Promise.reject(new VaultRefusal('any', status, reason))

test.for([
  ['http://a', undefined, 'ECONNREFUSED', 'VAULT_ADDR, http://a, does not answer (ECONNREFUSED)'],
  ['https://a', undefined, 'SELF_SIGNED_CERT_IN_CHAIN', 'VAULT_CACERT names the file'],
  ['https://a', undefined, 'ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['https://a', undefined, 'EPROTO', 'it may want http'],
  ['http://a', 400, 'Status 400', 'answers 400 to /v1/sys/seal-status: it may want https'],
  ['https://a', 502, 'Status 502', 'answers 502 to /v1/sys/seal-status'],
] as const)('says why %s cannot be asked: %s %s', async ([url, status, reason, why]) => {
  const asked = reach(at(url), { read: refusing(status, reason) })
  await expect(asked).rejects.toThrow(why)
})

test.for([
  [undefined, 'https://a/v1', 'write it without /v1 at its end'],
  [{}, 'https://a', 'VAULT_ADDR, https://a, is no Vault'],
] as const)('takes nothing for a Vault that says %j', async ([status, url, why]) => {
  const asked = reach(at(url), { read: async () => status })
  await expect(asked).rejects.toThrow(why)
})

const listed = '1 error occurred:\n\t* permission denied\n\n'

test.for([
  ['permission denied', undefined, 403, 'VAULT_TOKEN is no living token of https://a (403)'],
  ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n', undefined, 403, 'VAULT_TOKEN'],
  ['permission denied', 'team', 403, 'and its namespace "team"'],
  ['namespace not found', 'team', 404, 'VAULT_NAMESPACE, "team", is unknown at https://a (404'],
] as const)(
  'says what is wrong with the access: %j %s',
  async ([reason, namespace, status, why]) => {
    const checked = checkAccess(at('https://a', namespace), { get: refusing(status, reason) })
    await expect(checked).rejects.toThrow(why)
  },
)

test('takes a token that may not look itself up', async () => {
  await checkAccess(at('https://a'), { get: refusing(403, listed) })
  await checkAccess(at('https://a'), { get: async () => ({}) })
})
