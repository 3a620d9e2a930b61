// Goal: a stack gives back what was pushed, last in first out, and each item to one only.
// Method: random commands against an array; workers who share a stack.

import fc from 'fast-check'
import { assertHolds, check, simulate, type Experiment } from 'mayday'
import { receive, self, send, spawn, type Body, type Pid } from 'mayday/process'
import { expect, test } from 'vitest'

import { properties } from '../../scenarios/stack/properties.ts'
import { Keeper, pop, push } from '../../scenarios/stack/stack.ts'
import { shared } from '../../scenarios/stack/system.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: Experiment['system'], runs: number): void {
  assertHolds(check({ system, runs, seed: 'stack' }))
}

function sorted(items: readonly unknown[]): readonly unknown[] {
  return items.toSorted((a, b) => Number(a) - Number(b))
}

const commands = fc.array(fc.oneof(fc.constant('pop' as const), fc.record({ push: fc.nat() })), {
  maxLength: 20,
})

test('pops give back what was pushed, the last first, and then `empty`', () => {
  fc.assert(
    fc.property(commands, (commands) => {
      holds(function* () {
        yield* Keeper.start()
        const model: number[] = []
        for (const command of commands) {
          if (command !== 'pop') {
            yield* push(command.push)
            model.push(command.push)
          } else {
            const expected = model.length === 0 ? { error: 'empty' } : { ok: model.pop() }
            expect(yield* pop()).toEqual(expected)
          }
        }
      }, 3)
    }),
    { numRuns: 50 },
  )
})

test('however many push and pop at once, what is popped in the end is what was pushed', () => {
  function* pushAll(items: readonly number[], boss: Pid): Body {
    for (const item of items) yield* push(item)
    // A call behind the casts: when it is answered, they have been handled.
    const top = yield* pop()
    if ('ok' in top) yield* send(boss, top.ok)
  }

  const piles = fc.array(fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }), { maxLength: 3 })
  fc.assert(
    fc.property(piles, (piles) => {
      holds(function* () {
        yield* Keeper.start()
        const me = yield* self()
        for (const pile of piles) yield* spawn(pushAll, pile, me)
        const found: unknown[] = []
        for (const _ of piles) found.push(yield* receive())
        for (let top = yield* pop(); 'ok' in top; top = yield* pop()) found.push(top.ok)
        expect(sorted(found)).toEqual(sorted(piles.flat()))
      }, 5)
    }),
    { numRuns: 30 },
  )
})

test('workers who share a stack take all of it, and nobody what another has', () => {
  const { trace } = simulate({ system: () => shared() })
  const taken = trace.flatMap((each) =>
    each.kind === 'note' && each.note.kind === 'user' && each.note.label === 'taken'
      ? [each.note.data]
      : [],
  )
  expect(sorted(taken)).toEqual([1, 2, 3, 4])
  assertHolds(check({ system: () => shared(), properties, runs: 200, seed: 'stack' }))
})

test('workers who look first and take then are found out', () => {
  const system = (): Body => shared({ manner: 'pop in two steps' })
  const report = check({ system, properties, runs: 500, seed: 'stack' })
  expect(report.counterexamples.map(({ violation }) => violation.property)).toEqual([
    'no item is taken twice',
  ])
})

await scenarioTests('stack')
