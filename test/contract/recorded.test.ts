import { expect, test } from 'vitest'
import { cases } from './cases.ts'
import { EmbeddedVault } from './embedded.ts'
import { preparation } from './preparation.ts'
import { wordless } from './outline.ts'
import { recorded, recordings, type Answers, type RecordedAnswer } from './recording.ts'
import { runCase } from './run-case.ts'

const all = recordings().flatMap(({ server, cases: answers }) =>
  cases.map((each) => ({ server, each, name: each.name, answers: answers[each.name] })),
)

test('answers of a real server are recorded', () => {
  expect(recordings().length).toBeGreaterThan(0)
})

test.for(all)(
  '$server.product $server.version has answered the same: $name',
  async ({ server, each, answers }, { skip }) => {
    if (!answers) return skip('not recorded yet: RECORD=1 CONTRACT_VAULT=binary runs real.test.ts')
    const product = server.product === 'OpenBao' ? 'openbao' : 'vault'
    const ours: Answers = new Map()
    const subject = new EmbeddedVault({ ...preparation, product })
    await runCase(each, recorded(each, subject, ours))
    const asFarAsShape = (list: readonly RecordedAnswer[] = []) =>
      list.map((answer) => ({ ...answer, body: wordless(answer.body) }))
    expect(asFarAsShape(ours.get(each.name))).toEqual(asFarAsShape(answers))
  },
)
