import type { Clock } from '../../emulator/index.ts'
import { createApi } from '../../harness/fakes/api.ts'
import type { Fake } from '../../harness/fakes/fake.ts'
import type { ApiOptions, ApiRequirements, ApiRoute } from '../../harness/fakes/options.ts'
import { randomStream } from '../../harness/seed.ts'
import { ask, type FakeRequest } from './fake-request.ts'
import { fixedClock } from './fixed-clock.ts'

/** What a test changes of an API that requires nothing. */
export interface ApiSetup extends Partial<Omit<ApiOptions, 'require' | 'routes'>> {
  readonly require?: Partial<ApiRequirements>
  readonly routes?: readonly ApiRoute[]
  readonly services?: Readonly<Record<string, Fake>>
  readonly clock?: Clock
}

/** A route named as the scenario language does, with an empty 200 unless changed. */
export function route(name: string, rest: Partial<ApiRoute> = {}): ApiRoute {
  const [method, path] = name.split(' ') as [string, string]
  return { name, method, path, status: 200, headers: {}, delayMs: 0, ...rest }
}

/** An API with GET /a, changed as given, and the clock it stands on. */
export function startApi({
  require,
  routes = [route('GET /a')],
  services = {},
  ...rest
}: ApiSetup = {}) {
  const fixed = fixedClock()
  const { clock = fixed, ...more } = rest
  const options: ApiOptions = {
    kind: 'api',
    require: { headers: {}, tokens: [], ...require },
    routes,
    ...more,
  }
  const context = { name: 'mesh', clock, random: randomStream(1, 'mesh') }
  const api = createApi(options, { ...context, serviceOf: (name) => services[name] })
  return { api, clock: fixed }
}

/** Sends GET /a, changed as given. */
export const get = (api: Fake, request: FakeRequest = {}) =>
  ask(api, { method: 'GET', path: '/a', ...request })
