import { refuse, type Answer } from './answer.ts'
import type { OpenRequest } from './open-fields.ts'
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

export const inNamespace = refuse(400, 'operation unavailable in namespaces')

/** What a server tells of itself, and does with the keys of its seal. */
const ofServer =
  /^sys\/(health|init|unseal|generate-root\/(attempt|update)|rekey\/(init|update|verify))$/

/** OpenBao does none of that for a request with the header of a namespace, whichever that is. */
export const refusedInNamespaces = (
  { header }: Pick<OpenRequest, 'header'>,
  path: string,
  { refusesStatusOfNamespaces }: Product,
): Answer | undefined =>
  refusesStatusOfNamespaces && header('x-vault-namespace') && ofServer.test(path)
    ? inNamespace
    : undefined
