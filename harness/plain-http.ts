import type { Header } from '../emulator/index.ts'

// A Request and a Response of fetch cost more than everything a fake does: they bring streams, and
// node loads them late. hono asks a request for its method, its URL and some headers, no more.

/** The headers of a plain request or response: names in lower case, values as they were given. */
class PlainHeaders {
  readonly #lines: readonly Header[]

  constructor(lines: readonly Header[]) {
    this.#lines = lines.map(([name, value]) => [name.toLowerCase(), value])
  }

  /** All values of that name, joined as fetch joins them; null where there is none. */
  get(name: string): string | null {
    const wanted = name.toLowerCase()
    const values = this.#lines.filter(([each]) => each === wanted).map(([, value]) => value)
    return values.length > 0 ? values.join(', ') : null
  }

  has(name: string): boolean {
    return this.get(name) !== null
  }

  [Symbol.iterator](): Iterator<Header> {
    return this.#lines[Symbol.iterator]()
  }
}

class PlainResponse {
  readonly status: number
  readonly headers: PlainHeaders
  readonly #body: string

  constructor(status: number, headers: readonly Header[], body: string) {
    this.status = status
    this.headers = new PlainHeaders(headers)
    this.#body = body
  }

  async text(): Promise<string> {
    return this.#body
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#body)
  }

  /** The body as it goes over the wire. */
  async bytes(): Promise<Uint8Array> {
    return Buffer.from(this.#body, 'utf8')
  }
}

/** What a fake is asked, with as much of a Request as hono and our fakes look at; the body goes beside it. */
export const plainRequest = (method: string, url: string, headers: readonly Header[]): Request =>
  ({ method, url, headers: new PlainHeaders(headers) }) as unknown as Request

/** What a fake answers; a header given twice goes out with the value given last. */
export function plainResponse(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | null,
): Response {
  return new PlainResponse(status, Object.entries(headers), body ?? '') as unknown as Response
}
