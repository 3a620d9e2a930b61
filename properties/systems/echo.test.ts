// Goal: every way of calling out to an echo gets what it is promised, and the naive one does not.
// Method: small systems, tried on many schedules. What a root expects must hold in all of them: a
// root that crashes violates `system_ends`. An echo waits for 10 ms only, and a letter may take
// longer; so the promise is the echo or nothing, and in the default schedule it is the echo.

import fc from 'fast-check'
import { assertHolds, check, simulate, type Experiment } from 'mayday'
import { isAlive, now, receive, send, sleep, timeout, type Body, type Pid } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { ask, askNaively, IDLE, PATIENCE, shout, start } from '../../scenarios/echo/echo.ts'
import { isLetter } from '../../scenarios/echo/letter.ts'
import { scenarioTests } from './scenario-tests.ts'

/** Under any schedule; or, for what depends on everybody being in time, in the default one. */
function holds(system: Experiment['system'], where: 'anywhere' | 'in time' = 'anywhere'): void {
  const strategies = where === 'in time' ? { chain: 1 } : { uniform: 2, priorities: 1 }
  assertHolds(check({ system, strategies, runs: where === 'in time' ? 1 : 60, seed: 'echo' }))
}

describe('whoever calls out and goes on', () => {
  test('finds the echo in the mailbox later', () => {
    holds(function* () {
      const echo = yield* start()
      yield* shout(echo, 'hello')
      yield* sleep(1)
      expect(yield* receive(null, { after: 0 })).toBe('hello')
    }, 'in time')
  })

  test('finds nothing there that is no echo', () => {
    holds(function* () {
      const echo = yield* start()
      yield* shout(echo, 'hello')
      expect(['hello', timeout]).toContain(yield* receive(null, { after: PATIENCE }))
    })
  })
})

test('whatever is no letter is dropped, and the next letter is answered all the same', () => {
  const litter = fc.anything().filter((given) => !isLetter(given))
  fc.assert(
    fc.property(litter, (piece) => {
      holds(function* () {
        const echo = yield* start()
        yield* send(echo as Pid, piece)
        expect(yield* ask(echo, 'hello')).toBe('hello')
        expect(yield* receive(null, { after: PATIENCE })).toBe(timeout)
      }, 'in time')
    }),
  )
})

describe('an echo', () => {
  function* callAt(times: readonly number[]): Body {
    const echo = yield* start()
    for (const time of times) {
      yield* sleep(time - (yield* now()))
      yield* shout(echo, 'hello')
    }
  }

  test.each([
    ['goes when nobody has called it for 10 ms', [], IDLE],
    ['stays for another 10 ms after each call', [4, 13], 13 + IDLE],
  ])('%s', (_law, calls, end) => {
    const { trace } = simulate({ system: () => callAt(calls) }, { strategy: 'chain' })
    expect(trace.filter(({ kind }) => kind === 'exit')).toMatchObject([
      { pid: { path: '/echo' }, reason: 'normal', time: end },
    ])
  })

  test('that has gone answers nobody, and who asks it learns that in time', () => {
    holds(function* () {
      const echo = yield* start()
      yield* sleep(2 * PATIENCE)
      expect(yield* isAlive(echo)).toBe(false)
      const before = yield* now()
      expect(yield* ask(echo, 'hello')).toBe(timeout)
      expect((yield* now()) - before).toBeGreaterThanOrEqual(PATIENCE)
    })
  })
})

describe('when an echo of something else may come first', () => {
  function* askSecond(way: typeof ask | typeof askNaively): Body<unknown> {
    const echo = yield* start()
    yield* shout(echo, 'not this one')
    return yield* way(echo, 'hello')
  }

  test('who has put a mark on the word takes no other for it', () => {
    holds(function* () {
      expect(['hello', timeout]).toContain(yield* askSecond(ask))
    })
  })

  test('the naive way takes whatever comes', () => {
    holds(function* () {
      expect(yield* askSecond(askNaively)).toBe('not this one')
    }, 'in time')
  })
})

await scenarioTests('echo')
