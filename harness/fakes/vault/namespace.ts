import type { Product } from './product.ts'
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
  readonly #refuses: boolean

  constructor(home: string | undefined, { refusesNamespaces }: Product) {
    this.#home = trimmed(home ?? '')
    this.#refuses = refusesNamespaces
  }

  get isRoot(): boolean {
    return this.#home === ''
  }

  /** A namespace may be said by a header, by the path, or by both together. */
  locate(target: Target, header: string | undefined): Place {
    const named = trimmed(header ?? '').replace(/^root$/, '')
    if (this.isRoot)
      return named === '' || !this.#refuses ? { kind: 'inside', target } : { kind: 'nowhere' }
    const path = named === '' ? target.path : `${named}/${target.path}`
    if (path.startsWith(`${this.#home}/`))
      return { kind: 'inside', target: { ...target, path: path.slice(this.#home.length + 1) } }
    const isAncestor = named === '' || this.#home.startsWith(`${named}/`)
    return isAncestor ? { kind: 'above', target } : { kind: 'nowhere' }
  }
}
