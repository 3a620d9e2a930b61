// Goal: a counter counts what it is sent, begins at zero in each life, and ticks once per interval.
// Method: random messages against a sum; crashes at random times.

import fc from 'fast-check'
import { assertHolds, check, type Experiment } from 'mayday'
import { cast, call } from 'mayday/otp'
import { send, sleep } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import * as byHand from '../../scenarios/counter/by-hand.ts'
import { counter } from '../../scenarios/counter/counter.ts'
import { properties } from '../../scenarios/counter/properties.ts'
import { Counters } from '../../scenarios/counter/system.ts'
import { INTERVAL, ticker } from '../../scenarios/counter/ticker.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: Experiment['system'], runs: number): void {
  const limits = { time: 3000 }
  assertHolds(check({ system, properties, runs, seed: 'counter', limits }))
}

const steps = fc.array(fc.constantFrom('inc', 'dec'), { maxLength: 20 })

function sum(given: readonly string[]): number {
  return given.filter((each) => each === 'inc').length * 2 - given.length
}

test('both counters count whatever they are sent before they are asked', () => {
  fc.assert(
    fc.property(steps, (messages) => {
      holds(function* () {
        yield* Counters.start('me')
        const made = yield* byHand.start()
        for (const message of messages) {
          yield* send(made, message)
          yield* cast(counter, message)
        }
        expect(yield* byHand.val(made)).toBe(sum(messages))
        expect(yield* call(counter, 'val')).toBe(sum(messages))
      }, 3)
    }),
    { numRuns: 50 },
  )
})

test('after a crash the counter is restarted with a state that is known to be good', () => {
  fc.assert(
    fc.property(steps, steps, (before, after) => {
      holds(function* () {
        yield* Counters.start('me')
        for (const each of before) yield* cast(counter, each)
        yield* cast(counter, 'boom')
        yield* sleep(1000)
        for (const each of after) yield* cast(counter, each)
        expect(yield* call(counter, 'val')).toBe(sum(after))
      }, 3)
    }),
    { numRuns: 50 },
  )
})

describe('a counter that ticks', () => {
  test('counts one tick in each interval when nobody is late', () => {
    const system: Experiment['system'] = function* () {
      yield* Counters.start('me')
      yield* sleep(10 * INTERVAL + 1)
      expect(yield* call(ticker, 'val')).toBe(10)
    }
    assertHolds(check({ system, strategies: { chain: 1 }, runs: 1, limits: { time: 10_000 } }))
  })

  test('hears no ticks of its dead lives, whenever they have died', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3 * INTERVAL), { maxLength: 4 }), (crashes) => {
        holds(function* () {
          yield* Counters.start('me')
          for (const wait of crashes) {
            yield* sleep(wait)
            yield* cast(ticker, 'boom')
          }
          yield* sleep(5 * INTERVAL)
        }, 3)
      }),
      { numRuns: 50 },
    )
  })
})

await scenarioTests('counter')
