import type { ApiRoute } from './options.ts'

/** A route that takes a request, with the values of its `{name}` segments. */
export interface RouteMatch {
  readonly route: ApiRoute
  readonly params: Readonly<Record<string, string>>
}

interface Pattern {
  readonly route: ApiRoute
  readonly segments: readonly Segment[]
}

type Segment = { readonly literal: string } | { readonly param: string }

/** The routes of an API, asked with a method and a path that may carry percent signs and a query. */
export class ApiRoutes {
  readonly #patterns: readonly Pattern[]

  constructor(routes: readonly ApiRoute[]) {
    this.#patterns = routes
      .map((route) => ({ route, segments: route.path.split('/').map(readSegment) }))
      .toSorted(mostSpecificFirst)
  }

  /** The most specific route for a request. */
  find(method: string, path: string): RouteMatch | undefined {
    const segments = requestSegments(path)
    for (const { route, segments: pattern } of this.#patterns) {
      const params = route.method === method && matchSegments(pattern, segments)
      if (params) return { route, params }
    }
    return undefined
  }

  /** The methods a path is scripted for; none where it is unknown. */
  methodsOf(path: string): readonly string[] {
    const segments = requestSegments(path)
    const found = this.#patterns.filter((each) => matchSegments(each.segments, segments))
    return [...new Set(found.map(({ route }) => route.method))].toSorted()
  }
}

function readSegment(text: string): Segment {
  const param = /^\{(.+)\}$/.exec(text)?.[1]
  return param === undefined ? { literal: decoded(text) } : { param }
}

const requestSegments = (path: string): string[] =>
  (path.split('?')[0] || '/').split('/').map(decoded)

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The values of the parameters; undefined where the path is another. An empty segment is no value. */
function matchSegments(
  pattern: readonly Segment[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, expected] of pattern.entries()) {
    const segment = segments[i]!
    if ('param' in expected && segment !== '') params[expected.param] = segment
    else if (!('literal' in expected) || expected.literal !== segment) return undefined
  }
  return params
}

// A literal segment is more specific than a parameter, and the first that differs decides.
function mostSpecificFirst(a: Pattern, b: Pattern): number {
  for (const [i, segment] of a.segments.entries()) {
    const other = b.segments[i]
    if (other && 'param' in segment !== 'param' in other) return 'param' in segment ? 1 : -1
  }
  return 0
}
