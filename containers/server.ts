import type { Identity, RealAddress } from '../harness/fakes/fake.ts'
import type { Keeper } from './guard.ts'
import type { Output } from './output.ts'

/** A Vault that runs, and what it takes to manage it. */
export interface Server extends AsyncDisposable {
  readonly kind: 'container' | 'binary' | 'external'
  readonly address: RealAddress
  /** May do everything that a preparation needs. */
  readonly token: string
  /** Of somebody else's server: undoes what this process could not. */
  readonly keeper?: Keeper
  /** Of a server that was started here and is nobody else's. */
  readonly own?: { readonly output: Output; readonly unsealKey: string }
}

/** Why something could not start, in one sentence that says what to do instead. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** The files of a dev server of ours, by what they are for, in one folder. */
export interface DevFiles {
  readonly settings: string
  readonly cert: string
  readonly key: string
}

/** The names of those files. */
export const devFiles = (folder: string): DevFiles => ({
  settings: `${folder}/settings.json`,
  cert: `${folder}/cert.pem`,
  key: `${folder}/key.pem`,
})

/** What is in those files: TLS where it is asked, which takes a client's certificate but demands none. */
export function devContents(
  { settings, cert, key }: DevFiles,
  listen: string,
  identity: Identity,
): readonly { readonly target: string; readonly content: string }[] {
  const tcp = { address: listen, tls_cert_file: cert, tls_key_file: key }
  // OpenBao makes no audit device over its API unless told so.
  const said = { unsafe_allow_api_audit_creation: true, listener: [{ tcp }] }
  return [
    { target: settings, content: JSON.stringify(said) },
    { target: cert, content: identity.cert },
    { target: key, content: identity.key },
  ]
}

/** How a dev server is started, whatever its program is called; `plain` is a listener that nobody asks. */
export const devArguments = (plain: string, { settings }: DevFiles): readonly string[] => [
  'server',
  '-dev',
  '-dev-no-store-token',
  `-dev-listen-address=${plain}`,
  `-config=${settings}`,
]
