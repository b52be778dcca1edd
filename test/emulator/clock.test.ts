import { expect, test } from 'vitest'
import { manualClock, realClock, systemClock, type Clock } from '../../emulator/index.ts'
import { noon } from '../support/fixed-clock.ts'
import { turns } from '../support/manual-clock.ts'

/** What an activity noted and when, in the order of the notes. */
function notebook(clock: Clock) {
  const notes: string[] = []
  return { notes, note: (text: string) => void notes.push(`${clock.now() - noon} ${text}`) }
}

test('begins at the time it is given', () => {
  expect(turns().now()).toBe(noon)
})

test('moves time by what an activity sleeps, at once', async () => {
  const clock = turns()
  await clock.drive('test', () => clock.sleep(86_400_000))
  expect(clock.now()).toBe(noon + 86_400_000)
})

test('hands the result or the error of an activity to who runs it', async () => {
  const clock = turns()
  const inner = () =>
    clock.wait(
      clock.run('inner', async () => 'done'),
      'inner',
    )
  expect(await clock.drive('test', inner)).toBe('done')
  const bug = new Error('a bug')
  await expect(clock.drive('test', () => Promise.reject(bug))).rejects.toBe(bug)
  const failing = clock.drive('test', () =>
    clock.wait(
      clock.run('b', () => Promise.reject(bug)),
      'b',
    ),
  )
  await expect(failing).rejects.toBe(bug)
  expect(await clock.drive('test', async () => 'still alive')).toBe('still alive')
})

test('wakes sleepers in the order of their times', async () => {
  const clock = turns()
  const { notes, note } = notebook(clock)
  await clock.drive('test', async () => {
    const sleepers = [30, 10, 20].map((ms) =>
      clock.run(`sleeper ${ms}`, async () => {
        await clock.sleep(ms)
        note('awake')
      }),
    )
    await clock.wait(Promise.all(sleepers), 'the sleepers')
  })
  expect(notes).toEqual(['10 awake', '20 awake', '30 awake'])
})

test('moves time only when nobody is ready', async () => {
  const clock = turns()
  const { notes, note } = notebook(clock)
  await clock.drive('test', async () => {
    const sleeper = clock.run('sleeper', async () => {
      await clock.sleep(1)
      note('slept')
    })
    const busy = clock.run('busy', async () => {
      for (let i = 0; i < 5; i++) {
        await new Promise((resolve) => setImmediate(resolve))
        note(`busy ${i}`)
      }
    })
    await clock.wait(Promise.all([sleeper, busy]), 'both')
  })
  expect(notes).toEqual(['0 busy 0', '0 busy 1', '0 busy 2', '0 busy 3', '0 busy 4', '1 slept'])
})

test('lets an activity keep its turn across awaits of any kind', async () => {
  const clock = turns()
  const log: string[] = []
  const work = async (name: string) => {
    log.push(`${name} begins`)
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    log.push(`${name} ends`)
  }
  await clock.drive('test', async () => {
    const both = ['a', 'b'].map((name) => clock.run(name, () => work(name)))
    await clock.wait(Promise.all(both), 'both')
  })
  expect(log).toHaveLength(4)
  expect(log[0]![0]).toBe(log[1]![0])
  expect(log[2]![0]).toBe(log[3]![0])
})

test('gives a turn up in a sleep of no time', async () => {
  const clock = turns()
  const log: string[] = []
  await clock.drive('test', async () => {
    const other = clock.run('other', async () => void log.push('other'))
    await clock.sleep(0)
    await clock.sleep(-5)
    log.push('test')
    await clock.wait(other, 'the other')
  })
  expect(log).toEqual(['other', 'test'])
  expect(clock.now()).toBe(noon)
})

test('begins nothing that is not driven', async () => {
  const clock = turns()
  let began = false
  const idle = clock.run('idle', async () => void (began = true))
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(began).toBe(false)
  await clock.drive('test', () => clock.wait(idle, 'the idle one'))
  expect(began).toBe(true)
})

test('stands still after the last activity that time is moved for has ended', async () => {
  const clock = turns()
  let woke = false
  const background = () =>
    clock.run('background', async () => {
      for (;;) {
        await clock.sleep(10)
        woke = true
      }
    })
  await clock.drive('test', async () => {
    void background()
    await clock.sleep(5)
  })
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(woke).toBe(false)
  expect(clock.now()).toBe(noon + 5)
  await clock.drive('again', () => clock.sleep(7))
  expect(woke).toBe(true)
  expect(clock.now()).toBe(noon + 12)
})

test('goes on while one of several that time is moved for still runs', async () => {
  const clock = turns()
  const ends: number[] = []
  const driven = [10, 100].map((ms) =>
    clock.drive(`drive ${ms}`, async () => {
      await clock.sleep(ms)
      ends.push(clock.now() - noon)
    }),
  )
  await Promise.all(driven)
  expect(ends).toEqual([10, 100])
})

