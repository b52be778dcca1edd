import type { Assumptions } from '../assumed.ts'
import type { Level } from '../level.ts'

/** Reads one file's bytes; undefined where there is none. The only way a reader reaches the disk. */
export type ReadFile = (path: string) => Uint8Array | undefined

export interface ReadConfigOptions {
  /** The path of server.xml; Problems name it as it is given here. */
  readonly file: string
  readonly readFile: ReadFile
  readonly level: Level
  /** Variables that win over those the files define. */
  readonly variables?: Readonly<Record<string, string>>
  /** More configuration, merged after server.xml in this order: the last one wins. */
  readonly dropins?: readonly { readonly file: string; readonly text: string }[]
  readonly assume?: Partial<Assumptions>
}
