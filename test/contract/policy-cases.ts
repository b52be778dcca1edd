import { ask, denied, login, type Case } from './case.ts'

export const policyCases: readonly Case[] = [
  {
    name: 'a token without a policy of its own reads no secret but looks itself up',
    steps: [
      login('open-id'),
      ask('GET', 'secret/data/apimesh', 403, { token: 'mine', expect: denied }),
      ask('GET', 'auth/token/lookup-self', 200, { token: 'mine' }),
      ask('POST', 'auth/token/renew-self', 200, { token: 'mine' }),
      ask('POST', 'auth/token/revoke-self', 204, { token: 'mine' }),
    ],
  },
  {
    name: 'a plus stands for one segment',
    steps: [
      login('blue-id', 'teams/blue/app'),
      ask('GET', 'teams/blue/kv/data/api/config', 200, {
        token: 'mine',
        expect: { data: { data: { url: 'https://blue' } } },
      }),
      ask('GET', 'teams/blue/kv/data/api/other', 403, { token: 'mine', expect: denied }),
      ask('GET', 'teams/blue/kv/data/api/deep/config', 403, { token: 'mine', expect: denied }),
    ],
  },
  {
    name: 'the most specific path wins, and there deny wins',
    steps: [
      login('picky-id'),
      ask('GET', 'secret/data/tree/root', 200, { token: 'mine' }),
      ask('GET', 'secret/data/tree/hidden', 403, { token: 'mine', expect: denied }),
      ask('GET', 'secret/data/tree/branch/leaf', 403, { token: 'mine', expect: denied }),
    ],
  },
  {
    name: 'a write to what is not there is a create, to what is there an update',
    steps: [
      login('picky-id'),
      ask('POST', 'secret/data/made/new', 200, { token: 'mine', body: { data: { a: 1 } } }),
      ask('POST', 'secret/data/made/new', 403, { token: 'mine', body: { data: { a: 2 } } }),
      ask('POST', 'secret/data/kept/new', 403, { token: 'mine', body: { data: { a: 1 } } }),
      ask('POST', 'secret/data/kept/there', 200, { token: 'mine', body: { data: { a: 2 } } }),
    ],
  },
  {
    name: 'the right to list a folder is not the right to list another',
    steps: [
      login('picky-id'),
      ask('LIST', 'secret/metadata/tree', 200, { token: 'mine' }),
      ask('LIST', 'secret/metadata/kept', 403, { token: 'mine', expect: denied }),
    ],
  },
  {
    name: 'a path where nothing is mounted is denied before it is unknown',
    steps: [
      login('app-id'),
      ask('GET', 'nowhere/x', 403, { token: 'mine', expect: denied }),
      ask('GET', 'nowhere/x', 404, {
        token: 'root',
        expect: { errors: ['no handler for route "nowhere/x". route entry not found.'] },
      }),
    ],
  },
]
