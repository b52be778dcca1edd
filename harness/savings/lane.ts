import type { CompareBalance, FlowPart } from '../scenario/compare-model.ts'
import { randomStream } from '../seed.ts'
import type { Timetable } from './timetable.ts'

/** One part of the traffic: who calls what, and when. */
export interface Part extends FlowPart {
  /** Tells parts apart; it names their random streams. */
  readonly name: string
  readonly timetable: Timetable
}

/** Which calls of a part go to one server. Numbers are those of the part's timetable. */
export interface Share {
  /** The first call at or after `number` that goes there; the size of the timetable where none does. */
  next(number: number): number
  /** How many calls from `from` (included) to `to` (not included) go there. */
  count(from: number, to: number): number
}

/** How the calls of a part are spread over so many servers; undefined for a server that gets none. */
export function sharesOf(
  part: Part,
  balance: CompareBalance,
  servers: number,
  seed: number,
): readonly (Share | undefined)[] {
  const all = Array.from({ length: servers }, (_, server) => server)
  if (servers === 1) return [inTurn(0, 1, part.timetable.size)]
  switch (balance) {
    case 'round':
      return all.map((server) => inTurn(server, servers, part.timetable.size))
    case 'sticky': {
      const own = chosen(
        seed,
        `sticky ${part.user ?? part.calls[0]!.program ?? part.name}`,
        servers,
      )
      return all.map((server) => (server === own ? inTurn(0, 1, part.timetable.size) : undefined))
    }
    case 'random':
      return all.map((server) => drawn(server, servers, part, seed))
  }
}

const chosen = (seed: number, stream: string, servers: number): number =>
  Math.floor(randomStream(seed, stream)() * servers)

/** Each `step`th call, the first being number `first`. */
const inTurn = (first: number, step: number, size: number): Share => {
  const before = (number: number): number => Math.max(0, Math.ceil((number - first) / step))
  return {
    next: (number) => Math.min(size, first + before(number) * step),
    count: (from, to) => before(to) - before(from),
  }
}

/** So many calls draw their servers from one stream. */
const drawnTogether = 256

function drawn(server: number, servers: number, { name, timetable }: Part, seed: number): Share {
  let block = -1
  let choices: readonly number[] = []
  const goes = (number: number): boolean => {
    const wanted = Math.floor(number / drawnTogether)
    if (wanted !== block) {
      const random = randomStream(seed, `balance ${name}/${wanted}`)
      choices = Array.from({ length: drawnTogether }, () => Math.floor(random() * servers))
      block = wanted
    }
    return choices[number % drawnTogether] === server
  }
  return {
    next(number) {
      let next = number
      while (next < timetable.size && !goes(next)) next++
      return Math.min(next, timetable.size)
    },
    count(from, to) {
      let count = 0
      for (let number = from; number < to; number++) if (goes(number)) count++
      return count
    },
  }
}
