import type { Place } from '../problem.ts'
import type { XmlElement } from './xml.ts'

/** What an include says of elements that are there already. */
export type OnConflict = 'MERGE' | 'REPLACE' | 'IGNORE'

/** One reading of one file: by which includes it came, outermost first, and what each said of conflicts. */
export interface Origin {
  readonly file: string
  /** The files that lead here, this one last. */
  readonly chain: readonly string[]
  /** For each of them how it was included; a file that nothing includes is merged. */
  readonly conflicts: readonly OnConflict[]
  /** The places of the includes, innermost first. */
  readonly includedFrom: readonly Place[]
}

/** An element under `<server>` and the file it came from. */
export interface Placed {
  readonly element: XmlElement
  readonly origin: Origin
}

/** The origin of a file that nothing includes. */
export const topOrigin = (file: string): Origin => ({
  file,
  chain: [file],
  conflicts: ['MERGE'],
  includedFrom: [],
})

/** The origin of a file that another one includes. */
export const includedBy = (
  parent: Origin,
  file: string,
  conflict: OnConflict,
  at: Place,
): Origin => ({
  file,
  chain: [...parent.chain, file],
  conflicts: [...parent.conflicts, conflict],
  includedFrom: [at, ...parent.includedFrom],
})
