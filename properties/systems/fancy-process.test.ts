// Goal: what a supervisor says of its child before and after a kill is what there is.
// Method: the same questions before and after, under many schedules.

import fc from 'fast-check'
import { assertHolds, check } from 'mayday'
import { start } from 'mayday/otp'
import { exit, isAlive, sleep, whereis, type Body } from 'mayday/process'
import { expect, test } from 'vitest'

import { fancy, outfit, wear } from '../../scenarios/fancy-process/fancy.ts'
import { PLAIN, putOn } from '../../scenarios/fancy-process/outfit.ts'
import { count, pid, Wardrobe, wardrobe } from '../../scenarios/fancy-process/wardrobe.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: () => Body, runs = 100): void {
  assertHolds(check({ system, runs, seed: 'fancy-process' }))
}

const ONE = { specs: 1, active: 1, supervisors: 0, workers: 1 }

test('it wears whatever it has put on, each piece once', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 6 }), (pieces) => {
      holds(function* () {
        yield* start(Wardrobe, [], { name: wardrobe })
        for (const piece of pieces) yield* wear(piece)
        expect(yield* outfit()).toEqual([...new Set([...PLAIN, ...pieces])])
      }, 3)
    }),
    { numRuns: 50 },
  )
  expect(putOn(PLAIN, 'shirt')).toBe(PLAIN)
})

test('after a kill there is one process again: another one, in its first shirt', () => {
  holds(function* () {
    yield* start(Wardrobe, [], { name: wardrobe })
    yield* wear('hat')
    expect(yield* count()).toEqual(ONE)
    const before = (yield* pid())!
    expect(yield* whereis<never>(fancy)).toBe(before)

    yield* exit(before, 'kill')
    yield* sleep(1000)

    expect(yield* count()).toEqual(ONE)
    const after = (yield* pid())!
    expect(yield* whereis<never>(fancy)).toBe(after)
    expect(after).not.toBe(before)
    expect([before.life, after.life]).toEqual([0, 1])
    expect(yield* isAlive(before)).toBe(false)
    expect(yield* outfit()).toEqual(PLAIN)
  })
})

await scenarioTests('fancy-process')
