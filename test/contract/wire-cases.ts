import { ask as send, errors, login, startsWith, text, type Case, byProduct } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const elsewhere = { vault: 301, openbao: 307 }

const help = { help: text, openapi: { openapi: text, info: { title: text } }, see_also: null }

/** What becomes of requests as HTTP has them. */
export const wireCases: readonly Case[] = [
  {
    name: 'every token may ask for help on a path',
    steps: [
      login('open-id'),
      ...['secret/data/x', 'sys/mounts', 'auth/token/create', 'cubbyhole/x'].map((path) =>
        send('GET', `${path}?help=1`, 200, { token: 'mine', expect: help }),
      ),
      send('GET', 'secret/data/x?help=1', 403),
      ask('GET', 'nowhere?help=1', 404, { expect: errors(text) }),
    ],
  },
  {
    name: 'a path with dots that are encoded is refused',
    steps: [
      ask(
        'GET',
        'secret/data/a/%2e%2e%2fx',
        { vault: 404, openbao: 400 },
        {
          expect: byProduct({
            vault: { errors: [] },
            openbao: errors('relative paths not supported'),
          }),
        },
      ),
    ],
  },
  {
    name: 'the system without a path is a folder',
    steps: [ask('GET', 'sys', elsewhere), ask('POST', 'sys', elsewhere, { body: {} })],
  },
  {
    name: 'who asks outside of the API is sent to the user interface',
    steps: [
      send('GET', '/', 307),
      send('POST', '/', 307, { body: {} }),
      send('GET', '/ui?x=1', 307),
      send('GET', '/v1', { vault: 301, openbao: 404 }),
      send('GET', '/v2/sys/health', { vault: 307, openbao: 404 }),
      send('GET', '//', { vault: 301, openbao: 404 }),
      send('GET', '/ui//x', elsewhere),
    ],
  },
  {
    name: 'a body that is no JSON is refused',
    steps: [
      ask(
        'POST',
        'secret/data/x',
        { vault: 500, openbao: 400 },
        {
          raw: '{"data":',
          expect: byProduct({
            vault: errors('malformed JSON, unclosed containers'),
            openbao: errors(startsWith('failed to decode JSON input: unexpected EOF')),
          }),
        },
      ),
      ask('POST', 'secret/data/x', 400, { raw: '[]', expect: errors(text) }),
      ask('POST', 'secret/data/x', 400, { raw: '"s"', expect: errors(text) }),
    ],
  },
]
