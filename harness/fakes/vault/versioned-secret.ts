import type { Author } from './author.ts'
import { goDuration, timestamp } from './duration.ts'

interface Version {
  data: unknown
  /** As it is printed, for a version is read more often than it is written. */
  readonly createdTime: string
  deletedAt?: number
  destroyed: boolean
  readonly by: Author
  deletedBy?: Author
}

/** What a mount or a secret says about its versions; 0 versions means the mount's number. */
export interface VersionSettings {
  maxVersions: number
  casRequired: boolean
  /** After how long a version is deleted by itself; 0 is never. */
  deleteAfterMs: number
  /** Whether its metadata, too, is only changed by who says how often it was changed before. */
  metadataCasRequired: boolean
}

export const plainVersions: VersionSettings = {
  maxVersions: 0,
  casRequired: false,
  deleteAfterMs: 0,
  metadataCasRequired: false,
}

/** What is done to versions that there are. */
export type Change = 'delete' | 'undelete' | 'destroy'

/** A version as a read shows it. */
export interface Shown {
  readonly gone: boolean
  readonly data: { readonly data: unknown; readonly metadata: Record<string, unknown> }
}

const defaultMaxVersions = 10

/** One secret of a versioned engine, with the versions it still has. */
export class VersionedSecret {
  readonly settings: VersionSettings = { ...plainVersions }
  /** The number of the first version that is kept; 0 as long as none was forgotten. */
  #oldest = 0
  readonly #versions = new Map<number, Version>()
  readonly #createdAt: number
  #updatedAt: number
  #custom: unknown = null
  #updatedBy: Author
  current = 0
  /** How often its metadata was changed. */
  described = 0

  constructor(now: number) {
    this.#createdAt = now
    this.#updatedAt = now
  }

  /** What is said of it in its owner's words; null where nothing is. */
  get custom(): unknown {
    return this.#custom
  }

  write(data: unknown, now: number, mount: VersionSettings, by: Author): void {
    this.current++
    this.#updatedBy = by
    this.#updatedAt = now
    this.#versions.set(this.current, {
      data,
      createdTime: timestamp(now),
      destroyed: false,
      by,
      ...this.#endFrom(now, mount),
    })
    const said = Math.max(this.settings.maxVersions, mount.maxVersions)
    this.#forgetBut(said || defaultMaxVersions)
  }

  /** As many versions are kept as the secret or its mount says, whichever says more. */
  #forgetBut(keep: number): void {
    if (this.current - this.#oldest < keep) return
    this.#oldest = this.current - keep + 1
    for (const number of this.#versions.keys())
      if (number < this.#oldest) this.#versions.delete(number)
  }

  /** Whether its newest version has, or is to have, an end. */
  get isGoing(): boolean {
    return this.#versions.get(this.current)?.deletedAt !== undefined
  }

  /** Whether there is something to read. */
  isThere(now: number): boolean {
    const version = this.#versions.get(this.current)
    return version !== undefined && !isGone(version, now)
  }

  /** Marks versions deleted, which `undelete` takes back and `destroy` makes final. */
  change(
    how: Change,
    numbers: readonly number[],
    now: number,
    mount: VersionSettings,
    by: Author,
  ): void {
    for (const version of numbers.map((number) => this.#versions.get(number))) {
      if (!version || version.destroyed) continue
      if (how === 'delete' && !isGone(version, now)) {
        version.deletedAt = now
        version.deletedBy = by
      }
      if (how === 'undelete') {
        delete version.deletedAt
        delete version.deletedBy
        Object.assign(version, this.#endFrom(now, mount))
      }
      if (how === 'destroy') Object.assign(version, { data: null, destroyed: true })
    }
    if (how !== 'destroy') this.#updatedBy = by
    this.#updatedAt = now
  }

  /** When a version deletes itself: after the lesser time of the two, unless the mount forbids it. */
  #endFrom(now: number, mount: VersionSettings): Pick<Version, 'deletedAt'> {
    const all = [this.settings.deleteAfterMs, mount.deleteAfterMs].filter((ms) => ms !== 0)
    const after = Math.min(...all)
    return all.length > 0 && after > 0 ? { deletedAt: now + after } : {}
  }

  describe(custom: unknown, now: number): void {
    if (custom !== undefined) this.#custom = custom
    this.described++
    this.#updatedAt = now
  }

  /** A version as a read shows it; 0 is the newest. */
  show(number: number, now: number): Shown | undefined {
    const wanted = number || this.current
    const version = this.#versions.get(wanted)
    if (!version) return undefined
    const gone = isGone(version, now)
    const data = { data: gone ? null : version.data, metadata: this.summary(wanted) }
    return { gone, data }
  }

  summary(number: number): Record<string, unknown> {
    const version = this.#versions.get(number)!
    const { created_time, deletion_time, destroyed } = timesOf(version)
    return {
      created_time,
      custom_metadata: this.#custom,
      deletion_time,
      destroyed,
      version: number,
    }
  }

  /** What is known of it and of each version, with who made them where authors are named. */
  metadata(namesAuthors: boolean): Record<string, unknown> {
    const versions = [...this.#versions].map(([number, version]) => [
      number,
      { ...timesOf(version), ...(namesAuthors && authorsOf(version)) },
    ])
    return {
      cas_required: this.settings.casRequired,
      created_time: timestamp(this.#createdAt),
      current_version: this.current,
      custom_metadata: this.#custom,
      delete_version_after: goDuration(this.settings.deleteAfterMs),
      ...(namesAuthors && { last_updated_by: this.#updatedBy ?? null }),
      max_versions: this.settings.maxVersions,
      oldest_version: this.#oldest,
      updated_time: timestamp(this.#updatedAt),
      versions: Object.fromEntries(versions),
    }
  }
}

const authorsOf = ({ by, deletedBy }: Version) => ({
  created_by: by ?? null,
  deleted_by: deletedBy ?? null,
})

const isGone = ({ destroyed, deletedAt = Infinity }: Version, now: number): boolean =>
  destroyed || deletedAt <= now

const timesOf = ({ createdTime, deletedAt, destroyed }: Version) => ({
  created_time: createdTime,
  deletion_time: deletedAt === undefined ? '' : timestamp(deletedAt),
  destroyed,
})
