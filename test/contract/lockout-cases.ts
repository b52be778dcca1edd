import { ask, errors, text, unsupported, type Case, type Status } from './case.ts'
import type { Shape } from './shape.ts'

const root = { token: 'root' }
const noPassword = (status: Status) =>
  ask('POST', 'auth/userpass/login/mallory', status, { body: {}, expect: errors(text) })
const lockedIn = (...alias_identifiers: string[]): Shape => ({
  data: {
    by_namespace: [
      {
        namespace_id: 'root',
        mount_accessors: [{ counts: alias_identifiers.length, alias_identifiers }],
      },
    ],
  },
})

/** Who is locked out, and who opens again. */
export const lockoutCases: readonly Case[] = [
  {
    name: 'an operator is told who is locked out, and lets him in again',
    steps: [
      ask('POST', 'sys/auth/locking', 204, { ...root, body: { type: 'userpass' } }),
      ask('POST', 'auth/locking/users/eve', 204, { ...root, body: { password: 'right' } }),
      ask('GET', 'sys/auth/locking', 200, {
        ...root,
        expect: { accessor: text },
        save: 'accessor',
        from: 'accessor',
      }),
      ...Array.from({ length: 5 }, () =>
        ask('POST', 'auth/locking/login/eve', 400, { body: { password: 'wrong' } }),
      ),
      ask('GET', 'auth/locking/login/eve', 403, { expect: errors('permission denied') }),
      ask('GET', 'sys/locked-users?mount_accessor=${accessor}', 200, {
        ...root,
        expect: lockedIn('eve'),
      }),
      ask('GET', 'sys/locked-users?mount_accessor=none', 200, {
        ...root,
        expect: {
          data: { total: 0, by_namespace: [{ mount_accessors: [{ alias_identifiers: null }] }] },
        },
      }),
      ask('PUT', 'sys/locked-users', 405, { ...root, body: {}, expect: unsupported }),
      ask('GET', 'sys/locked-users/${accessor}/unlock/eve', 405, { ...root, expect: unsupported }),
      ask('PUT', 'sys/locked-users/${accessor}/unlock/eve', 204, { ...root, body: {} }),
      ask('PUT', 'sys/locked-users/none/unlock/eve', 204, { ...root, body: {} }),
      ask('POST', 'auth/locking/login/eve', 200, { body: { password: 'right' } }),
      ask('DELETE', 'sys/auth/locking', 204, root),
    ],
  },
  {
    name: 'logins without a password lock a name out of Vault, and not out of OpenBao',
    steps: [
      ...Array.from({ length: 5 }, () => noPassword({ vault: 400, openbao: 500 })),
      noPassword({ vault: 403, openbao: 500 }),
    ],
  },
]
