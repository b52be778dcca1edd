import { expect, test } from 'vitest'
import { report, result, run } from './events.ts'

const onReal = (audited?: Readonly<Record<string, number>>) =>
  result({
    vault: { kind: 'container', product: 'OpenBao', version: '1.2.3', ...(audited && { audited }) },
  })

test('pretty sums up on which real server scenarios ran and what its audit log has', async () => {
  const two = [{ 'vault.login': 2, 'vault.read': 3 }, { 'vault.login': 1 }].map(onReal)
  const text = await report('pretty', run([...two, onReal(), result()]))
  expect(text).toContain(
    'OpenBao 1.2.3 (container): 3 scenarios, 3 logins and 3 reads in its audit log, no audit log could be compared in 1 scenario\n',
  )
})

test('pretty says nothing of an embedded Vault', async () => {
  const text = await report('pretty', run([result({ vault: { kind: 'embedded' } })]))
  expect(text).not.toContain('audit log')
})

test('json names product, version and the counts of the audit log', async () => {
  const { scenarios } = JSON.parse(await report('json', run([onReal({ 'vault.login': 2 })])))
  expect(scenarios[0].vault).toEqual({
    kind: 'container',
    product: 'OpenBao',
    version: '1.2.3',
    audited: { 'vault.login': 2 },
  })
})

test('the command that runs a failed scenario again names the kind of server', async () => {
  const failed = { ...onReal(), status: 'failed' } as const
  expect(await report('pretty', run([failed]))).toMatch(/again: baqlab test .* --vault container\n/)
})

test.each([
  [{ image: 'openbao/openbao:2.7.2' }, '--vault container --image openbao/openbao:2.7.2'],
  [{ image: 'my image' }, "--vault container --image 'my image'"],
  [{ kind: 'external', isPrepared: true }, '--vault external --prepare'],
] as const)('that command asks for the same server again: %j', async (asked, options) => {
  const ran = onReal()
  const vault = { ...ran.vault!, ...asked } as NonNullable<typeof ran.vault>
  const failed = { ...ran, vault, status: 'failed' } as const
  expect(await report('pretty', run([failed]))).toContain(` ${options}\n`)
})
