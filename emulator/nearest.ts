/** How many single-character edits (insert, delete, replace, swap of neighbours) lead from `a` to `b`. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      )
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

/** The known name closest to `name` without regard to case, if a typing slip could explain the difference. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.slice(0, 100).toLowerCase()
  let best: { name: string; distance: number } | undefined
  for (const candidate of known) {
    if (Math.abs(candidate.length - wanted.length) > 3) continue
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (distance < (best?.distance ?? Infinity)) best = { name: candidate, distance }
  }
  return best && best.distance <= Math.max(1, Math.floor(wanted.length / 3)) ? best.name : undefined
}

/** "did you mean …", or the list of what there is: the sentence that ends every Problem about a name. */
export function suggestName(name: string, known: Iterable<string>): string {
  const names = [...known]
  const close = nearest(name, names)
  if (close !== undefined) return `did you mean "${close}"?`
  if (names.length === 0) return 'there is none to choose from'
  const shown = names.slice(0, 12).join(', ')
  return names.length > 12 ? `use one of: ${shown}, …` : `use one of: ${shown}`
}
