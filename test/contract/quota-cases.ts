import { ask as send, byProduct, errors, text, unsupported, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const limits = 'sys/quotas/rate-limit'

/** Rate limits that are set over the API. */
export const quotaCases: readonly Case[] = [
  {
    name: 'a rate limit is written, read, listed and deleted',
    steps: [
      ask('LIST', limits, 404, { expect: { errors: [] } }),
      ask('GET', limits, 405, { expect: unsupported }),
      ask('GET', `${limits}/all`, 404, { expect: { errors: [] } }),
      ask('POST', `${limits}/all`, 204, { body: { rate: 10_000.5 } }),
      ask('GET', `${limits}/all`, 200, {
        expect: {
          data: {
            block_interval: 0,
            inheritable: true,
            interval: 1,
            name: 'all',
            path: '',
            rate: 10_000.5,
            role: '',
            type: 'rate-limit',
          },
        },
      }),
      ask('POST', `${limits}/all`, 204, {
        body: { rate: 9000, path: 'secret', interval: '2m', block_interval: '1m' },
      }),
      ask('GET', `${limits}/all`, 200, {
        expect: {
          data: { path: 'secret/', interval: 120, block_interval: 60, inheritable: false },
        },
      }),
      ask('LIST', limits, 200, { expect: { data: { keys: ['all'] } } }),
      ask('DELETE', `${limits}/all`, 204),
      ask('DELETE', `${limits}/all`, 204),
      ask('GET', 'sys/quotas', 404, { expect: errors(text) }),
    ],
  },
  {
    name: 'a rate limit that says too little or too much is refused',
    steps: [
      ...[
        {},
        { rate: -1 },
        { rate: 'many' },
        { rate: 7, path: 'nowhere/' },
        { rate: 7, path: 'secret/data/x', role: 'app' },
        { rate: 7, path: 'secret/', role: 'app' },
        { rate: 7, interval: '-5s' },
      ].map((body) => ask('POST', `${limits}/odd`, 400, { body, expect: errors(text) })),
      ask('POST', `${limits}/one`, 204, {
        body: { rate: 9000, path: 'auth/approle', role: 'app' },
      }),
      ask('POST', `${limits}/two`, 400, {
        body: { rate: 9000, path: 'auth/approle/', role: 'app' },
        expect: errors('quota rule with similar properties exists under the name "one"'),
      }),
      ask(
        'POST',
        `${limits}/two`,
        { openbao: 204, vault: 400 },
        { body: { rate: 9000, path: 'flat/', inheritable: true } },
      ),
      ask('DELETE', `${limits}/one`, 204),
      ask('DELETE', `${limits}/two`, 204),
    ],
  },
  {
    name: 'a rate limit for a role counts the logins of that role alone',
    steps: [
      ...['auth/userpass', 'auth/token'].map((path) =>
        ask('POST', `${limits}/one`, 400, {
          body: { rate: 1, path, role: 'app' },
          expect: errors(text),
        }),
      ),
      ask('POST', 'sys/auth/metered', 204, { body: { type: 'approle' } }),
      ...['few', 'many'].flatMap((name) => [
        ask('POST', `auth/metered/role/${name}`, 204, {
          body: { bind_secret_id: false, token_bound_cidrs: '0.0.0.0/0' },
        }),
        ask('POST', `auth/metered/role/${name}/role-id`, 204, { body: { role_id: name } }),
      ]),
      ask('POST', `${limits}/few`, 204, {
        body: { rate: 1, path: 'auth/metered', role: 'few', interval: '3s' },
      }),
      send('POST', 'auth/metered/login', 200, { body: { role_id: 'few' } }),
      send('POST', 'auth/metered/login', 429, {
        body: { role_id: 'few' },
        expect: errors('request path "auth/metered/login": rate limit quota exceeded'),
      }),
      send('POST', 'auth/metered/login', 200, { body: { role_id: 'many' } }),
      ask('GET', 'auth/metered/role/few/role-id', 200),
      { advance: 3_100 },
      send('POST', 'auth/metered/login', 200, { body: { role_id: 'few' } }),
      ask('DELETE', `${limits}/few`, 204),
      ask('DELETE', 'sys/auth/metered', 204),
    ],
  },
  {
    name: 'requests beyond a rate limit are refused until its interval is over',
    steps: [
      ask('POST', `${limits}/few`, 204, {
        body: { rate: 1.5, path: 'sys/tools/hash', interval: '3s' },
      }),
      ...[200, 200].map((status) =>
        ask('POST', 'sys/tools/hash', status, { body: { input: 'YQ==' } }),
      ),
      ask('POST', 'sys/tools/hash', 429, {
        body: { input: 'YQ==' },
        expect: errors('request path "sys/tools/hash": rate limit quota exceeded'),
      }),
      ask('POST', 'sys/tools/random', 200, { body: {} }),
      { advance: 3_100 },
      ask('POST', 'sys/tools/hash', 200, { body: { input: 'YQ==' } }),
      ask('DELETE', `${limits}/few`, 204),
    ],
  },
  {
    name: 'quotas are configured',
    steps: [
      ask('POST', 'sys/quotas/config', 204, {
        body: { enable_rate_limit_audit_logging: true, rate_limit_exempt_paths: ['a', 'b/'] },
      }),
      ask('GET', 'sys/quotas/config', 200, {
        expect: byProduct({
          openbao: { data: { enable_rate_limit_audit_logging: true } },
          vault: { data: { absolute_rate_limit_exempt_paths: [] } },
        }),
      }),
      ask('POST', 'sys/quotas/config', 204, { body: {} }),
      ask('GET', 'sys/quotas/config', 200, {
        expect: {
          data: {
            enable_rate_limit_audit_logging: false,
            enable_rate_limit_response_headers: false,
            rate_limit_exempt_paths: [],
          },
        },
      }),
      ask('DELETE', 'sys/quotas/config', 405, { expect: unsupported }),
    ],
  },
]
