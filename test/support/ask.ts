import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'

/** What a client that is not ours gets. */
export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** Asks a listener as anybody could, by node's own client. */
export async function ask(
  url: string,
  options: https.RequestOptions = {},
  body = '',
): Promise<Answer> {
  const outgoing = (url.startsWith('https') ? https : http).request(url, options)
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [http.IncomingMessage]
  const chunks = (await incoming.toArray()) as Buffer[]
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString(),
  }
}
