import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { format } from 'prettier'
import type { RealServer } from '../../harness/fakes/fake.ts'
import type { Case } from './case.ts'
import { outlineOf, requestOutline } from './outline.ts'
import type { Subject } from './run-case.ts'

/** An answer of a server, without what is another one every time and without anything secret. */
export interface RecordedAnswer {
  readonly request: string
  readonly status: number
  readonly body: unknown
}

/** What a real server has answered, case by case. */
export interface Recording {
  readonly server: Pick<RealServer, 'product' | 'version'>
  readonly cases: Readonly<Record<string, readonly RecordedAnswer[]>>
}

export type Answers = Map<string, RecordedAnswer[]>

const folder = fileURLToPath(new URL('recorded/', import.meta.url))

// Not by nock's recorder: it never ends a HEAD that fetch sends, and cannot see Vault's LIST.
/** The same subject, with its answers to one case written down. */
export function recorded<T extends Subject>({ name }: Case, subject: T, answers: Answers): Subject {
  const list: RecordedAnswer[] = []
  answers.set(name, list)
  return {
    ...subject,
    rootToken: subject.rootToken,
    product: subject.product,
    advance: (ms) => subject.advance(ms),
    now: () => subject.now(),
    async send(method, path, headers, body) {
      const answer = await subject.send(method, path, headers, body)
      list.push({
        request: requestOutline(method, path),
        status: answer.status,
        body: outlineOf(answer.body),
      })
      return answer
    },
  }
}

/** Keeps the answers of a server under its name and version. */
export async function saveRecording(server: RealServer, answers: Answers): Promise<void> {
  const { product, version } = server
  const recording = { server: { product, version }, cases: Object.fromEntries(answers) }
  const text = await format(JSON.stringify(recording), { parser: 'json', printWidth: 100 })
  await mkdir(folder, { recursive: true })
  const file = `${product}-${version}`.toLowerCase().replaceAll('.', '-')
  await writeFile(`${folder}${file}.json`, text)
}

/** Every recording there is. */
export const recordings = (): readonly Recording[] =>
  readdirSync(folder).map((file) => JSON.parse(readFileSync(folder + file, 'utf8')) as Recording)
