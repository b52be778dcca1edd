import type { Environment } from '../../harness/runner/environment.ts'
import { serve, type ServeOptions, type Serving } from '../../harness/serve/serve.ts'
import { realFiles } from './real-files.ts'

/** The scenario that README and tests serve. */
export const flagship = 'scenarios/flagship/the-login-token-serves-every-call-of-its-lease.yaml'

/** A control interface, asked as curl asks it. */
export interface Curl extends AsyncDisposable {
  readonly serving: Serving
  readonly crashes: readonly Error[]
  get(path: string): Promise<Told>
  /** Sends text as it is, anything else as JSON. */
  post(path: string, said?: unknown): Promise<Told>
}

export interface Told {
  readonly status: number
  readonly text: string
  // Every test knows what it has asked for.
  readonly json: Record<string, unknown>
}

export interface CurlOptions extends Partial<Omit<ServeOptions, 'source' | 'onCrash'>> {
  readonly file?: string
  readonly environment?: Environment
  readonly level?: string
  readonly row?: string
}

/** Serves a file on ports of its own. */
export async function startServing({
  file = flagship,
  environment = realFiles(),
  level,
  row,
  clock = 'manual',
  seed = 1,
  port = 0,
}: CurlOptions = {}): Promise<Curl> {
  const crashes: Error[] = []
  const source = {
    file,
    environment,
    ...(level !== undefined && { level }),
    ...(row !== undefined && { row }),
  }
  const served = await serve({ source, clock, seed, port, onCrash: (each) => crashes.push(each) })
  if (served.kind !== 'serving') throw new Error(JSON.stringify(served))
  const { serving } = served
  const ask = async (path: string, init: RequestInit): Promise<Told> => {
    const response = await fetch(serving.url + path, init)
    const text = await response.text()
    const isJson = response.headers.get('content-type') === 'application/json'
    const json = (isJson ? JSON.parse(text) : {}) as Told['json']
    return { status: response.status, text, json }
  }
  return {
    serving,
    crashes,
    get: (path) => ask(path, {}),
    post: (path, said) =>
      ask(path, {
        method: 'POST',
        ...(said !== undefined && { body: typeof said === 'string' ? said : JSON.stringify(said) }),
      }),
    [Symbol.asyncDispose]: () => serving[Symbol.asyncDispose](),
  }
}

/** The codes and places of the problems in an answer. */
export const problemsIn = ({ json }: Told): readonly string[] =>
  (json['problems'] as readonly { code: string; path: string }[]).map(
    ({ code, path }) => `${code} ${path}`,
  )
