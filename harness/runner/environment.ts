import { isSecretVariable } from '../scenario/secrets.ts'
import type { Machine, ReadFile } from '../../emulator/config/index.ts'

/** What a run takes from the machine, gathered once; everything else is computed. */
export interface Environment {
  readonly readFile: ReadFile
  /** Names of the entries of a folder, folders with a trailing slash; undefined where it is none. */
  readonly listFolder: (path: string) => readonly string[] | undefined
  /** Writes a text; undefined, or why it could not. */
  readonly writeFile: (path: string, text: string) => string | undefined
  readonly env: (name: string) => string | undefined
  /** Those of its variables that count as z/OS Connect's, because somebody named them. */
  readonly processVariables?: Readonly<Record<string, string>>
  /** Real milliseconds, for how long something took and nothing else. */
  readonly stopwatch: () => number
}

/** What of it a reader of configurations may use. */
export const machineOf = ({ readFile, listFolder, processVariables }: Environment): Machine => ({
  readFile,
  listFolder,
  processVariables,
})

/** The values of variables that were named and whose names say that they are secret. */
export const secretVariables = ({ processVariables = {} }: Environment): readonly string[] =>
  Object.entries(processVariables).flatMap(([name, value]) =>
    isSecretVariable(name) ? [value] : [],
  )
