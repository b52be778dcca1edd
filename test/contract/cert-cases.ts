import { ask as send, errors, text, type Case } from './case.ts'
import { certificate } from './pem.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const made = ask('POST', 'sys/auth/made', 204, { body: { type: 'cert' } })
const removed = ask('DELETE', 'sys/auth/made', 204)

/** Certificate methods that are made over the API; the cases show no certificate. */
export const certCases: readonly Case[] = [
  {
    name: 'a role of a certificate method is made, read and removed',
    steps: [
      made,
      ask('LIST', 'auth/made/certs', 404, { expect: { errors: [] } }),
      ask('POST', 'auth/made/certs/One', 204, { body: { certificate } }),
      ask('GET', 'auth/made/certs/one', 200, {
        expect: {
          data: {
            certificate: text,
            display_name: 'one',
            allowed_common_names: null,
            ocsp_enabled: false,
            token_type: 'default',
          },
        },
      }),
      ask('POST', 'auth/made/certs/one', 204, {
        body: { allowed_common_names: ['x*'], allowed_dns_sans: 'd', display_name: 'dn', ttl: 60 },
      }),
      ask('GET', 'auth/made/certs/one', 200, {
        expect: {
          data: {
            allowed_common_names: ['x*'],
            allowed_dns_sans: ['d'],
            display_name: 'dn',
            ttl: 60,
            token_ttl: 60,
          },
        },
      }),
      ask('LIST', 'auth/made/certs', 200, { expect: { data: { keys: ['one'] } } }),
      ask('GET', 'auth/made/certs', 405),
      ask('DELETE', 'auth/made/certs/one', 204),
      ask('DELETE', 'auth/made/certs/one', 204),
      ask('GET', 'auth/made/certs/one', 404, { expect: { errors: [] } }),
      ...[{}, { certificate: 'bad' }, { certificate, token_ttl: '2h', token_max_ttl: '1h' }].map(
        (body) => ask('POST', 'auth/made/certs/two', 400, { body, expect: errors(text) }),
      ),
      removed,
    ],
  },
  {
    name: 'a certificate method keeps its settings and knows no list of revoked ones',
    steps: [
      made,
      ask('POST', 'auth/made/config', 204, { body: { disable_binding: true } }),
      ask('GET', 'auth/made/config', 200, {
        expect: { data: { disable_binding: true, enable_identity_alias_metadata: false } },
      }),
      ask('POST', 'auth/made/config', 400, {
        body: { disable_binding: 'x' },
        expect: errors(text),
      }),
      ask('LIST', 'auth/made/crls', 404, { expect: { errors: [] } }),
      ask('GET', 'auth/made/crls/x', 400, { expect: errors('no such CRL x') }),
      ask('DELETE', 'auth/made/crls/x', 400, { expect: errors('no such CRL x') }),
      removed,
    ],
  },
  {
    name: 'a role of a certificate method keeps what only HashiCorp Vault asks of it',
    only: 'vault',
    steps: [
      made,
      ask('POST', 'auth/made/certs/one', 204, {
        body: {
          certificate,
          allowed_organizations: ['o'],
          ocsp_max_retries: 1,
          ocsp_this_update_max_age: '1h',
        },
      }),
      ask('GET', 'auth/made/certs/one', 200, {
        expect: {
          data: {
            allowed_organizations: ['o'],
            ocsp_max_retries: 1,
            ocsp_this_update_max_age: 3600,
          },
        },
      }),
      ask('POST', 'auth/made/certs/one', 500, { body: { ocsp_max_retries: -1 } }),
      removed,
    ],
  },
]
