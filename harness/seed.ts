/** A source of numbers in [0, 1) that repeats from its seed. */
export type Random = () => number

/** A seeded stream of its own for `name`: what one stream draws never moves another. */
export function randomStream(seed: number, name: string): Random {
  let state = seed >>> 0
  for (let i = 0; i < name.length; i++) state = mix(state ^ name.charCodeAt(i))
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    return mix(state) / 2 ** 32
  }
}

/** Scrambles 32 bits so that neighbouring states give unrelated numbers. */
function mix(bits: number): number {
  let x = bits >>> 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `length` letters and digits drawn from a stream, for ids and opaque tokens. */
export const randomText = (random: Random, length: number): string =>
  Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('')
