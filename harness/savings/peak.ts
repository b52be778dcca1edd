import type { Timetable } from './timetable.ts'

/** The most arrivals of all timetables together in any stretch of that length, its end not included. */
export function mostWithin(tables: readonly Timetable[], lengthMs: number): number {
  // Until the first stretch is full the count only grows.
  let most = tables.reduce((sum, table) => sum + table.from(lengthMs), 0)
  if (lengthMs === Infinity) return most
  const cursors = tables.map((table) => ({ table, old: 0, next: table.from(lengthMs) }))
  const allBegun = Math.max(0, ...tables.map((table) => (table.size > 0 ? table.at(0) : 0)))
  const stop = allBegun + lengthMs + 2 * commonPeriod(tables)
  const limit = tables.every((table) => table.at(table.size - 1) >= stop) ? stop : Infinity
  for (;;) {
    const now = Math.min(...cursors.map(({ table, next }) => table.at(next)))
    if (now === Infinity || now > limit) return most
    let count = 0
    for (const cursor of cursors) {
      while (cursor.table.at(cursor.next) <= now) cursor.next++
      while (cursor.table.at(cursor.old) <= now - lengthMs) cursor.old++
      count += cursor.next - cursor.old
    }
    most = Math.max(most, count)
  }
}

/** After how long all repeat together; Infinity where no such time is known. */
function commonPeriod(tables: readonly Timetable[]): number {
  const longest = Math.max(...tables.map(({ periodMs = Infinity }) => periodMs))
  return tables.every(({ periodMs = 0 }) => periodMs > 0 && longest % periodMs === 0)
    ? longest
    : Infinity
}

/** How long tokens live that were issued at an arrival and some time after it. */
export interface Life {
  readonly ms: number
  /** Whether they end with a whole second, as an exp claim does. */
  readonly untilWholeSecond: boolean
  /** From the arrival to the moment they were issued. */
  readonly afterMs: number
}

/** The most tokens alive at once where each arrival has one issued; `start` is the epoch of moment 0. */
export function mostAlive(
  tables: readonly Timetable[],
  { ms, untilWholeSecond, afterMs }: Life,
  start: number,
): number {
  if (!untilWholeSecond || ms === Infinity) return mostWithin(tables, ms)
  const last =
    Math.max(...tables.map((table) => (table.size > 0 ? table.at(table.size - 1) : 0))) + afterMs
  let most = 0
  for (let end = 1000 - (start % 1000); end <= last + 1000; end += 1000) {
    const [from, to] = [end - ms - afterMs, end - afterMs]
    const count = tables.reduce((sum, table) => sum + table.from(to) - table.from(from), 0)
    most = Math.max(most, count)
  }
  return most
}

/** The most of some sorted moments in any stretch of that length. */
export function mostOf(moments: readonly number[], lengthMs: number): number {
  let most = 0
  let old = 0
  for (const [i, at] of moments.entries()) {
    while (moments[old]! <= at - lengthMs) old++
    most = Math.max(most, i - old + 1)
  }
  return most
}
