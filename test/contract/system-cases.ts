import { ask, count, errors, login, text, unsupported, type Case, byProduct } from './case.ts'

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
      ask('GET', 'sys/health?drsecondarycode=900&sealedcode=-1', 200),
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
    name: 'a token is told what it may do to a path',
    steps: [
      login('picky-id'),
      ask('POST', 'sys/capabilities-self', 200, {
        token: 'mine',
        body: { paths: ['secret/data/made/x', 'secret/data/tree/hidden', 'nowhere/x'] },
        expect: {
          'secret/data/made/x': ['create'],
          data: {
            'secret/data/made/x': ['create'],
            'secret/data/tree/hidden': ['deny'],
            'nowhere/x': ['deny'],
          },
        },
      }),
      ask('POST', 'sys/capabilities-self', 200, {
        token: 'root',
        body: { path: 'secret/data/x' },
        expect: { capabilities: ['root'], data: { capabilities: ['root'] } },
      }),
      ask('POST', 'sys/capabilities-self', 400, {
        token: 'mine',
        body: {},
        expect: errors('paths must be supplied'),
      }),
      ask('GET', 'sys/capabilities-self', 403, { token: 'mine' }),
    ],
  },
  {
    name: 'root is told what other tokens may do, by themselves or by their accessors',
    steps: [
      login('app-id'),
      ask('POST', 'sys/capabilities', 200, {
        token: 'root',
        body: { token: '${mine}', paths: ['secret/data/x'] },
        expect: {
          data: { capabilities: ['create', 'delete', 'list', 'patch', 'read', 'update'] },
        },
      }),
      ask('POST', 'sys/capabilities', 400, { token: 'root', body: { token: 'x', path: 'y' } }),
      ask('POST', 'sys/capabilities', 500, { token: 'root', body: { path: 'y' } }),
      ask('POST', 'sys/capabilities', 403, { token: 'mine', body: { path: 'y' } }),
      ask('POST', 'sys/capabilities-accessor', 400, {
        token: 'root',
        body: { accessor: 'x', path: 'y' },
      }),
    ],
  },
  {
    name: 'a cubbyhole belongs to one token',
    steps: [
      login('open-id'),
      ask('GET', 'cubbyhole/x', 404, { token: 'mine', expect: { errors: [] } }),
      ask('POST', 'cubbyhole/x', 204, { token: 'mine', body: { a: 'b' } }),
      ask('GET', 'cubbyhole/x', 200, {
        token: 'mine',
        expect: { data: { a: 'b' }, lease_duration: 0 },
      }),
      ask('GET', 'cubbyhole/x', 404, { token: 'root', expect: { errors: [] } }),
      ask('LIST', 'cubbyhole', 200, { token: 'mine', expect: { data: { keys: ['x'] } } }),
      ask('POST', 'cubbyhole/x', 500, { token: 'mine', body: {}, expect: errors(text) }),
      ask('DELETE', 'cubbyhole/x', 204, { token: 'mine' }),
      ask('LIST', 'cubbyhole', 404, { token: 'mine', expect: { errors: [] } }),
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
    // The Community Edition of HashiCorp Vault knows no namespaces, and does not look.
    steps: [
      ask(
        'GET',
        'secret/data/apimesh',
        { vault: 200, openbao: 404 },
        {
          token: 'root',
          headers: { 'x-vault-namespace': 'nowhere' },
          expect: byProduct({ vault: { data: {} }, openbao: errors('namespace not found') }),
        },
      ),
    ],
  },
]
