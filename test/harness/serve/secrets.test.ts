import { expect, test } from 'vitest'
import { leaks, secrets, secretScenario, secretServerXml } from '../../support/secret-files.ts'
import { startServing, type Told } from '../../support/serving.ts'
import { virtualFiles } from '../../support/virtual-files.ts'

const files = { 'server.xml': secretServerXml, 'serve.yaml': secretScenario('') }

/** An answer without what is the program's own. */
const withoutResponse = ({ json: { body: _body, json: _json, ...rest } }: Told) =>
  JSON.stringify(rest)

const reads = {
  request: 'read',
  as: { tokenUsername: 'ims-role', tokenPassword: secrets.secretId },
}

test.for(['real', 'manual'] as const)('no answer shows a secret on the %s clock', async (clock) => {
  const environment = virtualFiles({ ...files }, { KEY: secrets.environment })
  await using curl = await startServing({ file: 'serve.yaml', environment, clock })
  const told: Told[] = []
  const say = async (path: string, said?: unknown) => void told.push(await curl.post(path, said))
  const first = await curl.post('/call', { ...reads, capture: { secret: '$.data.data' } })
  expect(first.json).toMatchObject({
    json: { data: { data: { client_secret: secrets.vaultSecret } } },
  })
  told.push(first)
  await say('/call', { request: 'other' })
  await say('/call', { request: 'show' })
  await say('/call', { ...reads, as: { ...reads.as, tokenPassword: secrets.programPassword } })
  await say('/call', {
    connection: 'otherConn',
    path: `/${secrets.programHeader}?x=${secrets.programPassword}`,
    headers: { 'x-secret': secrets.programHeader },
    requestInfo: { ...reads.as, tokenCustomParms: `a=${secrets.customParm}` },
  })
  for (const body of [secrets.vaultSecret, secrets.secretId])
    for (const [at, request] of [
      ['vault.read', 'read'],
      ['vault.login', 'read'],
    ] as const) {
      await say('/restart', { server: 'BAQSTRT' })
      await say('/fault', { at, times: 1, status: 500, body: `no ${body} ${secrets.rootToken}` })
      await say('/call', { ...reads, request })
    }
  await say('/expect', {
    requests: [
      { to: 'vault.login', body: { secret_id: secrets.secretId, wrong: true } },
      { to: 'vault.login', headers: { 'content-type': secrets.secretId } },
      { to: 'vault.read', headers: { 'x-vault-token': secrets.rootToken } },
      { to: 'other.login', headers: { authorization: 'Basic x' } },
      { to: 'other', path: 'no' },
    ],
    statusMessage: 'nothing of the kind',
    body: 'no',
  })
  await say('/fault', { at: 'vault', times: secrets.secretId })
  await say('/call', `{ "a": "${secrets.secretId}`)
  await say('/operator', { command: `F BAQSTRT,${secrets.secretId}` })
  for (const path of [
    '/journal',
    '/config',
    '/cache',
    '/counts',
    '/services',
    '/rules',
    '/openapi.json',
  ])
    told.push(await curl.get(path))
  expect(told.map(withoutResponse).flatMap(leaks)).toEqual([])
  expect(told.filter(({ status }) => status >= 500)).toEqual([])
  expect(curl.crashes).toEqual([])
})

test('a reset onto a broken file says what is wrong, and shows no secret', async () => {
  const disk: Record<string, string> = { ...files }
  const environment = virtualFiles(disk, { KEY: secrets.environment })
  await using curl = await startServing({ file: 'serve.yaml', environment })
  await curl.post('/call', reads)
  disk['serve.yaml'] +=
    `steps: [{ call: red, as: { tokenPassword: ${secrets.programPassword} } }]\n`
  const answer = await curl.post('/reset')
  expect(answer.status).toBe(422)
  expect(answer.json).toMatchObject({
    problems: [{ code: 'UNKNOWN-NAME', path: expect.stringMatching(/^serve\.yaml:\d+:\d+$/) }],
  })
  expect(leaks(answer.text)).toEqual([])
  expect((await curl.get('/counts')).json).toMatchObject({ calls: 1 })
})
