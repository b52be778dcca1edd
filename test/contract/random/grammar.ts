import fc from 'fast-check'
import type { Request } from '../case.ts'

type Values = fc.Arbitrary<unknown>
export type Requests = fc.Arbitrary<Request>

/** Values that fit no field, or only just. */
const odd: Values = fc.constantFrom<unknown>(
  '',
  'x',
  -1,
  1.5,
  true,
  'false',
  null,
  [],
  {},
  ['a', 'b'],
  { a: 'b' },
  '1h',
  5,
  '-5',
  '7',
  'a,b',
  'a=b',
)

export const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
export const ttl = pick<unknown>('1h', 60, '90s', '30m', 7200, '10000h', '0', 0, '2d', '1h30m')
export const number = pick<unknown>(0, 1, 2, 5, '3', 100)
export const flag = pick<unknown>(true, false, 'true', 0)
export const names = pick<unknown>('a', 'a,b', ['b', 'a'], ['default'], ['A', 'a'], 'root', [], '')
export const cidrs = pick<unknown>(
  '127.0.0.1/8',
  ['127.0.0.1/32'],
  '10.0.0.0/8',
  'no',
  [],
  '127.0.0.1',
)
export const word = pick<unknown>('a', 'b', 'Some Text')

/** A body with some of its fields, one of which may have an odd value. */
function bodyOf(
  fields: Readonly<Record<string, Values>>,
  always: readonly string[],
  isRight: boolean,
) {
  const others = Object.keys(fields).filter((name) => !always.includes(name))
  return fc
    .tuple(
      fc.subarray([...always], { minLength: always.length }),
      others.length > 0 ? fc.uniqueArray(pick(...others), { maxLength: 3 }) : fc.constant([]),
      isRight ? fc.constant(30) : fc.nat(30),
    )
    .chain(([kept, some, wrong]) => {
      const all = [...kept, ...some]
      const value = (name: string, i: number) => (wrong === i ? odd : fields[name]!)
      const drops = wrong === 10 ? kept[0] : undefined
      const said = all.filter((name) => name !== drops)
      const extra = wrong === 11 ? { unknown_field: fc.constant(1) } : {}
      return fc.record({
        ...Object.fromEntries(said.map((name, i) => [name, value(name, i)])),
        ...extra,
      })
    })
}

export interface Kind {
  readonly methods: readonly string[]
  readonly path: fc.Arbitrary<string>
  readonly fields?: Readonly<Record<string, Values>>
  /** The fields that nearly every request has. */
  readonly always?: readonly string[]
  readonly token?: fc.Arbitrary<string | undefined>
  /** Whether no field has an odd value. */
  readonly isRight?: boolean
  /** Whether no other method is asked for now and then. */
  readonly isUsual?: boolean
  readonly headers?: fc.Arbitrary<Readonly<Record<string, string>>>
}

const rarely = pick<string | undefined>(...Array<string>(30).fill('root'), '<token:0>', 'no-token')
const wrong = pick('GET', 'POST', 'DELETE', 'LIST', 'PUT', 'PATCH')

/** Requests of one kind, now and then with another method. */
export function requests(kind: Kind): Requests {
  const { methods, fields = {}, always = [], isRight = false, isUsual = false } = kind
  const asked = fc.oneof(
    { weight: 25, arbitrary: pick(...methods) },
    { weight: isUsual ? 0 : 1, arbitrary: wrong },
  )
  const parts = fc.record({
    method: asked,
    path: kind.path,
    body: bodyOf(fields, always, isRight),
    token: kind.token ?? rarely,
    headers: kind.headers ?? fc.constant({}),
  })
  return parts.map(({ method, path, body, token, headers }) => ({
    method,
    path,
    ...(token !== undefined && { token }),
    headers: method === 'PATCH' ? { ...headers, ...mergePatch } : headers,
    ...(method.startsWith('P') && { body }),
  }))
}

/** A part of a mixture of kinds. */
export const often = (weight: number, kind: Kind) => ({ weight, arbitrary: requests(kind) })

const mergePatch = { 'content-type': 'application/merge-patch+json' }