test('fires a timer at its time, and one that was cancelled never', async () => {
  const clock = turns()
  const { notes, note } = notebook(clock)
  await clock.drive('test', async () => {
    clock.timer(20, () => note('fired'))
    const cancel = clock.timer(10, () => note('cancelled'))
    const late = clock.timer(20, () => note('second'))
    cancel()
    cancel()
    await clock.sleep(30)
    late()
  })
  expect(notes).toEqual(['20 fired', '20 second'])
})

test('does not move time to a timer that was cancelled', async () => {
  const clock = turns()
  await clock.drive('test', async () => {
    clock.timer(10, () => undefined)()
    await clock.sleep(5)
  })
  expect(clock.now()).toBe(noon + 5)
})

test('wakes who waits for what a timer settles', async () => {
  const clock = turns()
  const at = await clock.drive('test', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    clock.timer(40, resolve)
    await clock.wait(promise, 'the timer')
    return clock.now() - noon
  })
  expect(at).toBe(40)
})

/** 20 rounds in which 40 activities begin, sleep the same time and go on: the order of all of them. */
async function roundsWith(seed: number): Promise<string> {
  const clock = turns(seed)
  const order: string[] = []
  await clock.drive('test', async () => {
    for (let round = 0; round < 20; round++) {
      const all = Array.from({ length: 40 }, (_, i) =>
        clock.run(`activity ${i}`, async () => {
          order.push(`${i}`)
          await clock.sleep(i % 3)
          await Promise.resolve()
          order.push(`${i}'`)
        }),
      )
      await clock.wait(Promise.all(all), 'the round')
    }
  })
  return order.join(' ')
}

test('draws the same order from the same seed and another from another', async () => {
  const [first, again, other] = await Promise.all([roundsWith(7), roundsWith(7), roundsWith(8)])
  expect(first.split(' ')).toHaveLength(1600)
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

test('draws only where there is a choice', async () => {
  let drawn = 0
  const clock = manualClock({ start: 0, random: () => (drawn++, 0) })
  await clock.drive('test', async () => {
    await clock.sleep(1)
    await clock.wait(
      clock.run('inner', () => clock.sleep(1)),
      'inner',
    )
  })
  expect(drawn).toBe(0)
})

test('keeps two clocks apart that run side by side', async () => {
  const fast = turns()
  const slow = turns()
  await fast.drive('test', async () => {
    await fast.sleep(10)
    await slow.drive('test', () => slow.sleep(1000))
    await fast.sleep(10)
  })
  await Promise.all([fast.drive('f', () => fast.sleep(5)), slow.drive('s', () => slow.sleep(5))])
  expect([fast.now() - noon, slow.now() - noon]).toEqual([25, 1005])
})

test('refuses a sleep or a wait of who has no turn', async () => {
  const clock = turns()
  const message = 'only a running activity can sleep or wait on a manual clock'
  await expect(clock.sleep(1)).rejects.toThrow(message)
  await expect(clock.wait(Promise.resolve(), 'x')).rejects.toThrow(message)
})

test('gives the turn back to who waited for a promise that is rejected', async () => {
  const clock = turns()
  const text = await clock.drive('test', async () => {
    const failing = clock.wait(Promise.reject(new Error('no')), 'it').catch(() => 'caught')
    const caught = await failing
    await clock.sleep(1)
    return caught
  })
  expect(text).toBe('caught')
})

test('has a real clock with the same face', async () => {
  const before = systemClock.now()
  await systemClock.sleep(2)
  expect(systemClock.now()).toBeGreaterThan(before)
  expect(await systemClock.wait(Promise.resolve('x'), 'x')).toBe('x')
  expect(await systemClock.run('a', async () => systemClock.drive('b', async () => 'y'))).toBe('y')
  const fired = await new Promise((resolve) => {
    systemClock.timer(2, () => resolve('cancelled'))()
    systemClock.timer(3, () => resolve('fired'))
  })
  expect(fired).toBe('fired')
})

test('a real clock that is disposed of fires nothing and keeps nothing alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length
  const before = timers()
  const fired: string[] = []
  const clock = realClock()
  void clock.sleep(1).then(() => fired.push('sleep'))
  clock.timer(1, () => fired.push('timer'))
  clock[Symbol.dispose]()
  await systemClock.sleep(20)
  expect(fired).toEqual([])
  expect(timers()).toBeLessThanOrEqual(before)
})

test('a real clock sleeps, fires and cancels as the real time has it', async () => {
  using clock = realClock()
  const fired: string[] = []
  clock.timer(1, () => fired.push('kept'))
  clock.timer(1, () => fired.push('cancelled'))()
  await clock.drive('test', () => clock.sleep(20))
  expect(fired).toEqual(['kept'])
})
