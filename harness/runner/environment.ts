import type { ReadFile } from '../../emulator/config/index.ts'

/** What a run takes from the machine, gathered once; everything else is computed. */
export interface Environment {
  readonly readFile: ReadFile
  /** Names of the entries of a folder, folders with a trailing slash; undefined where it is none. */
  readonly listFolder: (path: string) => readonly string[] | undefined
  /** Writes a text; undefined, or why it could not. */
  readonly writeFile: (path: string, text: string) => string | undefined
  readonly env: (name: string) => string | undefined
  /** Real milliseconds, for how long something took and nothing else. */
  readonly stopwatch: () => number
}
