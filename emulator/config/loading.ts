import type { Disk } from './disk.ts'
import type { ConfigProblem } from './model.ts'
import type { Origin, Placed } from './origin.ts'
import type { VariableSources } from './variable-sources.ts'
import type { XmlVariables } from './xml-variables.ts'
import type { ReadXml, XmlElement } from './xml.ts'

/** The reading of all files of one server, under way. */
export interface Loading {
  readonly disk: Disk
  readonly sources: VariableSources
  readonly xmlVariables: XmlVariables
  readonly files: Map<string, ReadXml>
  readonly origins: Map<string, Origin>
  readonly placed: Placed[]
  readonly roots: XmlElement[]
  readonly problems: ConfigProblem[]
  /** How many includes, and how many elements, may still be taken in. */
  includesLeft: number
  elementsLeft: number
  limitTold: boolean
}

/** Reads a file into its place; false where there is none. */
export type ReadFileInto = (loading: Loading, origin: Origin) => boolean
