import { pick } from './grammar.ts'

export const key = pick('a', 'a', 'b', 'f/c', 'f/d', 'f/g/e', 'a/x')

export const folder = pick('', 'f', 'f/', 'f/g', 'none', 'a')

export const page = pick(
  '',
  '',
  '?after=a',
  '?limit=1',
  '?after=a&limit=1',
  '?limit=-1',
  '?limit=x',
  '?after=f',
  '?list=true',
  '?limit=0',
)

export const odd = pick<unknown>(1, null, [], {}, true, 'x', { z: 1, a: 2 })
