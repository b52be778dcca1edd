import type { Target } from './route.ts'

/** Where a request is: in the namespace that has everything, above it where nothing is, or nowhere. */
export type Place =
  | { readonly kind: 'inside'; readonly target: Target }
  | { readonly kind: 'above'; readonly target: Target }
  | { readonly kind: 'nowhere' }

const trimmed = (path: string): string => path.replace(/^\/+|\/+$/g, '')

/** The one namespace a Vault has besides the root; empty where the root has everything. */
export class Namespace {
  readonly #home: string

  constructor(home: string | undefined) {
    this.#home = trimmed(home ?? '')
  }

  get isRoot(): boolean {
    return this.#home === ''
  }

  /** A namespace may be said by a header, by the path, or by both together. */
  locate(target: Target, header: string | undefined): Place {
    const named = trimmed(header ?? '').replace(/^root$/, '')
    if (this.isRoot) return named === '' ? { kind: 'inside', target } : { kind: 'nowhere' }
    const path = named === '' ? target.path : `${named}/${target.path}`
    if (path.startsWith(`${this.#home}/`))
      return { kind: 'inside', target: { ...target, path: path.slice(this.#home.length + 1) } }
    const isAncestor = named === '' || this.#home.startsWith(`${named}/`)
    return isAncestor ? { kind: 'above', target } : { kind: 'nowhere' }
  }
}
