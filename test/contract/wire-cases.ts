import { ask as send, errors, startsWith, text, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const product = { vault: 'parse', openbao: 'decode' }

/** What becomes of requests as HTTP has them. */
export const wireCases: readonly Case[] = [
  {
    name: 'a path with dots that are encoded is refused',
    steps: [
      ask('GET', 'secret/data/a/%2e%2e%2fx', 400, {
        expect: errors('relative paths not supported'),
      }),
    ],
  },
  {
    name: 'a body that is no JSON is refused',
    steps: [
      ask('POST', 'secret/data/x', 400, {
        raw: '{"data":',
        expect: errors((value) =>
          Object.values(product).some((verb) =>
            startsWith(`failed to ${verb} JSON input: unexpected EOF`)(value),
          ),
        ),
      }),
      ask('POST', 'secret/data/x', 400, { raw: '[]', expect: errors(text) }),
      ask('POST', 'secret/data/x', 400, { raw: '"s"', expect: errors(text) }),
    ],
  },
]
