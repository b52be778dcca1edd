import type { Answer } from './answer.ts'
import type { Product } from './product.ts'

/** Where Go's router sends a client that wrote several slashes in a row; undefined where it wrote none. */
export function sentElsewhere(
  method: string,
  target: string,
  product: Product,
): Answer | undefined {
  const [path = '', ...query] = target.split('?')
  if (!path.startsWith('/v1/') || !path.includes('//')) return undefined
  const to = [path.replace(/\/{2,}/g, '/'), ...query].join('?')
  const { status, text } = product.uncleanPath
  const headers = { Location: to }
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'empty', status, headers }
  const type = { 'Content-Type': 'text/html; charset=utf-8' }
  return {
    kind: 'page',
    status,
    headers: { ...headers, ...type },
    text: `<a href="${escaped(to)}">${text}</a>.\n\n`,
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!)
