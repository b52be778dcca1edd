import type { Clock, Header, HttpRequest } from '../../emulator/index.ts'
import type { Fake, TokenFault } from '../fakes/fake.ts'
import { plainRequest } from '../plain-http.ts'
import { turnedDown, whyTurnedDown, type ShownCertificate } from './client-certificate.ts'
import type { FaultAction } from './faults.ts'
import { carried } from './headers.ts'
import type { Arrival } from './reception.ts'

/** What a service does on the wire. Cut: fewer bytes than announced. Endless: the body never stops. */
export type Served =
  | {
      readonly kind: 'whole' | 'cut' | 'endless'
      readonly status: number
      readonly headers: readonly Header[]
      readonly body: Uint8Array
    }
  | { readonly kind: 'reset' | 'no-answer' }

/** What reached a service of a request, besides its method and its address. */
export interface Received extends Pick<HttpRequest, 'headers' | 'body'> {
  /** The certificate of the client, where one was asked for and shown. */
  readonly shown?: ShownCertificate | undefined
}

/** How a real server is asked, which no fake stands for. */
export type AskOutside = (request: HttpRequest) => Promise<Served>

/** Lets a service answer an arrival, with its fault; the same for every transport. */
export async function serve(
  arrival: Arrival,
  clock: Clock,
  received: Received = arrival.entry.request,
  outside?: AskOutside,
): Promise<Served> {
  const { fault } = arrival
  if (fault && fault.delayMs > 0) await clock.sleep(fault.delayMs)
  return carriedBack(await act(arrival, received, outside), arrival.entry.request.method)
}

async function act(arrival: Arrival, received: Received, outside?: AskOutside): Promise<Served> {
  const action = arrival.fault?.action
  switch (action?.kind) {
    case 'answer':
      return { kind: 'whole', status: action.status, headers: action.headers, body: action.body }
    case 'reset':
    case 'no-answer':
      return { kind: action.kind }
    default:
      if (arrival.binding?.fake.kind === 'proxy') return bodyFault(await passOn(arrival), action)
      return bodyFault(
        outside ? await outside(arrival.entry.request) : await ask(arrival, received, action),
        action,
      )
  }
}

/** What a proxy does: it lets a tunnel be made, or answers as the server that it asked. */
async function passOn({ onward }: Arrival): Promise<Served> {
  if (!onward) return { kind: 'whole', status: 200, headers: [], body: new Uint8Array() }
  const outcome = await onward()
  if (outcome.kind === 'response') return { ...outcome, kind: 'whole' }
  const body = Buffer.from(`the proxy got no answer: ${outcome.detail}`)
  return { kind: 'whole', status: 502, headers: [['Content-Type', 'text/plain']], body }
}

async function ask(
  { binding, entry, target, identity }: Arrival,
  { headers, body = new Uint8Array(), shown }: Received,
  action: FaultAction | undefined,
): Promise<Served> {
  if (!binding) throw new Error('an arrival without a binding cannot be served')
  const { clientCertificate: demand } = binding
  const why = demand && whyTurnedDown(demand, shown)
  if (why !== undefined) return turnDown(binding.fake.kind, why)
  const request = plainRequest(entry.request.method, binding.origin + target, carried(headers))
  const response = await binding.fake.app.fetch(request, {
    body,
    entry,
    base: binding.origin + binding.path,
    ...(shown?.certificate && { certificate: shown.certificate }),
    ...(shown && identity?.material && { identity: identity.material }),
    ...tokenFault(action),
  })
  return {
    kind: 'whole',
    status: response.status,
    headers: [...response.headers],
    body: await response.bytes(),
  }
}

function turnDown(kind: Fake['kind'], why: string): Served {
  const { status, error } = turnedDown[kind] ?? turnedDown['api']!
  const body = Buffer.from(JSON.stringify({ error, error_description: why }))
  return { kind: 'whole', status, headers: [['Content-Type', 'application/json']], body }
}

/** An answer within what HTTP can say: some have no body, whatever the service wanted. */
function carriedBack(served: Served, method: string): Served {
  if (!('body' in served)) return served
  const headers = carried(served.headers)
  const bodyless = method === 'HEAD' || served.status === 204 || served.status === 304
  return bodyless
    ? { kind: 'whole', status: served.status, headers, body: new Uint8Array() }
    : { ...served, headers }
}

function tokenFault(action: FaultAction | undefined): { tokenFault?: TokenFault } {
  switch (action?.kind) {
    case 'token-misplaced':
    case 'token-expired':
    case 'token-huge':
    case 'token-wrong-issuer':
    case 'token-tampered':
      return { tokenFault: action.kind }
    default:
      return {}
  }
}

function bodyFault(served: Served, action: FaultAction | undefined): Served {
  if (!('body' in served)) return served
  switch (action?.kind) {
    case 'empty-body':
      return { ...served, body: new Uint8Array() }
    case 'malformed-json':
      return { ...served, body: served.body.subarray(0, Math.ceil(served.body.length / 2)) }
    case 'cut-body':
      return { ...served, kind: 'cut' }
    case 'endless-body':
      return { ...served, kind: 'endless' }
    default:
      return served
  }
}
