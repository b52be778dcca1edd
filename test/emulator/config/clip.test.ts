import { expect, it } from 'vitest'
import { clip } from '../../../emulator/config/clip.ts'

it('shows a value of 200 characters whole and of a longer one its beginning', () => {
  const text = 'x'.repeat(200)
  expect(clip(text)).toBe(text)
  expect(clip(`${text}y`)).toBe(`${text}…`)
})
