import type { Place } from '../../emulator/index.ts'
import type { ReadFile } from '../../emulator/config/index.ts'
import {
  oauthGrants,
  type OAuthClient,
  type OAuthGrant,
  type OAuthOptions,
} from '../fakes/options.ts'
import { present, refuse, type Found } from './found.ts'
import type { OAuthWritten } from './schema/services.ts'
import { entriesOf, keyAt, nodeAt, type Tree } from './tree.ts'
import { trustedKeys } from './trusted-keys.ts'

/** What reading the options of a service needs. */
export interface ServiceReading {
  readonly tree: Tree
  /** Where its name stands. */
  readonly at: Place
  readonly readFile: ReadFile
  readonly found: Found
}

/** The options of an OAuth server, its keys read from their files. */
export function oauthOptions(written: OAuthWritten, reading: ServiceReading): OAuthOptions {
  const { tree, at, readFile, found } = reading
  const { token = {}, paths = {}, refresh = false } = written
  const { audience = [] } = token
  if (Object.keys(written.clients).length === 0) {
    const help = 'add a client, as "clients: { app: { secret: s3cr3t } }"'
    refuse(found, 'MISSING-KEY', 'nobody could ask for a token: there are no clients', at, help)
  }
  if (refresh !== false && !written.users) {
    const said = 'nobody gets a refresh token: only users do, and there are none'
    refuse(found, 'BAD-VALUE', said, keyAt(tree, ['refresh']), 'add "users:", or remove it')
  }
  const issuers = entriesOf(nodeAt(tree, ['issuers'])).map(
    ([name, { value }]) => [name, trustedKeys(value, readFile, found)] as const,
  )
  return {
    kind: 'oauth',
    paths: pathsOf(paths, tree, found),
    clients: clientsOf(written, reading),
    users: written.users ?? {},
    token: {
      kind: token.kind ?? 'jws',
      alg: token.alg ?? 'ES256',
      jti: token.jti ?? false,
      claims: token.claims ?? {},
      ...present({ lifetimeMs: token.lifetime }),
    },
    audience: [audience].flat(),
    expiresIn: written.expiresIn ?? true,
    issuers: Object.fromEntries(issuers),
    ...(refresh !== false && {
      refresh: refresh === true ? {} : present({ lifetimeMs: refresh.lifetime }),
    }),
  }
}

function pathsOf(
  written: NonNullable<OAuthWritten['paths']>,
  tree: Tree,
  found: Found,
): OAuthOptions['paths'] {
  const { token = '/token', jwks = '/jwks' } = written
  const { introspect = '/introspect', revoke = '/revoke' } = written
  const paths = { token, jwks, introspect, revoke }
  const seen = new Map<string, string>()
  for (const [name, path] of Object.entries(paths)) {
    const first = seen.get(path)
    seen.set(path, name)
    if (first === undefined) continue
    const said = `"${name}" has the path of "${first}"`
    refuse(found, 'DUPLICATE-NAME', said, keyAt(tree, ['paths', name]), 'give it one of its own')
  }
  return paths
}

function clientsOf(
  { clients }: OAuthWritten,
  { tree, readFile, found }: ServiceReading,
): Readonly<Record<string, OAuthClient>> {
  const all = Object.entries(clients).map(([id, client]) => {
    const keys = trustedKeys(nodeAt(tree, ['clients', id, 'keys']), readFile, found)
    const grants = client.grants?.map(fullName) ?? oauthGrants
    const { scopes = [], secret } = client
    return [id, { grants, scopes, keys, ...present({ secret }) }] as const
  })
  return Object.fromEntries(all)
}

const fullName = (grant: string): OAuthGrant =>
  oauthGrants.find((each) => each === grant || each.endsWith(`:${grant}`))!
