import { headerValue } from '../../emulator/index.ts'
import {
  bodyOf,
  idsOf,
  json,
  lastOf,
  loginXml,
  someone,
  startRequester,
  type Fields,
  type RequesterParts,
} from './requester.ts'

/** What a test of one token request changes. */
export interface Asked extends Pick<RequesterParts, 'level' | 'assume'> {
  readonly request?: string
  readonly response?: string
  readonly server?: string
  readonly more?: readonly string[]
  readonly fields?: Fields
}

/** The one token request of one call, and what the call said of it. */
export async function ask({
  request,
  response,
  server,
  more,
  level,
  assume,
  fields = someone,
}: Asked) {
  const xml = loginXml({
    ...(request !== undefined && { request }),
    ...(response !== undefined && { response }),
    ...(server !== undefined && { server }),
    ...(more && { more }),
  })
  const started = startRequester({
    xml,
    ...(level !== undefined && { level }),
    ...(assume && { assume }),
    token: [{ ...json({ token: 'a.token' }), headers: [['X-Token', 'a.token']] }],
  })
  const { outcome, trace } = await started.call(fields)
  const sent = started.tokenRequests()[0]
  const header = (name: string) => sent && headerValue(sent.headers, name)
  const rules = idsOf(lastOf(trace, 'credentials') ?? outcome)
  return { sent, body: bodyOf(sent), header, rules, outcome, trace, ...started }
}

/** The attributes that put the credentials into a body. */
export const inBody = (body: string) => `credentialLocation="body" requestBody='${body}'`
/** The header value of basic authentication. */
export const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`
/** A body with both place-holders. */
export const both = '{"u":"${userid}","p":"${password}"}'
