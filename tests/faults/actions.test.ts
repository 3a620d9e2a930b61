// Every kind of fault on bare processes: what it does to them, in virtual time.

import { describe, expect, test } from 'vitest'

import {
  crash,
  delay,
  exit,
  hold,
  initFails,
  kill,
  pause,
  phase,
  slow,
} from '../../src/faults/index.ts'
import {
  isCrash,
  isExit,
  type AnyPid,
  type ExitEvent,
  type TraceEvent,
} from '../../src/record/index.ts'
import { monitor, receive, sleep, spawnOpt, trapExit, type Body } from '../../src/process/index.ts'
import { perform, sleeper, struck, ticker, tickTock, waiter, type Diary } from './stage.ts'

function exitsOf(events: readonly TraceEvent[], path: string): readonly unknown[] {
  return events
    .filter((event): event is ExitEvent & TraceEvent => event.kind === 'exit')
    .filter(({ pid }) => pid.path === path)
    .map(({ reason }) => reason)
}

test('kill ends a process with the reason killed, whether or not it traps exits', () => {
  const run = perform(
    function* () {
      yield* spawnOpt(
        function* () {
          yield* trapExit(true)
          yield* receive()
        },
        [],
        { label: 'w' },
      )
    },
    { faults: [kill('/w', { at: 100 })] },
  )
  expect(exitsOf(run.events, '/w')).toEqual(['killed'])
  expect(struck(run)).toEqual(['kill /w at 100ms (idle)'])
})

test('exit ends a process with its reason, and is a message to one that traps exits', () => {
  const seen: unknown[] = []
  const run = perform(
    function* () {
      yield* spawnOpt(waiter, [], { label: 'plain' })
      yield* spawnOpt(
        function* () {
          yield* trapExit(true)
          const message = yield* receive()
          if (isExit(message)) seen.push(message.reason)
        },
        [],
        { label: 'trapping' },
      )
    },
    { faults: [exit('/*', { at: 100, reason: { broken: 'disk' } })] },
  )
  expect(exitsOf(run.events, '/plain')).toEqual([{ broken: 'disk' }])
  expect(exitsOf(run.events, '/trapping')).toEqual(['normal'])
  expect(seen).toEqual([{ broken: 'disk' }])
})

test('crash raises its error at the next step of a bare process, which may catch it', () => {
  const caught: unknown[] = []
  const run = perform(
    function* () {
      yield* spawnOpt(ticker, [yield* spawnOpt(waiter, [], { label: 'b' }), 9, 10], { label: 'a' })
      yield* spawnOpt(
        function* () {
          try {
            for (;;) yield* sleep(10)
          } catch (error) {
            caught.push((error as { readonly term: unknown }).term)
          }
        },
        [],
        { label: 'c' },
      )
    },
    { faults: [crash('/a', { at: 25 }), crash('/c', { at: 25, error: 'bad_disk' })] },
  )
  expect(exitsOf(run.events, '/a').map((reason) => isCrash(reason) && reason.crash)).toEqual([
    'injected',
  ])
  expect(caught).toEqual(['bad_disk'])
  expect(exitsOf(run.events, '/c')).toEqual(['normal'])
})

test('initFails ends the next lives of a bare process before they have begun', () => {
  const lives: number[] = []
  const run = perform(
    function* () {
      for (let life = 0; life < 5; life++) {
        const { ref } = yield* spawnOpt(
          function* () {
            lives.push(life)
            yield* sleep(10)
          },
          [],
          { label: 'w', monitor: true },
        )
        yield* receive((message) => (message as { readonly ref?: unknown }).ref === ref)
      }
    },
    {
      faults: [initFails('/w', { when: phase('init', { life: 1 }), times: 2, reason: 'no_disk' })],
    },
  )
  expect(lives).toEqual([0, 3, 4])
  expect(exitsOf(run.events, '/w')).toEqual(['normal', 'no_disk', 'no_disk', 'normal', 'normal'])
})

describe('pause', () => {
  test('lets a process take no step for a while; what has come in the meantime waits', () => {
    const diary: Diary = []
    perform(tickTock(diary), { faults: [pause('/b', { at: 15, for: 20 })] })
    expect(diary).toEqual([
      [0, 1],
      [10, 2],
      [35, 3],
      [35, 4],
      [40, 5],
    ])
  })

  test('lasts as long as the longest, when several overlap', () => {
    const diary: Diary = []
    const faults = [pause('/b', { at: 5, for: 30 }), pause('/b', { at: 15, for: 8 })]
    perform(tickTock(diary), { faults })
    expect(diary.map(([time]) => time)).toEqual([0, 35, 35, 35, 40])
  })

  test('does not keep a process from being killed', () => {
    const diary: Diary = []
    const faults = [pause('/b', { at: 5, for: 30 }), kill('/b', { at: 15 })]
    const run = perform(tickTock(diary), { faults })
    expect(diary).toEqual([[0, 1]])
    expect(exitsOf(run.events, '/b')).toEqual(['killed'])
  })
})

