import type { Subject } from '../run-case.ts'
import type { Area } from './areas.ts'

const headersOf = ({ rootToken }: Subject) => ({ 'x-vault-token': rootToken })
const at = (path: string, prefix: string) => `/v1/sys/${path.replace('@', prefix)}`

/** Mounts what an area needs on each server and waits until it answers. */
export async function mountAt(
  prefix: string,
  mounts: Area['mounts'],
  subjects: readonly Subject[],
): Promise<void> {
  for (const subject of subjects)
    for (const [path, body] of mounts) {
      const headers = headersOf(subject)
      await subject.send('POST', at(path, prefix), headers, JSON.stringify(body))
      if (path.endsWith('/kv2')) await ready(prefix, subject)
    }
}

export async function unmountAt(
  prefix: string,
  mounts: Area['mounts'],
  subject: Subject,
): Promise<void> {
  for (const [path] of mounts) await subject.send('DELETE', at(path, prefix), headersOf(subject))
}

/** A mount of versions is not there at once. */
async function ready(prefix: string, subject: Subject): Promise<void> {
  for (;;) {
    const path = `/v1/${prefix}/kv2/data/ready`
    const { status } = await subject.send('POST', path, headersOf(subject), '{"data":{}}')
    if (status === 200) return
    await subject.advance(5)
  }
}
