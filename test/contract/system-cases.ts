import { ask, count, errors, text, unsupported, type Case } from './case.ts'

export const systemCases: readonly Case[] = [
  {
    name: 'health is told to anybody',
    steps: [
      ask('GET', 'sys/health', 200, {
        expect: {
          initialized: true,
          sealed: false,
          standby: false,
          replication_performance_mode: 'disabled',
          replication_dr_mode: 'disabled',
          server_time_utc: count,
          version: text,
          cluster_name: text,
          cluster_id: text,
        },
      }),
      ask('HEAD', 'sys/health', 200),
      ask('POST', 'sys/health', 405, { body: {}, expect: { errors: [] } }),
    ],
  },
  {
    name: 'health answers with the code one asks for',
    steps: [
      ask('GET', 'sys/health?activecode=299&standbyok=true', 299),
      ask('GET', 'sys/health?sealedcode=abc', 400),
    ],
  },
  {
    name: 'initialization and seal are told to anybody',
    steps: [
      ask('GET', 'sys/init', 200, { expect: { initialized: true } }),
      ask('GET', 'sys/seal-status', 200, {
        expect: { type: text, initialized: true, sealed: false, progress: 0, version: text },
      }),
    ],
  },
  {
    name: 'an unknown path of the system is denied without a token',
    steps: [
      ask('GET', 'sys/nowhere', 403, { expect: errors('permission denied') }),
      ask('GET', 'sys/nowhere', 404, { token: 'root', expect: errors(text) }),
    ],
  },
  {
    name: 'an unknown method is refused',
    steps: [
      ask('FOO', 'secret/data/apimesh', 405, { token: 'root', expect: { errors: [] } }),
      ask('DELETE', 'secret/config', 405, { token: 'root', expect: unsupported }),
    ],
  },
  {
    name: 'a namespace that does not exist is not found',
    steps: [
      ask('GET', 'secret/data/apimesh', 404, {
        token: 'root',
        headers: { 'x-vault-namespace': 'nowhere' },
        expect: errors('namespace not found'),
      }),
    ],
  },
]
