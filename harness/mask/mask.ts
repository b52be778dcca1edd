import { secretForms, shortestSecret } from './secret-forms.ts'

/** Forms by their last characters: tokens begin alike, but they end each in its own way. */
interface EndIndex {
  readonly size: number
  readonly forms: Map<string, string[]>
}

/** The long forms are found by many characters, so that few are compared in vain. */
const endSizes = [12, shortestSecret]

const isSecret = (text: string) => text.replace(/[\r\n]/g, '').length >= shortestSecret

function indexByEnd(forms: Iterable<string>): EndIndex[] {
  const indexes = endSizes.map((size): EndIndex => ({ size, forms: new Map() }))
  for (const form of forms) {
    const index = indexes.find(({ size }) => form.length >= size)
    const end = form.slice(-(index?.size ?? 0))
    const alike = index?.forms.get(end)
    if (alike) alike.push(form)
    else index?.forms.set(end, [form])
  }
  for (const { forms: groups } of indexes) {
    for (const group of groups.values()) group.sort((a, b) => b.length - a.length)
  }
  return indexes.filter(({ forms: { size } }) => size > 0)
}

/** The length of the longest form that ends before `end`, 0 where none does. */
function longestEndingAt(text: string, end: number, indexes: readonly EndIndex[]): number {
  for (const { size, forms } of indexes) {
    const alike = end >= size ? forms.get(text.slice(end - size, end)) : undefined
    const longest = alike?.find(
      (form) => form.length <= end && text.startsWith(form, end - form.length),
    )
    if (longest !== undefined) return longest.length
  }
  return 0
}

const stars = (text: string) => text.replace(/[^\r\n]/g, '*')

/**
 * Puts a `*` for every character of a secret, in whatever form it stands there; columns and lines
 * are kept, and where two secrets overlap both are gone.
 */
export function createMask(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>()
  for (const secret of new Set(secrets)) {
    if (isSecret(secret)) secretForms(secret).forEach((form) => forms.add(form))
  }
  const indexes = indexByEnd(forms)

  return (text) => {
    const parts: string[] = []
    let seen = text.length
    // From the end to the start: what a form covers reaches to the left.
    for (let end = text.length; end > 0;) {
      let from = end - longestEndingAt(text, end, indexes)
      if (from === end) {
        end--
        continue
      }
      parts.push(text.slice(end, seen))
      seen = end
      for (let inner = end - 1; inner > from; inner--) {
        from = Math.min(from, inner - longestEndingAt(text, inner, indexes))
      }
      parts.push(stars(text.slice(from, seen)))
      seen = end = from
    }
    parts.push(text.slice(0, seen))
    return parts.reverse().join('')
  }
}
