const lineEnd = Buffer.from('\r\n')
const list = Buffer.from('LIST ')

/**
 * Makes Vault's LIST, a method node's parser refuses, the GET with `list=true` that means the same.
 * It looks only where a request begins, so a body may say LIST as it likes.
 */
export class ListMethod {
  #begins = true
  #held: Buffer = Buffer.alloc(0)

  /** The next request begins with the next bytes. */
  begin(): void {
    this.#begins = true
  }

  /** What the parser gets for these bytes; nothing while a LIST line is not complete. */
  rewrite(bytes: Buffer): Buffer {
    if (!this.#begins) return bytes
    const whole = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes])
    const looked = Math.min(whole.length, list.length)
    const isList = whole.compare(list, 0, looked, 0, looked) === 0
    const end = isList ? whole.indexOf(lineEnd) : 0
    this.#held = end < 0 ? whole : Buffer.alloc(0)
    if (end < 0) return this.#held.subarray(0, 0)
    this.#begins = false
    return isList ? asGet(whole, end) : whole
  }
}

function asGet(request: Buffer, end: number): Buffer {
  const [, target = '/', version = 'HTTP/1.1'] = request.toString('latin1', 0, end).split(' ')
  const line = `GET ${target}${target.includes('?') ? '&' : '?'}list=true ${version}`
  return Buffer.concat([Buffer.from(line, 'latin1'), request.subarray(end)])
}
