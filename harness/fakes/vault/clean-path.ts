import { refuse, type Answer } from './answer.ts'
import type { Product } from './product.ts'
import { decoded } from './route.ts'

/** What is answered before the router sees whom a request is for; undefined where nothing is. */
export function beforeRouting(
  method: string,
  target: string,
  product: Product,
): Answer | undefined {
  const [path = '', ...query] = target.split('?')
  if (unprintable.test(decoded(path))) return { kind: 'empty', status: 400 }
  if (!new URLSearchParams(query.join('?')).get('help'))
    return sentElsewhere(method, target, product)
  if (path.startsWith('/v1/')) return undefined
  const help = `Use ${product.command} path-help command to retrieve API help for paths`
  return refuse(404, `Missing /v1/ prefix in path. ${help}`)
}

// What Go takes for printable: letters, marks, numbers, punctuation, symbols and the ASCII space.
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

/** Where Go's router sends a client that wrote several slashes in a row or dots; undefined where it wrote none. */
function sentElsewhere(method: string, target: string, product: Product): Answer | undefined {
  const [path = '', ...query] = target.split('?')
  const clean = cleaned(path)
  if (!path.startsWith('/v1/') || clean === path) return undefined
  const to = [clean, ...query].join('?')
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

/** Without empty parts and dots; `sys` is a folder to the router. */
function cleaned(path: string): string {
  if (path === '/v1/sys') return '/v1/sys/'
  if (!/\/(?=\/|\.{1,2}(\/|$))/.test(path)) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}${path.endsWith('/') ? '/' : ''}`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!)
