import { pick } from './grammar.ts'
export const tokens = pick<string | undefined>(
  'root',
  'root',
  'root',
  '<token:0>',
  '<token:0>',
  '<token:1>',
  '<token:2>',
  undefined,
)

export const theToken = pick<unknown>(
  '<token:0>',
  '<token:0>',
  '<token:1>',
  '<token:2>',
  'never-issued',
  '',
)

export const accessor = pick<unknown>('<accessor:0>', '<accessor:1>', '<accessor:2>', 'none', '')
