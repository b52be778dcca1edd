/** Finds the known name that one typing slip (one edit, or another case) leads to. */
export type FindSlip = (name: string) => string | undefined

/** Prepares the search among names, so that each look-up meets only those of about its length. */
export function slipsAmong(known: Iterable<string>): FindSlip {
  const byLength = new Map<number, { lower: string; original: string }[]>()
  for (const original of known) {
    const same = byLength.get(original.length) ?? []
    byLength.set(original.length, same)
    same.push({ lower: original.toLowerCase(), original })
  }
  return (name) => {
    if (name.length < 2 || name.length > 100) return undefined
    const lower = name.toLowerCase()
    for (const length of [name.length, name.length - 1, name.length + 1]) {
      const found = byLength.get(length)?.find((candidate) => isOneEdit(lower, candidate.lower))
      if (found) return found.original
    }
    return undefined
  }
}

/** Whether at most one insertion, deletion, replacement or swap of neighbours lies between the two. */
function isOneEdit(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  const left = a.slice(start)
  const right = b.slice(start)
  if (left.slice(1) === right.slice(1)) return true
  if (left.slice(1) === right || left === right.slice(1)) return true
  return left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2)
}
