import { rule } from '../rule.ts'
import { specOf } from './specs.ts'
import type { ConfigElement } from './files.ts'
import type { ApiRequester, ApiRequesters, IdAssertion, Setting } from './model.ts'
import { defaultAs } from './reading.ts'
import type { Source } from './reading.ts'
import { readEnum, readFlag, readMs, readPath, readText } from './values.ts'

export const apiRequestersDefaults = rule('config.api-requesters.default', {
  status: 'documented',
  source: 'Configuration elements: zosconnect_apiRequesters; IBM workshop: Topics Guide',
  says: 'idAssertion is OFF, updateTrigger disabled and pollingRate 5s where they are not set',
})

export const apiRequestersLocation = rule('config.api-requesters.location', {
  status: 'assumed',
  source: 'Assumed: IBM samples put archives there; the attribute table would settle it',
  says: 'location is resources/zosconnect/apiRequesters/ in the folder of server.xml where it is not set',
})

export const ownIdAssertion = rule('config.api-requesters.id-assertion', {
  status: 'documented',
  source: 'Configuration elements: zosconnect_apiRequesters',
  says: 'idAssertion of an apiRequester wins over that of zosconnect_apiRequesters',
})

const assertions = ['OFF', 'ASSERT_SURROGATE', 'ASSERT_ONLY'] as const

/** Reads `zosconnect_apiRequesters` with its children. */
export function readApiRequesters(source: Source): ApiRequesters {
  const { element, reading, spec } = source
  const inServer = '${server.config.dir}/resources/zosconnect/apiRequesters/'
  const idAssertion =
    readEnum(source, 'idAssertion', assertions) ?? defaultAs(source, 'OFF' as const)
  const childSpec = specOf(spec.children, 'apiRequester')!
  const readChild = (child: ConfigElement): ApiRequester =>
    readApiRequester({ reading, element: child, spec: childSpec }, idAssertion)
  return {
    at: element.at,
    location:
      readPath(source, 'location') ?? defaultAs(source, reading.variables.resolve(inServer).value),
    idAssertion,
    updateTrigger:
      readEnum(source, 'updateTrigger', ['polled', 'mbean', 'disabled']) ??
      defaultAs(source, 'disabled' as const),
    pollingRateMs: readMs(source, 'pollingRate') ?? defaultAs(source, 5000),
    apiRequesters: element.children.filter(({ name }) => name === 'apiRequester').map(readChild),
  }
}

function readApiRequester(source: Source, outer: Setting<IdAssertion>): ApiRequester {
  const text = (name: string) => {
    const setting = readText(source, name)
    return setting && { [name]: setting }
  }
  const flag = (name: string) => {
    const setting = readFlag(source, name, false)
    return setting.from === 'written' ? { [name]: setting } : undefined
  }
  return {
    at: source.element.at,
    ...text('name'),
    idAssertion: readEnum(source, 'idAssertion', assertions) ?? outer,
    ...flag('requireSecure'),
    ...flag('requireAuth'),
    ...flag('runGlobalInterceptors'),
    ...text('interceptorsRef'),
    ...text('adminGroup'),
    ...text('operationsGroup'),
    ...text('invokeGroup'),
    ...text('readerGroup'),
  }
}
