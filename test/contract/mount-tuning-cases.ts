import { ask as send, byProduct, count, errors, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })
const made = (body: Readonly<Record<string, unknown>> = {}) =>
  ask('POST', 'sys/mounts/tuned', 204, { body: { type: 'kv', ...body } })
const absent = (value: unknown) => value === undefined
const removed = ask('DELETE', 'sys/mounts/tuned', 204)
const tune = (body: unknown, status: number, expect?: unknown) =>
  ask('POST', 'sys/mounts/tuned/tune', status, {
    body,
    ...(expect !== undefined && { expect: expect as ReturnType<typeof errors> }),
  })

/** What becomes of a mount that is tuned. */
export const mountTuningCases: readonly Case[] = [
  {
    name: 'secrets of a mount without a version have none',
    steps: [
      made({ options: { version: '' } }),
      ask('POST', 'tuned/x', 204, { body: { a: 'b' } }),
      ask('GET', 'tuned/x', 200, { expect: { data: { a: 'b' } } }),
      tune({ options: { version: '1' } }, 200, { warnings: [text] }),
      ask('GET', 'sys/mounts/tuned', 200, { expect: { options: { version: '1' } } }),
      tune({ options: { version: '1' } }, 204),
      tune({ options: { version: '' } }, 400, errors('invalid version provided: 0')),
      removed,
    ],
  },
  {
    name: 'an option without a value is taken away',
    steps: [
      made({ options: { version: '1', a: 'b', c: 'd' } }),
      tune({ options: { a: '' } }, 204),
      ask('GET', 'sys/mounts/tuned', 200, {
        expect: { data: { options: { version: '1', c: 'd' } } },
      }),
      removed,
    ],
  },
  {
    name: 'a mount that was told no longest lease takes any lease',
    steps: [
      made(),
      tune({ default_lease_ttl: '72000h' }, 204),
      ask('GET', 'sys/mounts/tuned/tune', 200, {
        expect: { data: { default_lease_ttl: 259_200_000 } },
      }),
      tune(
        { max_lease_ttl: '1h' },
        400,
        errors(
          'backend max lease TTL of 3600 would be less than backend default lease TTL of 259200000',
        ),
      ),
      removed,
    ],
  },
  {
    name: 'a secret without versions is kept as long as its mount says',
    steps: [
      made({ config: { default_lease_ttl: '40s' } }),
      ask('POST', 'tuned/x', 204, { body: { a: 'b' } }),
      ask('POST', 'tuned/y', 204, { body: { a: 'b', ttl: '1h' } }),
      ask('GET', 'tuned/x', 200, { expect: { lease_duration: 40 } }),
      ask('GET', 'tuned/y', 200, { expect: { lease_duration: 3600 } }),
      removed,
    ],
  },
  {
    name: 'a mount says which managed keys and methods it may use',
    only: 'vault',
    steps: [
      made({ config: { allowed_managed_keys: ['k'], delegated_auth_accessors: ['x'] } }),
      ask('GET', 'sys/mounts/tuned', 200, {
        expect: { config: { allowed_managed_keys: ['k'], delegated_auth_accessors: ['x'] } },
      }),
      tune({ allowed_managed_keys: 'l', delegated_auth_accessors: ['y'] }, 204),
      ask('GET', 'sys/mounts/tuned/tune', 200, {
        expect: { data: { allowed_managed_keys: ['l'], delegated_auth_accessors: absent } },
      }),
      removed,
    ],
  },
  {
    name: 'the paths of a move have no spaces around them',
    steps: ['from', 'to'].map((name) =>
      ask('POST', 'sys/remount', 400, {
        body: { from: 'secret', to: 'moved', [name]: ' x' },
        expect: errors(`'${name}' path cannot contain trailing whitespace`),
      }),
    ),
  },
  {
    name: 'a method of OpenID Connect answers in its own name',
    steps: [
      ask('POST', 'sys/auth/tuned', 204, { body: { type: 'oidc' } }),
      ask('GET', 'sys/auth/tuned', 200, {
        expect: byProduct({
          vault: { type: 'oidc', running_plugin_version: 'v1.21.2+builtin.vault' },
          openbao: { type: 'oidc', running_plugin_version: text },
        }),
      }),
      ask('POST', 'auth/tuned/role/r', 204, {
        body: { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'a' },
      }),
      ask('LIST', 'auth/tuned/role', 200, {
        expect: byProduct({ vault: { mount_type: 'oidc' }, openbao: { lease_duration: count } }),
      }),
      ask('DELETE', 'sys/auth/tuned', 204),
    ],
  },
]
