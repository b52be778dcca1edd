import { SignJWT, type JWK, type JWTPayload } from 'jose'
import {
  decide,
  UsedTokens,
  type InboundResult,
  type RoleMapping,
  type TrustedKeySource,
} from '../../emulator/inbound/index.ts'
import type { Header } from '../../emulator/http.ts'
import { keyPair, publicHalf, testKeys, type SigningAlg } from '../../harness/fakes/test-keys.ts'
import { readElements } from './server-xml.ts'
import { definitions } from './saf.ts'

/** The moment at which requests of these tests are made. */
export const now = Date.UTC(2026, 0, 5)
export const seconds = now / 1000

/** Claims that are believed. */
export const good: JWTPayload = {
  iss: 'https://idp',
  aud: 'api',
  sub: 'anna',
  iat: seconds,
  exp: seconds + 60,
}

/** A token signed with a test key; header values that are given replace its own. */
export async function signed(
  claims: JWTPayload = good,
  { alg = 'RS256', nth = 0, header = {} }: { alg?: SigningAlg; nth?: number; header?: object } = {},
): Promise<string> {
  const key = await keyPair(alg, nth).making()
  return new SignJWT(claims).setProtectedHeader({ alg, kid: `${alg} ${nth}`, ...header }).sign(key)
}

/** The public test keys as a JWKS has them. */
export const jwks: TrustedKeySource = {
  kind: 'set',
  keys: (['RS256', 'ES256'] as const).map((alg): JWK => ({
    ...publicHalf(testKeys[alg]),
    kid: `${alg} 0`,
    alg,
    use: 'sig',
  })),
}

export const oidc = (attributes = ''): string =>
  `<openidConnectClient id="oidc" inboundPropagation="required" signatureAlgorithm="RS256" issuerIdentifier="https://idp" audiences="api" jwkEndpointUrl="https://idp/jwks" ${attributes}/>`

export const safXml =
  '<safRegistry realm="PLEX"/><safAuthorization/><safCredentials mapDistributedIdentities="true"/>'

export const bank = definitions(
  'ADDGROUP (READERS ADMINS CLERKS)',
  'ADDUSER (ANNA BERT TECH WSGUEST)',
  'CONNECT (ANNA TECH) GROUP(READERS)',
  'ADDUSER GONE DFLTGRP(READERS)',
  'ALTUSER GONE REVOKE',
  'RDEFINE APPL BBGZDFLT',
  'PERMIT BBGZDFLT CLASS(APPL) ID(READERS WSGUEST)',
  'RDEFINE EJBROLE BBGZDFLT.zos.connect.access.roles.zosConnectAccess',
  'PERMIT BBGZDFLT.zos.connect.access.roles.zosConnectAccess CLASS(EJBROLE) ID(READERS)',
  "RACMAP ID(ANNA) MAP USERDIDFILTER(NAME('anna')) REGISTRY(NAME('https://idp'))",
  "RACMAP ID(GONE) MAP USERDIDFILTER(NAME('gone')) REGISTRY(NAME('https://idp'))",
)

export interface Asking {
  readonly xml?: readonly string[]
  readonly token?: string
  readonly headers?: readonly Header[]
  readonly url?: string
  readonly api?: string
  readonly at?: number
  readonly used?: UsedTokens
  readonly keys?: TrustedKeySource
  readonly mapping?: RoleMapping
}

/** What the provider side decides about a request. */
export async function ask({
  xml = [oidc()],
  token,
  headers = [],
  url = 'https://zosc:9443/accounts/1',
  api = 'accounts',
  at = now,
  used = new UsedTokens(),
  keys = jwks,
  mapping,
}: Asking): Promise<InboundResult> {
  const { config } = readElements(safXml, ...xml)
  const bearer: readonly Header[] =
    token === undefined ? [] : [['Authorization', `Bearer ${token}`]]
  return decide(
    { method: 'GET', url, headers: [...bearer, ...headers], api },
    {
      config: config!.provider,
      saf: bank,
      keys: async () => keys,
      now: at,
      used,
      ...(mapping && { mapping }),
    },
  )
}

/** `granted ANNA`, or `401 inbound.expired`: how a request ended, with the first rule of the last event. */
export function ended(result: InboundResult): string {
  if (result.kind === 'granted') return `granted ${result.user}`
  return `${result.status} ${result.trace.at(-1)?.rules[0]?.id}`
}
