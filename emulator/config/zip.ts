import { Unzip, UnzipInflate } from 'fflate'

/** The files of a ZIP archive, or why it cannot be read. */
export type Unzipped =
  | { readonly entries: ReadonlyMap<string, Uint8Array>; readonly wrong?: undefined }
  | { readonly entries?: undefined; readonly wrong: string }

/** The most files, and the most bytes after unpacking, that one archive may have. */
export const maxEntries = 2000
export const maxUnpacked = 32 * 1024 * 1024

/** A slice unpacks to a thousand times its size at most, so a bomb is noticed before it has gone off. */
const slice = 4096

/** Unpacks the files that are wanted; what an archive says of its sizes is not believed. */
export function unzip(bytes: Uint8Array, isWanted: (name: string) => boolean): Unzipped {
  if (!hasDirectory(bytes)) return { wrong: 'it is no ZIP file, or its end is missing' }
  const unpacking = new Unpacking(isWanted)
  try {
    for (let at = 0; at < bytes.length; at += slice)
      unpacking.push(bytes.subarray(at, at + slice), at + slice >= bytes.length)
  } catch (thrown) {
    return { wrong: thrown instanceof TooMuch ? thrown.message : 'a file in it is damaged' }
  }
  return { entries: unpacking.entries }
}

class TooMuch extends Error {}

class Unpacking {
  readonly entries = new Map<string, Uint8Array>()
  readonly #unzip: Unzip
  #count = 0
  #bytes = 0

  constructor(isWanted: (name: string) => boolean) {
    this.#unzip = new Unzip((file) => {
      if (++this.#count > maxEntries) throw new TooMuch(`it has more than ${maxEntries} files`)
      if (!isWanted(file.name)) return
      const parts: Uint8Array[] = []
      file.ondata = (failure, part, isLast) => {
        if (failure) throw failure
        this.#bytes += part.length
        if (this.#bytes > maxUnpacked)
          throw new TooMuch(`it unpacks to more than ${maxUnpacked} bytes`)
        parts.push(part)
        if (isLast) this.entries.set(file.name, Buffer.concat(parts))
      }
      file.start()
    })
    this.#unzip.register(UnzipInflate)
  }

  push(part: Uint8Array, isLast: boolean): void {
    this.#unzip.push(part, isLast)
  }
}

/** Every ZIP file ends with a directory, after which only a comment may stand. */
function hasDirectory(bytes: Uint8Array): boolean {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-65_557)
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b
  return isArchive && tail.includes(Buffer.from([0x50, 0x4b, 5, 6]))
}
