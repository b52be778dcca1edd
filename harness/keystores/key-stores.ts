import type { KeyStore, ReadFile, ServerConfig } from '../../emulator/config/index.ts'
import { error, suggestName, type Place, type Problem } from '../../emulator/index.ts'
import type { KeyStoreSource, ScenarioCode } from '../scenario/model.ts'
import type { KeyStoreContent, KeyStoreFault } from './entry.ts'
import { readKeyStore } from './read-key-store.ts'

/** A key store as far as this machine has it. */
export type OpenedStore =
  | { readonly kind: 'file'; readonly file: string; readonly content: KeyStoreContent }
  /** There is no file of it here, as of a key ring of the mainframe. */
  | { readonly kind: 'elsewhere' }
  /** There is one that cannot be read; a Problem says why. */
  | { readonly kind: 'broken' }

export interface KeyStoresParts {
  readonly config: ServerConfig
  /** The files of the scenario, by key ring or by id of a keyStore. */
  readonly sources: ReadonlyMap<string, KeyStoreSource>
  readonly readFile: ReadFile
}

/** The key stores of one configuration, each read when it is first asked for. */
export class KeyStores {
  readonly problems: Problem<ScenarioCode>[] = []
  readonly #parts: KeyStoresParts
  readonly #opened = new Map<string, Promise<OpenedStore>>()

  constructor(parts: KeyStoresParts) {
    this.#parts = parts
    this.#tellUnknown()
  }

  /** The key store of that id; `elsewhere` where server.xml does not have it. */
  open(id: string): Promise<OpenedStore> {
    const opened = this.#opened.get(id) ?? this.#open(this.#parts.config.keyStores.get(id))
    this.#opened.set(id, opened)
    return opened
  }

  async #open(store: KeyStore | undefined): Promise<OpenedStore> {
    if (!store) return { kind: 'elsewhere' }
    const source = this.#sourceOf(store)
    const path = source?.file ?? store.location?.value
    const bytes = path === undefined ? undefined : this.#parts.readFile(path)
    if (path === undefined || !bytes) return { kind: 'elsewhere' }
    const password = source?.password?.value ?? store.password?.value.reveal() ?? ''
    const read = await readKeyStore(bytes, password)
    if (!('fault' in read)) return { kind: 'file', file: path, content: read }
    const at = source ? (source.password?.at ?? source.at) : (store.location?.at ?? store.at)
    this.problems.push(describe(read.fault, path, at))
    return { kind: 'broken' }
  }

  #sourceOf(store: KeyStore): KeyStoreSource | undefined {
    const { sources } = this.#parts
    return namesOf(store)
      .map((name) => sources.get(name))
      .find((source) => source !== undefined)
  }

  #tellUnknown(): void {
    const { config, sources } = this.#parts
    const known = new Set([...config.keyStores.values()].flatMap(namesOf))
    for (const [name, { at }] of sources) {
      if (known.has(name)) continue
      const said = `server.xml has no key ring and no keyStore "${name}"`
      this.problems.push(error('UNKNOWN-NAME', said, at, suggestName(name, known)))
    }
  }
}

/** What a scenario may call a key store: its id, its ring, or its ring with the owner before it. */
function namesOf({ id, keyRing }: KeyStore): readonly string[] {
  if (!keyRing) return [id]
  const { owner, name } = keyRing
  return [id, ...(owner === undefined ? [] : [`${owner}/${name}`]), name]
}

function describe(fault: KeyStoreFault, path: string, at: Place): Problem<ScenarioCode> {
  switch (fault) {
    case 'password':
      return error(
        'KEYSTORE-PASSWORD',
        `"${path}" does not open with its password`,
        at,
        'write "{ file: …, password: … }" under keystores, or set the password of the keyStore',
      )
    case 'jks':
      return error(
        'KEYSTORE-FORMAT',
        `"${path}" is a JKS or JCEKS key store`,
        at,
        'convert it: keytool -importkeystore -srckeystore OLD -destkeystore NEW -deststoretype PKCS12',
      )
    case 'format':
      return error('KEYSTORE-FORMAT', `"${path}" is neither PEM nor PKCS12`, at)
  }
}
