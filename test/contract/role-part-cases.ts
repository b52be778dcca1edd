import { ask as send, errors, text, type Case, byProduct, startsWith } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
/** The address differs: in a container it is that of its host. */
const fromElsewhere = (error: unknown) =>
  /^source address "[\d.]+" unauthorized by CIDR restrictions on the secret ID: /.test(
    String(error),
  )
const role = 'auth/approle/role/parted'
const parts = [
  ['policies', { token_policies: ['b', 'a'] }, { token_policies: ['a', 'b'] }],
  ['secret-id-bound-cidrs', { secret_id_bound_cidrs: '127.0.0.1/8' }, undefined],
  ['token-bound-cidrs', { token_bound_cidrs: '127.0.0.1/8' }, undefined],
  ['secret-id-num-uses', { secret_id_num_uses: 5 }, { secret_id_num_uses: 5 }],
  ['secret-id-ttl', { secret_id_ttl: '1h' }, { secret_id_ttl: 3600 }],
  ['period', { token_period: '1h' }, { token_period: 3600 }],
  ['token-num-uses', { token_num_uses: 3 }, { token_num_uses: 3 }],
  ['token-ttl', { token_ttl: '30m' }, { token_ttl: 1800 }],
  ['token-max-ttl', { token_max_ttl: '1h' }, { token_max_ttl: 3600 }],
] as const

/** The two were built with readers of fields that give reasons in other words. */
const unreadableField = (name: string, why: string) => {
  const start = `error converting input for field "${name}": `
  return byProduct({ vault: errors(startsWith(start)), openbao: errors(`${start}${why}`) })
}

export const rolePartCases: readonly Case[] = [
  {
    name: 'every field of a role has a path of its own',
    steps: [
      ask('POST', role, 204, { body: {} }),
      ...parts.flatMap(([part, body, data]) => [
        ask('GET', `${role}/${part}`, 200),
        ask('POST', `${role}/${part}`, 204, { body }),
        ask('GET', `${role}/${part}`, 200, data && { expect: { data } }),
        ask('DELETE', `${role}/${part}`, 204),
        ask('GET', `${role}/${part}`, 200),
        ask('LIST', `${role}/${part}`, 404),
        ask('GET', `auth/approle/role/nobody/${part}`, 404),
        ask('POST', `auth/approle/role/nobody/${part}`, 404, { body }),
        ask('DELETE', `auth/approle/role/nobody/${part}`, 204),
      ]),
      ask('POST', `${role}/token-ttl`, 400, { body: {}, expect: errors('missing token_ttl') }),
      ask('GET', `${role}/local-secret-ids`, 200, {
        expect: { data: { local_secret_ids: false } },
      }),
      ask('POST', `${role}/local-secret-ids`, 405, { body: {} }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'secret ids stay within what their role says',
    steps: [
      ask('POST', role, 204, {
        body: {
          secret_id_num_uses: 5,
          secret_id_ttl: '1h',
          secret_id_bound_cidrs: '10.0.0.0/8',
          role_id: 'parted-id',
        },
      }),
      ask('POST', `${role}/secret-id`, 400, {
        body: { num_uses: 9 },
        expect: errors("num_uses cannot be higher than the role's secret_id_num_uses"),
      }),
      ask('POST', `${role}/secret-id`, 400, {
        body: { ttl: '2h' },
        expect: errors("ttl cannot be longer than the role's secret_id_ttl"),
      }),
      ask('POST', `${role}/secret-id`, 500, { body: { cidr_list: '127.0.0.1/32' } }),
      ask('POST', `${role}/secret-id`, 200, {
        body: { cidr_list: '10.1.0.0/16', metadata: '{"team":"ims"}' },
        expect: { data: { secret_id: text, secret_id_num_uses: 5, secret_id_ttl: 3600 } },
        save: 'mine',
        from: 'data.secret_id',
      }),
      ask('POST', `${role}/secret-id/lookup`, 200, {
        body: { secret_id: '${mine}' },
        expect: { data: { cidr_list: ['10.1.0.0/16'], metadata: { team: 'ims' } } },
      }),
      send('POST', 'auth/approle/login', 400, {
        body: { role_id: 'parted-id', secret_id: '${mine}' },
        expect: errors(fromElsewhere),
      }),
      ask('POST', role, 400, {
        body: { local_secret_ids: true },
        expect: errors('local_secret_ids can only be modified during role creation'),
      }),
      ask('DELETE', role, 204),
    ],
  },
  {
    name: 'a field that cannot be read is refused with the reason',
    steps: [
      [{ token_num_uses: 'x' }, "'' cannot parse value as 'int': strconv.ParseInt: invalid syntax"],
      [{ token_ttl: '1x' }, 'time: unknown unit "x" in duration "1x"'],
      [{ token_ttl: -1 }, "cannot provide negative value '-1'"],
      [{ token_ttl: [] }, 'could not parse duration from input'],
      [
        { token_type: {} },
        "'' expected type 'string', got unconvertible type 'map[string]interface {}'",
      ],
    ].map(([body, why]) =>
      ask('POST', role, 400, {
        body,
        expect: unreadableField(Object.keys(body as object)[0]!, why as string),
      }),
    ),
  },
  {
    name: 'a token names no policy where its user has none, and addresses where it has some',
    steps: [
      ask('POST', 'sys/auth/bare', 204, { body: { type: 'userpass' } }),
      ask('POST', 'auth/bare/users/ann', 204, {
        body: { password: 'p1', token_no_default_policy: true },
      }),
      send('POST', 'auth/bare/login/ann', 200, {
        body: { password: 'p1' },
        expect: { auth: { policies: [] } },
      }),
      ask('POST', 'auth/bare/users/bob', 204, {
        body: { password: 'p2', token_bound_cidrs: '0.0.0.0/0' },
      }),
      send('POST', 'auth/bare/login/bob', 200, {
        body: { password: 'p2' },
        save: 'bound',
        expect: { auth: { client_token: text } },
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'bound',
        expect: { data: { bound_cidrs: ['0.0.0.0/0'] } },
      }),
      ask('DELETE', 'sys/auth/bare', 204),
    ],
  },
  {
    name: 'a batch token shows no period, though its user has one',
    steps: [
      ask('POST', 'sys/auth/batches', 204, {
        body: { type: 'userpass', config: { token_type: 'batch' } },
      }),
      ask('POST', 'auth/batches/users/ann', 204, { body: { password: 'p1', token_period: '1h' } }),
      send('POST', 'auth/batches/login/ann', 200, {
        body: { password: 'p1' },
        save: 'batch',
        expect: { auth: { token_type: 'batch' } },
      }),
      send('GET', 'auth/token/lookup-self', 200, {
        token: 'batch',
        expect: { data: { type: 'batch', creation_ttl: 3600 } },
      }),
      ask('DELETE', 'sys/auth/batches', 204),
    ],
  },
]
