import type { Assumptions } from '../assumed.ts'
import type { Level } from '../level.ts'

/** Reads one file's bytes; undefined where there is none. The only way a reader reaches the disk. */
export type ReadFile = (path: string) => Uint8Array | undefined

/** Names of the entries of a folder, folders with a slash at their end; undefined where there is none. */
export type ListFolder = (path: string) => readonly string[] | undefined

/** All that a reader of configurations may take from the machine it runs on. */
export interface Machine {
  readonly readFile: ReadFile
  /** Without it no folder is looked into: neither configDropins nor variables. */
  readonly listFolder?: ListFolder | undefined
  /** What the server finds in its environment besides server.env; never taken from ours unasked. */
  readonly processVariables?: Readonly<Record<string, string>> | undefined
}

export interface ReadConfigOptions extends Machine {
  /** The path of server.xml, or of the folder it lies in; Problems name files as they are found from it. */
  readonly file: string
  readonly level: Level
  /** Variables that win over those the files define. */
  readonly variables?: Readonly<Record<string, string>>
  /** More configuration, merged after server.xml and its overrides in this order: the last one wins. */
  readonly dropins?: readonly { readonly file: string; readonly text: string }[]
  /** A folder of .ara files that stands for `location` of zosconnect_apiRequesters. */
  readonly apiRequesters?: string | undefined
  readonly assume?: Partial<Assumptions>
}
