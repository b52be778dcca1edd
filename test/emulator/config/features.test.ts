import { expect, test } from 'vitest'
import { readText, said } from '../../support/server-xml.ts'

const features = (...names: readonly string[]) => {
  const lines = names.map((name) => `\n<feature>${name}</feature>`)
  return `<featureManager>${lines.join('')}</featureManager>`
}
const third =
  'of zosConnect-3.0 baqlab emulates connections, tokens and retries, which are those of zosConnect-2.0; not WAR files, the Host API and its codes | read results with that in mind'
const connection = '<zosconnect_endpointConnection id="c" host="http://h"/>'
const noCall = (feature: string) =>
  `the feature "${feature}" is not in featureManager and there is no connection: this server calls no API | if programs are to call APIs through it, write <feature>${feature}</feature>`
const wouldNot = (feature: string, ...tries: readonly string[]) =>
  [
    `the feature "${feature}" is not in featureManager: a server would call no API`,
    ...tries,
    `write <feature>${feature}</feature>`,
  ].join(' | ')
const second = 'zosconnect:apiRequester-1.0'
const oas = 'zosconnect:oasRequester-1.0'

test.for<[string, ...(readonly string[])]>([
  [features('ZosConnect:ApiRequester-1.0') + connection],
  [features('jsp-2.3', second)],
  [features('jsp-2.3'), `2 ${noCall(second)}`],
  [features('jsp-2.3') + connection, `2 ${wouldNot(second)}`],
  [features('zosconnect:cics-1.0'), `2 ${noCall(oas)}`],
  [features('zosconnect:db2-1.0') + connection, `2 ${wouldNot(oas)}`],
  [features('xzosconnect:cics-1.0'), `2 ${noCall(second)}`],
  [features('zosconnect:cics-1.0x'), `2 ${noCall(second)}`],
  [features(oas), `2 "${oas}": ${third}`],
  [
    features('a-1.0', 'zosconnect:zosConnect-3.0'),
    `2 ${noCall(oas)}`,
    `3 "zosconnect:zosConnect-3.0": ${third}`,
  ],
  [
    features('zosconnect:zosConnect-3.0', 'zosconnect:oasRequester-1.1'),
    `2 "zosconnect:zosConnect-3.0": ${third}`,
    `3 ${wouldNot(oas, 'did you mean that by "zosconnect:oasRequester-1.1"?')}`,
  ],
  [features('zosconnect:zosConnect-3.12x'), `2 ${noCall(second)}`],
  [
    features('a-1.0', 'zosconnect:apiReqester-1'),
    `3 ${wouldNot(second, 'did you mean that by "zosconnect:apiReqester-1"?')}`,
  ],
  [
    features('zosconnect:apiRequesters-1.00'),
    `2 ${wouldNot(second, 'did you mean that by "zosconnect:apiRequesters-1.00"?')}`,
  ],
  [features('zosconnect:apiReqs-1.0'), `2 ${noCall(second)}`],
  [
    features('zosconnect:apiReques-1.0'),
    `2 ${wouldNot(second, 'did you mean that by "zosconnect:apiReques-1.0"?')}`,
  ],
  [features('zosconnect:apiReque-1.0'), `2 ${noCall(second)}`],
  [
    features('jsp-2.3') + '<com.ibm.x><feature>zosconnect:apiRequester-1.0</feature></com.ibm.x>',
    `2 ${noCall(second)}`,
  ],
  [features('jsp-2.3') + '<com.ibm.zosconnect_oAuth/>', `2 ${noCall(second)}`],
  ['<other/>', `1 ${noCall(second)}`],
])('of the features %s an administrator reads: %s', ([xml, ...texts]) => {
  const read = readText(`<server>${xml.replace('<other/>', '')}</server>`)
  const lines = read.problems.map(({ at }) => at?.line)
  expect(said(read).map((text, i) => `${lines[i]} ${text}`)).toEqual(texts)
})
