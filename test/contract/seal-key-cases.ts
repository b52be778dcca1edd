import { ask as send, count, errors, mentions, text, unsupported, type Case } from './case.ts'

const ask: typeof send = (method, path, status, more) =>
  send(method, path, status, { token: 'root', ...more })

const anyKey = Buffer.alloc(32, 'k').toString('base64')
const idle = { nonce: '', started: false, progress: 0, required: 1 }
const begun = { nonce: text, started: true, progress: 0, required: 1 }

/** What those do who have the keys of the seal, with a token and without. */
export const sealKeyCases: readonly Case[] = [
  {
    name: 'a new root token is begun and given up by anybody',
    only: 'vault',
    steps: [
      send('GET', 'sys/generate-root/attempt', 200, { expect: { ...idle, otp_length: count } }),
      ...[
        [{ otp: 'short' }, 'OTP string is wrong length'],
        [{ otp: 5 }, 'cannot unmarshal'],
      ].map(([body, why]) =>
        send('PUT', 'sys/generate-root/attempt', 400, {
          body,
          expect: errors(mentions(why as string)),
        }),
      ),
      send('PUT', 'sys/generate-root/attempt', 200, {
        body: { otp: 'x'.repeat(28) },
        expect: { ...begun, otp: '' },
      }),
      send('POST', 'sys/generate-root/attempt', 400, {
        body: {},
        expect: errors('root generation already in progress'),
      }),
      ...[
        [{}, "'key' must be specified in request body as JSON"],
        [{ key: '!' }, "'key' must be a valid hex or base64 string"],
        [{ key: 'abcd' }, 'invalid key: key is shorter than minimum 16 bytes'],
        [{ key: anyKey, nonce: 'another' }, 'incorrect nonce supplied'],
      ].map(([body, why]) =>
        send('PUT', 'sys/generate-root/update', 400, {
          body,
          expect: errors(mentions(why as string)),
        }),
      ),
      send('PUT', 'sys/generate-root/update', 400, { expect: errors('EOF') }),
      send('DELETE', 'sys/generate-root/attempt', 204),
      send('PUT', 'sys/generate-root/update', 400, {
        body: { key: anyKey },
        expect: errors('no root generation in progress'),
      }),
      send('POST', 'sys/generate-root/attempt', 200, { expect: { ...begun, otp: text } }),
      send('DELETE', 'sys/generate-root/attempt', 204),
    ],
  },
  {
    name: 'new keys of the seal are begun by anybody, and given up by who knows the nonce',
    only: 'vault',
    steps: [
      send('GET', 'sys/rekey/init', 200, { expect: { ...idle, t: 0, n: 0 } }),
      send('GET', 'sys/rekey/verify', 400, { expect: errors('no rekey configuration found') }),
      ...[
        [{ secret_shares: 1, secret_threshold: 2 }, 400, 'provided threshold greater'],
        [{}, 500, 'shares must be at least one'],
        [{ secret_shares: 1 }, 500, 'threshold must be at least one'],
        [{ secret_shares: 2, secret_threshold: 1 }, 500, 'threshold must be greater than one'],
        [{ secret_shares: 256, secret_threshold: 2 }, 500, 'shares must be less than 256'],
        [{ secret_shares: '2', secret_threshold: 2 }, 400, 'cannot unmarshal'],
        [{ backup: true }, 400, 'cannot request a backup'],
        [{ secret_shares: 1, pgp_keys: ['a', 'b'] }, 400, 'incorrect number of PGP keys'],
      ].map(([body, status, why]) =>
        send('PUT', 'sys/rekey/init', status as number, {
          body,
          expect: errors(mentions(why as string)),
        }),
      ),
      send('PUT', 'sys/rekey/init', 400, { expect: errors('EOF') }),
      send('PUT', 'sys/rekey/init', 200, {
        body: { secret_shares: 3, secret_threshold: 2 },
        expect: { ...begun, t: 2, n: 3, verification_required: false },
        save: 'nonce',
        from: 'nonce',
      }),
      send('PUT', 'sys/rekey/init', 400, {
        body: { secret_shares: 1, secret_threshold: 1 },
        expect: errors('rekey already in progress'),
      }),
      send('PUT', 'sys/rekey/update', 400, {
        body: { key: anyKey, nonce: 'another' },
        expect: errors(mentions('incorrect nonce supplied')),
      }),
      send('GET', 'sys/rekey/verify', 200, {
        expect: { nonce: '', started: false, t: 2, n: 3, progress: 0 },
      }),
      send('DELETE', 'sys/rekey/verify', 200, {
        expect: { started: false, nonce: text, progress: 0 },
      }),
      send('GET', 'sys/rekey/init', 200, { expect: { verification_nonce: text } }),
      send('PUT', 'sys/rekey/verify', 400, {
        body: { key: anyKey },
        expect: errors('no rekey verification in progress'),
      }),
      send('DELETE', 'sys/rekey/init', 400, { body: {}, expect: errors('invalid request') }),
      send('DELETE', 'sys/rekey/init', 400, { expect: errors('EOF') }),
      send('DELETE', 'sys/rekey/init', 204, { body: { nonce: '${nonce}' } }),
      send('PUT', 'sys/rekey/update', 400, {
        body: { key: anyKey },
        expect: errors('no barrier rekey in progress'),
      }),
      send('PUT', 'sys/rekey/verify', 400, {
        body: { key: anyKey },
        expect: errors('no rekey in progress'),
      }),
    ],
  },
  {
    name: 'keys of the seal are worth nothing without a token in OpenBao',
    only: 'openbao',
    steps: [
      ...['generate-root/attempt', 'generate-root/update', 'rekey/init', 'rekey/verify'].flatMap(
        (path) => [
          send('GET', `sys/${path}`, 405, { expect: unsupported }),
          ask('PUT', `sys/${path}`, 405, { body: {}, expect: unsupported }),
        ],
      ),
      ask('GET', 'sys/generate-root', 405, { expect: unsupported }),
    ],
  },
  {
    name: 'a new root token is decoded with its password',
    steps: [
      send('PUT', 'sys/decode-token', 200, {
        body: { encoded_token: 'AAAA', otp: 'abc' },
        expect: { data: { token: 'abc' } },
      }),
      ...[
        {},
        { encoded_token: 'AAAA' },
        { otp: 'abc' },
        { encoded_token: 'AA==', otp: 'a' },
        { encoded_token: 'AAAAA', otp: 'abc' },
        { encoded_token: 'AAAA', otp: 'abcd' },
      ].map((body) =>
        send(
          'POST',
          'sys/decode-token',
          { vault: 500, openbao: 400 },
          { body, expect: errors(text) },
        ),
      ),
      send('GET', 'sys/decode-token', 405, { expect: unsupported }),
    ],
  },
]
