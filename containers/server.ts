import type { RealAddress } from '../harness/fakes/fake.ts'
import type { Output } from './output.ts'

/** A Vault that runs, and what it takes to manage it. */
export interface Server extends AsyncDisposable {
  readonly kind: 'container' | 'binary' | 'external'
  readonly address: RealAddress
  /** May do everything that a preparation needs. */
  readonly token: string
  /** Of a server that was started here and is nobody else's. */
  readonly own?: { readonly output: Output; readonly unsealKey: string }
}

/** Why something could not start, in one sentence that says what to do instead. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** A dev server's own settings: OpenBao makes no audit device over its API unless told so. */
export const devSettings = JSON.stringify({ unsafe_allow_api_audit_creation: true })

/** How a dev server is started, whatever its program is called. */
export const devArguments = (listen: string, settingsFile: string): readonly string[] => [
  'server',
  '-dev',
  '-dev-no-store-token',
  `-dev-listen-address=${listen}`,
  `-config=${settingsFile}`,
]
