type Side = 'ours' | 'theirs'
type Kind =
  'root' | 'token' | 'accessor' | 'secretId' | 'secretAccessor' | 'roleId' | 'lease' | 'other'
type Pair = Readonly<Record<Side, string>>

/** Where an answer has an id that the server has drawn, and what a request may use it for. */
const kinds: Readonly<Record<string, Kind>> = {
  root: 'root',
  client_token: 'token',
  token: 'token',
  id: 'token',
  accessor: 'accessor',
  wrapped_accessor: 'accessor',
  secret_id: 'secretId',
  secret_id_accessor: 'secretAccessor',
  role_id: 'roleId',
  lease_id: 'lease',
  request_id: 'other',
  entity_id: 'other',
  uuid: 'other',
}

/** The ids that two servers have drawn in answer to the same requests, in pairs. */
export class IssuedIds {
  readonly #pairs = new Map<Kind, Pair[]>()
  readonly #names = new Map<string, string>()

  /** Remembers what both have drawn at a field; false where the two are not the same id. */
  pairUp(field: string, ours: string, theirs: string): boolean {
    if (ours === theirs) return true
    const kind = kinds[field]
    if (kind === undefined || ours === '' || theirs === '') return false
    const [known, other] = [this.#names.get(`ours ${ours}`), this.#names.get(`theirs ${theirs}`)]
    if (known !== undefined || other !== undefined) return known === other
    const pairs = this.#pairs.get(kind) ?? []
    this.#pairs.set(kind, [...pairs, { ours, theirs }])
    const name = `(${kind} ${pairs.length})`
    this.#names.set(`ours ${ours}`, name)
    this.#names.set(`theirs ${theirs}`, name)
    return true
  }

  /** Remembers the lease that a list below a folder has, where it has one alone. */
  learnLease(folder: string, ours: readonly string[], theirs: readonly string[]): void {
    const [[our = '', ...more], [their = '']] = [ours, theirs]
    if (more.length === 0 && our.startsWith('h') && their.startsWith('h'))
      this.pairUp('lease_id', `${folder}/${our}`, `${folder}/${their}`)
  }

  /** A text with the name of every id in the place of the id. */
  named(text: string, side: Side): string {
    return text.replace(/[\w./-]{24,}/g, (id) => this.#names.get(`${side} ${id}`) ?? id)
  }

  /** A request's text with `<token:1>` replaced by the last token but one, as that server knows it. */
  fill(text: string, side: Side): string {
    return text.replace(/<(\w+):(\d+)>/g, (_, kind: string, back: string) => {
      const pairs = this.#pairs.get(kind as Kind) ?? []
      const pair = pairs[pairs.length - 1 - (Number(back) % Math.max(pairs.length, 1))]
      return pair?.[side] ?? 'never-issued'
    })
  }
}
