import { expect, it } from 'vitest'
import type { Setting } from '../../../emulator/config/model.ts'
import { readElements } from '../../support/server-xml.ts'

const requesters = (xml: string) => readElements(xml).config!.apiRequesters
const valuesOf = (read: object) =>
  Object.fromEntries(
    Object.entries(read).flatMap(([name, setting]) =>
      name === 'at' ? [] : [[name, (setting as Setting<unknown>).value]],
    ),
  )

it.each(['polled', 'mbean', 'disabled'])('reads updateTrigger="%s"', (trigger) => {
  const read = readElements(`<zosconnect_apiRequesters updateTrigger="${trigger}"/>`)
  expect(read.problems).toEqual([])
  expect(read.config?.apiRequesters.updateTrigger).toMatchObject({
    value: trigger,
    from: 'written',
  })
})

it('is not told of changes, asserts nothing and polls every 5s where nothing is set (config.api-requesters.default)', () => {
  const { updateTrigger, idAssertion, pollingRateMs } = requesters('<zosconnect_apiRequesters/>')
  expect([updateTrigger, idAssertion, pollingRateMs].map(({ value }) => value)).toEqual([
    'disabled',
    'OFF',
    5000,
  ])
})

it('reads all that an apiRequester says, and nothing that it does not', () => {
  const { apiRequesters } = requesters(`<zosconnect_apiRequesters idAssertion="ASSERT_ONLY">
    <apiRequester name="all" requireSecure="true" requireAuth="false" runGlobalInterceptors="false"
      interceptorsRef="i" adminGroup="a" operationsGroup="o" invokeGroup="v" readerGroup="r"/>
    <apiRequester/>
    <unheard/>
  </zosconnect_apiRequesters>`)
  expect(apiRequesters.map(valuesOf)).toEqual([
    {
      name: 'all',
      idAssertion: 'ASSERT_ONLY',
      requireSecure: true,
      requireAuth: false,
      runGlobalInterceptors: false,
      interceptorsRef: 'i',
      adminGroup: 'a',
      operationsGroup: 'o',
      invokeGroup: 'v',
      readerGroup: 'r',
    },
    { idAssertion: 'ASSERT_ONLY' },
  ])
})
