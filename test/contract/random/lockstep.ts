import type { Request } from '../case.ts'
import type { ContractResponse, Subject } from '../run-case.ts'
import { IssuedIds } from './issued-ids.ts'
import { firstDifference } from './same-answer.ts'
import { WholeSeconds } from './whole-seconds.ts'

/** Where two servers answered a sequence of requests in two ways. */
export interface Divergence {
  /** How many requests both had answered alike. */
  readonly after: number
  readonly request: Request
  readonly what: string
  readonly ours: ContractResponse
  readonly theirs: ContractResponse
}

/** Sends the same requests to both, one by one, until their answers differ; in words for OpenBao alone. */
export async function playBoth(
  requests: readonly Request[],
  ours: Subject,
  theirs: Subject,
): Promise<Divergence | undefined> {
  const ids = new IssuedIds()
  const [root, theirRoot] = await Promise.all([ours, theirs].map(rootOf))
  ids.pairUp('root', root!, theirRoot!)
  const seconds = new WholeSeconds(ours, theirs)
  for (const [after, request] of requests.entries()) {
    await seconds.begin(request)
    const [our, their] = await Promise.all([
      sendTo(ours, request, (text) => ids.fill(text, 'ours')),
      sendTo(theirs, request, (text) => ids.fill(text, 'theirs')).catch(unlessReset),
    ])
    seconds.end()
    if (!their) return undefined
    const what = firstDifference(our, their, ids, ours.product === 'openbao')
    if (what !== undefined && seconds.isUnsure) return undefined
    if (what !== undefined) return { after, request, what, ours: our, theirs: their }
    learnLease(request, our, their, ids)
  }
  return undefined
}

/** Pairs up the lease that a list of leases is of, where it is of one. */
function learnLease(
  { method, path }: Request,
  ours: ContractResponse,
  theirs: ContractResponse,
  ids: IssuedIds,
): void {
  const [, folder] = /^sys\/leases\/lookup\/([^?]+)$/.exec(path) ?? []
  if (folder === undefined || method !== 'LIST' || ours.status !== 200) return
  const [our, their] = [ours, theirs].map(
    ({ body }) => (JSON.parse(body) as { data: { keys: string[] } }).data.keys,
  )
  ids.learnLease(folder, our!, their!)
}

/** HashiCorp Vault ends the connection where a login has a list or a map for a text: nothing to compare. */
function unlessReset(thrown: Error): undefined {
  if (!thrown.message.endsWith('the connection was reset')) throw thrown
}

function sendTo(
  subject: Subject,
  { method, path, token, headers = {}, body, raw }: Request,
  fill: (text: string) => string,
): Promise<ContractResponse> {
  const content = raw ?? (body === undefined ? undefined : fill(JSON.stringify(body)))
  const shown = fill(token === 'root' ? '<root:0>' : (token ?? ''))
  const all = {
    ...(content !== undefined && { 'content-type': 'application/json' }),
    ...(shown !== '' && { 'x-vault-token': shown }),
    ...headers,
  }
  return subject.send(method, `/v1/${fill(path)}`, all, content)
}

/** A root token of its own, for a sequence may well revoke it. */
async function rootOf(subject: Subject): Promise<string> {
  const headers = { 'x-vault-token': subject.rootToken }
  const asked = JSON.stringify({ policies: ['root'], no_parent: true })
  const { body } = await subject.send('POST', '/v1/auth/token/create', headers, asked)
  return (JSON.parse(body) as { auth: { client_token: string } }).auth.client_token
}
