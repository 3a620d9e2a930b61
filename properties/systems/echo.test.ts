// Goal: every way of calling out to an echo gets what it is promised, and the naive one does not.
// Method: small systems, tried on many schedules. What a root expects must hold in all of them: a
// root that crashes violates `system_ends`.

import fc from 'fast-check'
import { assertHolds, check, simulate, type Experiment } from 'mayday'
import { isAlive, now, receive, send, sleep, timeout, type Body, type Pid } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { ask, askNaively, IDLE, PATIENCE, shout, start } from '../../scenarios/echo/echo.ts'
import { isLetter } from '../../scenarios/echo/letter.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: Experiment['system'], runs = 50): void {
  assertHolds(check({ system, runs, seed: 'echo' }))
}

test('whoever calls out hears the echo some time later', () => {
  holds(function* () {
    const echo = yield* start()
    yield* shout(echo, 'hello')
    expect(yield* receive()).toBe('hello')
  })
})

test('whatever is no letter is dropped, and the next letter is answered all the same', () => {
  const litter = fc.anything().filter((given) => !isLetter(given))
  fc.assert(
    fc.property(litter, (piece) => {
      holds(function* () {
        const echo: Pid = yield* start()
        yield* send(echo, piece)
        expect(yield* ask(echo, 'hello')).toBe('hello')
        expect(yield* receive(null, { after: PATIENCE })).toBe(timeout)
      }, 1)
    }),
  )
})

describe('an echo', () => {
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

function* callAt(times: readonly number[]): Body {
  const echo = yield* start()
  for (const time of times) {
    yield* sleep(time - (yield* now()))
    yield* shout(echo, 'hello')
  }
}

describe('when something else is in the mailbox already', () => {
  function* askAfter(way: typeof ask | typeof askNaively): Body<unknown> {
    const echo = yield* start()
    yield* shout(echo, 'not this one')
    return yield* way(echo, 'hello')
  }

  test('the answer is the one with the mark', () => {
    holds(function* () {
      expect(yield* askAfter(ask)).toBe('hello')
    })
  })

  test('the naive way takes the first', () => {
    holds(function* () {
      expect(yield* askAfter(askNaively)).toBe('not this one')
    })
  })
})

await scenarioTests('echo')
