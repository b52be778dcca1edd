import { refuse, type Answer } from './answer.ts'
import type { Product } from './product.ts'
import { notEmulated } from './not-emulated.ts'
import { decoded } from './route.ts'

/** What is answered before the router sees whom a request is for; undefined where nothing is. */
export function beforeRouting(
  method: string,
  target: string,
  product: Product,
): Answer | undefined {
  const [path = '', ...query] = target.split('?')
  if (unprintable.test(decoded(path))) return { kind: 'empty', status: 400 }
  if (!new URLSearchParams(query.join('?')).get('help')) {
    if (path.startsWith('/ui/') && cleaned(path, product) === path)
      return notEmulated('a user interface')
    return sentElsewhere(method, target, product)
  }
  if (path.startsWith('/v1/')) return undefined
  const help = `Use ${product.command} path-help command to retrieve API help for paths`
  return refuse(404, `Missing /v1/ prefix in path. ${help}`)
}

// What Go takes for printable: letters, marks, numbers, punctuation, symbols and the ASCII space.
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

/** Where Go's router sends a client that wrote several slashes in a row or dots; undefined where it wrote none. */
function sentElsewhere(method: string, target: string, product: Product): Answer | undefined {
  const [path = '', ...query] = target.split('?')
  const clean = cleaned(path, product)
  if (clean !== path) return sentTo([clean, ...query].join('?'), method, product.uncleanPath)
  return product.showsUi.test(path) ? sentTo('/ui/', method, temporary) : undefined
}

const temporary: Product['uncleanPath'] = { status: 307, text: 'Temporary Redirect' }

function sentTo(to: string, method: string, { status, text }: Product['uncleanPath']): Answer {
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

/** Without empty parts and dots; folders of the router have a slash at their end. */
function cleaned(path: string, { routed }: Product): string {
  if (path === '/v1/sys') return '/v1/sys/'
  if (!routed.test(`${path}/`)) return path
  if (path === '/v1') return '/v1/'
  if (!/\/(?=\/|\.{1,2}(\/|$))/.test(path)) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  const clean = parts.length === 0 ? '' : `/${parts.join('/')}`
  return `${clean}${path.endsWith('/') || clean === '' ? '/' : ''}`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!)
