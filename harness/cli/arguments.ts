import { InvalidArgumentError } from 'commander'

/** A fix level as it is typed. */
export function level(text: string): string {
  if (!/^\d+(\.\d+){2,3}$/.test(text))
    throw new InvalidArgumentError('a fix level looks like 3.0.86.0')
  return text
}

/** A seed. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a seed is a whole number')
  return Number(text)
}

/** The values of an option that may be repeated. */
export const several = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
]

/** A port, 0 for any. */
export function portNumber(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 to 65535')
  return Number(text)
}

/** A reporter, and perhaps the file it writes, as `json=report.json`. */
export function oneOfReporters(text: string, names: readonly string[]): string {
  const [name = ''] = text.split('=')
  if (!names.includes(name)) throw new InvalidArgumentError(`there are ${names.join(', ')}`)
  return text
}
