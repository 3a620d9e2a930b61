// Goal: a calculator is what its core computes, whoever runs it; and a crash is the end of one only.
// Method: random commands against a model of our own; a bad operand in their midst.

import fc from 'fast-check'
import { assertHolds, check, type Experiment } from 'mayday'
import { isAlive, monitor, receive, send, sleep, type Body } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { fold, negate, press, type Command } from '../../scenarios/calculator/arithmetic.ts'
import * as byHand from '../../scenarios/calculator/by-hand.ts'
import { calculator, Desk, tell, value } from '../../scenarios/calculator/calculator.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: Experiment['system'], runs: number): void {
  assertHolds(check({ system, runs, seed: 'calculator' }))
}

const number = fc.integer({ min: -1000, max: 1000 })
const command = fc.oneof(
  fc.record({ kind: fc.constantFrom('add', 'subtract', 'multiply'), by: number }),
  fc.record({ kind: fc.constant('divide'), by: number.filter((by) => by !== 0) }),
  fc.record({ kind: fc.constantFrom('inc', 'dec', 'negate') }),
) as fc.Arbitrary<Command>

/** What a calculator should show, written down once more in another way. */
const MODEL: { readonly [kind in Command['kind']]: (value: number, by: number) => number } = {
  add: (value, by) => value + by,
  subtract: (value, by) => value - by,
  multiply: (value, by) => value * by,
  divide: (value, by) => value / by,
  inc: (value) => value + 1,
  dec: (value) => value - 1,
  negate: (value) => -value,
}

function expected(initial: number, commands: readonly Command[]): number {
  let value = initial
  for (const each of commands) value = MODEL[each.kind](value, 'by' in each ? each.by : 0)
  return value
}

describe('arithmetic', () => {
  test('does what the model does', () => {
    fc.assert(
      fc.property(number, fc.array(command), (initial, commands) => {
        expect(fold(initial, commands)).toBe(expected(initial, commands))
      }),
    )
  })

  test('a fold is one command after another', () => {
    fc.assert(
      fc.property(number, fc.array(command), command, (initial, commands, last) => {
        expect(fold(initial, [...commands, last])).toBe(press(fold(initial, commands), last))
      }),
    )
  })

  test('negating twice changes nothing', () => {
    fc.assert(
      fc.property(number, (value) => {
        expect(negate(negate(value))).toBe(value)
      }),
    )
  })

  test('whatever is no number is refused, and so is division by zero', () => {
    for (const by of ['two', null, undefined, Number.NaN, Infinity, {}]) {
      for (const kind of ['add', 'subtract', 'multiply', 'divide'] as const) {
        expect(() => press(1, { kind, by: by as number })).toThrow(TypeError)
      }
    }
    expect(() => press(1, { kind: 'divide', by: 0 })).toThrow(RangeError)
  })
})

test('both calculators agree with the model on any commands, under any schedule', () => {
  fc.assert(
    fc.property(number, fc.array(command, { maxLength: 12 }), (initial, commands) => {
      holds(function* () {
        yield* Desk.start(initial)
        const made = yield* byHand.start(initial)
        for (const each of commands) {
          // Whoever knows the server may press `inc` by a bare message too.
          if (each.kind === 'inc') yield* send(calculator.name, 'inc')
          else yield* tell(each)
          yield* byHand.tell(made, each)
        }
        expect(yield* value()).toBe(expected(initial, commands))
        expect(yield* byHand.value(made)).toBe(expected(initial, commands))
      }, 3)
    }),
    { numRuns: 50 },
  )
})

describe('after a bad operand', () => {
  const bad = { kind: 'add', by: 'two' as unknown as number } as const

  test('the calculator that was made by hand is gone for good', () => {
    holds(function* () {
      const made = yield* byHand.start(10)
      yield* monitor(made)
      yield* byHand.tell(made, bad)
      expect(yield* receive()).toMatchObject({
        kind: 'DOWN',
        reason: { crash: { error: 'TypeError' } },
      })
      yield* sleep(60_000)
      expect(yield* isAlive(made)).toBe(false)
      expect(yield* caught(byHand.value(made))).toMatchObject({ reason: 'noproc' })
    }, 50)
  })

  test('the supervised one is back at its initial value', () => {
    holds(function* () {
      yield* Desk.start(10)
      yield* tell({ kind: 'multiply', by: 7 })
      yield* tell(bad)
      yield* sleep(1000)
      expect(yield* value()).toBe(10)
    }, 50)
  })
})

function* caught(body: Body<unknown>): Body<unknown> {
  try {
    return yield* body
  } catch (error) {
    return error
  }
}

await scenarioTests('calculator')
