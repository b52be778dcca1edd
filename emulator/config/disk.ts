import type { ReadConfigOptions } from './read-options.ts'

/** The two functions that reach the disk; what they throw is the same to us as nothing there. */
export interface Disk {
  readonly read: (path: string) => Uint8Array | undefined
  readonly list: (path: string) => readonly string[] | undefined
}

/** Wraps what we are given: a function of somebody else's may throw where there is no file. */
export const diskOf = ({ readFile, listFolder }: ReadConfigOptions): Disk => ({
  read: (path) => attempt(() => readFile(path)),
  list: (path) => attempt(() => listFolder?.(path.replace(/(?<=.)\/+$/, ''))),
})

function attempt<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}
