import { ask as send, byProduct, count, errors, text, unsupported, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

/** What a server says of its versions, its nodes, and leases it cannot end. */
export const clusterCases: readonly Case[] = [
  {
    name: 'leases that cannot be ended are counted and listed by their type',
    steps: [
      ask('GET', 'sys/leases/count?type=irrevocable', 200, {
        expect: { data: { counts: {}, lease_count: 0 } },
      }),
      ask('GET', 'sys/leases?type=irrevocable', 200, {
        expect: { data: { leases: [], lease_count: 0 } },
      }),
      ask('GET', 'sys/leases?type=irrevocable&limit=none', 200),
      ask('GET', 'sys/leases?type=irrevocable&limit=x', 500, { expect: errors(text) }),
      ask('GET', 'sys/leases', 404, { expect: { errors: [] } }),
      ask('GET', 'sys/leases/count?type=other', 404, { expect: { errors: [] } }),
      ask('POST', 'sys/leases/count', 405, { body: {}, expect: unsupported }),
    ],
  },
  {
    name: 'the versions a server has been are listed',
    steps: [
      ask('LIST', 'sys/version-history', 200, { expect: { data: { keys: [text] } } }),
      ask('GET', 'sys/version-history', 405, { expect: unsupported }),
      send('LIST', 'sys/version-history', 403),
    ],
  },
  {
    name: 'service tokens are counted by OpenBao alone',
    steps: [
      ask(
        'GET',
        'sys/internal/counters/tokens',
        { openbao: 200, vault: 404 },
        {
          expect: byProduct({
            openbao: { data: { counters: { service_tokens: { total: count } } } },
            vault: errors(text),
          }),
        },
      ),
    ],
  },
  {
    name: 'a server that is alone is the active node',
    steps: [
      ask('GET', 'sys/ha-status', 200, {
        expect: {
          nodes: [{ hostname: text, api_address: text, active_node: true, last_echo: null }],
        },
      }),
      ask('POST', 'sys/ha-status', 405, { body: {}, expect: unsupported }),
    ],
  },
]