describe('slow', () => {
  test('makes each step take longer, until its time is over', () => {
    const diary: Diary = []
    perform(tickTock(diary), { faults: [slow('/b', { at: 5, by: 3, for: 20 })] })
    expect(diary).toEqual([
      [0, 1],
      [13, 2],
      [23, 3],
      [30, 4],
      [40, 5],
    ])
  })

  test('adds up', () => {
    const diary: Diary = []
    const faults = [slow('/b', { at: 5, by: 3 }), slow('/b', { at: 5, by: 2, for: 20 })]
    perform(tickTock(diary), { faults })
    expect(diary.map(([time]) => time)).toEqual([0, 15, 25, 33, 43])
  })
})

describe('delay', () => {
  test('makes signals on an edge travel longer, in their order', () => {
    const diary: Diary = []
    perform(tickTock(diary), { faults: [delay('/a -> /b', { at: 5, by: 7, for: 20 })] })
    expect(diary).toEqual([
      [0, 1],
      [17, 2],
      [27, 3],
      [30, 4],
      [40, 5],
    ])
  })

  test('leaves other edges as they are', () => {
    const diary: Diary = []
    perform(tickTock(diary), { faults: [delay('/b -> /a', { at: 5, by: 7 })] })
    expect(diary.map(([time]) => time)).toEqual([0, 10, 20, 30, 40])
  })

  test('draws a length for each signal by the names of its ends', () => {
    const lengths = (seed: string): readonly number[] => {
      const diary: Diary = []
      const faults = [delay('/a -> /b', { at: 5, by: { uniform: [1, 9] } })]
      perform(tickTock(diary, 30), { faults, seed })
      return diary.slice(1).map(([time, n]) => time - 10 * ((n as number) - 1))
    }
    const drawn = lengths('1')
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...drawn)).toBeLessThanOrEqual(9)
    expect(new Set(drawn).size).toBeGreaterThan(4)
    expect(lengths('1')).toEqual(drawn)
    expect(lengths('2')).not.toEqual(drawn)
  })

  test('of exponential length is so long on average', () => {
    const diary: Diary = []
    const faults = [delay('/a -> /b', { at: 5, by: { exponential: 3 } })]
    perform(tickTock(diary, 2000), { faults })
    const late = diary.slice(1).map(([time, n]) => time - 10 * ((n as number) - 1))
    const mean = late.reduce((sum, ms) => sum + ms, 0) / late.length
    expect(mean).toBeGreaterThan(2.6)
    expect(mean).toBeLessThan(3.4)
  })

  test.each(['ordered_pairs', 'instant'] as const)('works in %s delivery', (delivery) => {
    const diary: Diary = []
    perform(tickTock(diary), { faults: [delay('/a -> /b', { at: 5, by: 7 })], delivery })
    expect(diary.map(([time]) => time)).toEqual([0, 17, 27, 37, 47])
  })
})

describe('hold', () => {
  test.each(['ordered_pairs', 'instant'] as const)(
    'keeps all signals on an edge back for some time, and their order (%s)',
    (delivery) => {
      const diary: Diary = []
      perform(tickTock(diary), { faults: [hold('/a -> /b', { at: 5, for: 30 })], delivery })
      expect(diary).toEqual([
        [0, 1],
        [35, 2],
        [35, 3],
        [35, 4],
        [40, 5],
      ])
    },
  )

  test('lasts until somebody dies', () => {
    const diary: Diary = []
    const run = perform(
      function* () {
        yield* tickTock(diary)()
        yield* spawnOpt(sleeper, [25], { label: 'c' })
      },
      { faults: [hold('/a -> /b', { at: 5, until: { dies: '/c' } })] },
    )
    expect(diary).toEqual([
      [0, 1],
      [25, 2],
      [25, 3],
      [30, 4],
      [40, 5],
    ])
    expect(run.story[1]).toBe('5 hold /a -> /b until /c dies at 5ms')
  })

  test('covers processes that are born while it lasts', () => {
    const diary: Diary = []
    perform(
      function* () {
        yield* sleep(10)
        yield* tickTock(diary)()
      },
      { faults: [hold('/* -> /**', { at: 5, for: 20 })] },
    )
    expect(diary.map(([time]) => time)).toEqual([25, 25, 30, 40, 50])
  })

  test('of two on one edge the later end counts', () => {
    const diary: Diary = []
    const faults = [hold('/a -> /b', { at: 5, for: 30 }), hold('/* -> /b', { at: 6, for: 2 })]
    perform(tickTock(diary), { faults })
    expect(diary.map(([time]) => time)).toEqual([0, 35, 35, 35, 40])
  })

  test('keeps back the last words of the dead, and what was meant for them', () => {
    const seen: unknown[] = []
    const run = perform(
      function* () {
        const b = yield* spawnOpt(waiter, [], { label: 'b' })
        yield* spawnOpt(watcher, [b, seen], { label: 'a' })
      },
      { faults: [hold('/a -> /b', { at: 5, for: 95 }), kill('/b', { at: 50 })] },
    )
    // The monitor was on its way when b died: whoever is dead by then is noproc.
    expect(seen).toEqual(['noproc'])
    expect(run.machine.now).toBe(100)
  })
})

/** Monitors while the edge is held already. */
function* watcher(b: AnyPid, seen: unknown[]): Body {
  yield* sleep(10)
  yield* monitor(b)
  const message = (yield* receive()) as { readonly reason: unknown }
  seen.push(message.reason)
}
