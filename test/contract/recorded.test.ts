import { expect, test } from 'vitest'
import { casesOf } from './case.ts'
import { cases } from './cases.ts'
import { EmbeddedVault } from './embedded.ts'
import { preparation } from './preparation.ts'
import { wordless } from './outline.ts'
import { recorded, recordings, type Answers, type RecordedAnswer } from './recording.ts'
import { runCase } from './run-case.ts'

const all = recordings().flatMap(({ server, cases: answers }) => {
  const product = server.product === 'OpenBao' ? ('openbao' as const) : ('vault' as const)
  return casesOf(cases, product).map((each) => ({
    server,
    product,
    each,
    name: each.name,
    answers: answers[each.name],
  }))
})

test('answers of a real server are recorded', () => {
  expect(recordings().length).toBeGreaterThan(0)
})

test.for(all)(
  '$server.product $server.version has answered the same: $name',
  async ({ product, each, answers }, { skip }) => {
    if (!answers) return skip('not recorded yet: RECORD=1 CONTRACT_VAULT=binary runs real.test.ts')
    const ours: Answers = new Map()
    const subject = new EmbeddedVault({ ...preparation, product })
    await runCase(each, recorded(each, subject, ours))
    const asFarAsShape = (list: readonly RecordedAnswer[] = []) =>
      list.map((answer) => ({ ...answer, body: wordless(answer.body) }))
    expect(asFarAsShape(ours.get(each.name))).toEqual(asFarAsShape(answers))
  },
)
