import type { Header, RequestInfo } from '../../emulator/index.ts'
import type { CallRecord } from '../call-record.ts'
import type { JournalEntry } from '../journal.ts'
import { createMask } from '../mask/mask.ts'
import { secretsOf } from '../runner/world-secrets.ts'
import type { CallSpec } from '../scenario/model.ts'
import type { World } from '../world.ts'

type Mask = (text: string) => string

/** What programs have said is remembered up to so many values. */
const mostRemembered = 200

/** So many of the newest exchanges are looked at for the secrets in them. */
const newestEntries = 1000

const secretHeader = /password|passwd|secret|token|api-?key|authorization|cookie/i

/** Hides every secret of a world wherever text leaves it, but in the data that is a program's own. */
export class Veil {
  readonly #world: World
  readonly #always: Mask
  readonly #said = new Set<string>()
  #hideSaid: Mask = createMask([])

  constructor(world: World, secrets: readonly string[]) {
    this.#world = world
    this.#always = createMask(secrets)
  }

  /** Remembers what a program says and nobody else may see. */
  remember({ as, request }: CallSpec): void {
    const secrets = [...infoSecrets(as), ...headerSecrets(request.headers)]
    if (secrets.every((secret) => this.#said.has(secret))) return
    for (const secret of secrets) this.#said.add(secret)
    for (const oldest of this.#said) {
      if (this.#said.size <= mostRemembered) break
      this.#said.delete(oldest)
    }
    this.#hideSaid = createMask(this.#said)
  }

  /** A mask for what is told of one call, which had these exchanges. */
  forCall(call: CallRecord, entries: readonly JournalEntry[]): Mask {
    const attached = call.trace.flatMap((event) => (event.kind === 'attached' ? event.header : []))
    const names = new Set(attached.map((name) => name.toLowerCase()))
    return this.#with([
      ...secretsIn(this.#world, entries),
      ...entries.flatMap(({ request }) =>
        headerSecrets(request.headers, (name) => names.has(name)),
      ),
    ])
  }

  /** A mask for what is told of the world. */
  forAll(): Mask {
    const { journal } = this.#world
    const entries = journal.since(Math.max(0, journal.size - newestEntries))
    return this.#with(secretsIn(this.#world, entries))
  }

  #with(secrets: readonly string[]): Mask {
    const more = createMask(secrets)
    return (text) => more(this.#hideSaid(this.#always(text)))
  }
}

const secretsIn = (world: World, entries: readonly JournalEntry[]): readonly string[] => [
  ...secretsOf(world, entries),
  ...entries.flatMap(({ request }) => headerSecrets(request.headers)),
]

/** Values of headers whose name says that they are secret, with and without their scheme. */
const headerSecrets = (
  headers: readonly Header[],
  isSecret = (name: string) => secretHeader.test(name),
): readonly string[] =>
  headers
    .filter(([name]) => isSecret(name.toLowerCase()))
    .flatMap(([, value]) => [value, value.replace(/^\S+ /, '')])
    .filter((value) => !value.includes('${'))

/** Everything but names of users and what is said in public. */
function infoSecrets({ fields }: RequestInfo): readonly string[] {
  const { oauthPassword, oauthClientSecret, tokenPassword } = fields
  const { tokenCustomParms, tokenCustomHeaders, oauthCustomParms } = fields
  const passwords = [oauthPassword, oauthClientSecret, tokenPassword].flatMap((field) =>
    field ? [field.value, field.value.trim()] : [],
  )
  const custom = [tokenCustomParms, tokenCustomHeaders, oauthCustomParms].flatMap((field) =>
    field ? field.value.split(/(?<!\\),/).map((pair) => pair.replace(/^[^=]*=/, '')) : [],
  )
  return [...passwords, ...custom].filter((value) => value !== '')
}
