// Goal: the store is a table for whoever uses it, also for several at once, and empty in each life.
// Method: one client against a Map; several against every order in which their requests could have
// been done, which a checker tries that is first shown to refuse what no order explains.

import fc from 'fast-check'
import { assertHolds, check, type Experiment } from 'mayday'
import { kill } from 'mayday/faults'
import { exit, sleep, spawnOpt, whereis, type Body } from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { get, KeyValue, put } from '../../scenarios/key-value/key-value.ts'
import { isLinearizable, type Operation } from '../../scenarios/key-value/linearizable.ts'
import { properties } from '../../scenarios/key-value/properties.ts'
import { hasty, Store } from '../../scenarios/key-value/system.ts'
import * as table from '../../scenarios/key-value/table.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: Experiment['system'], runs: number): void {
  assertHolds(check({ system, runs, seed: 'key-value' }))
}

const key = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor', ''), fc.string())
const request = fc.record({ key, value: fc.option(fc.nat(9), { nil: undefined }) })

test('a table is a map from keys to values', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ key, value: fc.nat() })), key, (puts, asked) => {
      const model = new Map(puts.map(({ key, value }) => [key, value]))
      const filled = puts.reduce((each, { key, value }) => table.put(each, key, value), table.EMPTY)
      for (const each of [asked, ...model.keys()]) {
        expect(table.get(filled, each)).toBe(model.get(each))
      }
    }),
  )
})

test('a client that is alone with the store finds what it has put there', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 12 }), (requests) => {
      holds(function* () {
        yield* Store.start()
        const model = new Map<string, unknown>()
        for (const { key, value } of requests) {
          if (value === undefined) expect(yield* get(key)).toBe(model.get(key))
          else {
            expect(yield* put(key, value)).toBe('ok')
            model.set(key, value)
          }
        }
      }, 3)
    }),
    { numRuns: 50 },
  )
})

describe('several clients', () => {
  const few = fc.array(
    fc.record({ key: fc.constantFrom('a', 'b'), value: fc.constantFrom(1, 2, undefined) }),
    {
      maxLength: 4,
    },
  )
  type Requests = readonly { readonly key: string; readonly value: unknown }[]

  function* client(requests: Requests): Body {
    for (const { key, value } of requests) yield* value === undefined ? get(key) : put(key, value)
  }

  function* serve(start: () => Body<unknown>, clients: readonly Requests[]): Body {
    yield* start()
    for (const [index, requests] of clients.entries()) {
      yield* spawnOpt(client, [requests], { label: `client-${index}` })
    }
  }

  function* store(): Body {
    yield* Store.start()
  }

  test('see the store as one that does one thing after another, under any schedule', () => {
    fc.assert(
      fc.property(fc.tuple(few, few, few), (clients) => {
        const report = check({ system: () => serve(store, clients), properties, runs: 10 })
        expect(report.counterexamples).toEqual([])
      }),
      { numRuns: 30 },
    )
  })

  test('find out a store that answers before it has written', () => {
    const clients = [
      [
        { key: 'a', value: 1 },
        { key: 'a', value: undefined },
      ],
    ]
    const report = check({ system: () => serve(hasty, clients), properties, runs: 500 })
    expect(report.counterexamples.map(({ violation }) => violation.property)).toEqual([
      'each life of the store answers as one that does one thing after another',
    ])
  })

  test('see that each life is empty at first, whenever the one before has been killed', () => {
    const clients = Array.from({ length: 3 }, () => [
      { key: 'a', value: 1 },
      { key: 'a', value: undefined },
      { key: 'a', value: undefined },
    ])
    const faults = [kill('/Store/KeyValue', { rate: '1/20 steps', atMost: 3 })]
    const report = check({ system: () => serve(store, clients), faults, properties, runs: 100 })
    assertHolds(report)
    expect(report.faults['kill']).toBeGreaterThan(25)
  })
})

test('after a kill what was in the store is gone', () => {
  fc.assert(
    fc.property(key, fc.nat(), (key, value) => {
      holds(function* () {
        yield* Store.start()
        yield* put(key, value)
        expect(yield* get(key)).toBe(value)
        yield* exit((yield* whereis<never>(KeyValue.name))!, 'kill')
        yield* sleep(1000)
        expect(yield* get(key)).toBe(undefined)
      }, 3)
    }),
    { numRuns: 50 },
  )
})

describe('the checker of histories', () => {
  const put = (value: unknown, from: number, until: number): Operation => ({
    kind: 'put',
    value,
    from,
    until,
  })
  const get = (value: unknown, from: number, until: number): Operation => ({
    kind: 'get',
    value,
    from,
    until,
  })

  test.each<readonly [law: string, history: readonly Operation[], fits: boolean]>([
    ['nothing has happened', [], true],
    ['what was put is got', [put(1, 1, 2), get(1, 3, 4)], true],
    ['what was never put is not got', [get(1, 1, 2)], false],
    [
      'a get behind a put does not see what was before it',
      [put(1, 1, 2), get(undefined, 3, 4)],
      false,
    ],
    ['a get beside a put may see either', [put(1, 1, 4), get(undefined, 2, 3)], true],
    ['a get beside a put may see the other', [put(1, 1, 4), get(1, 2, 3)], true],
    [
      'but of two gets the later does not see less',
      [put(1, 1, 8), get(1, 2, 3), get(undefined, 4, 5)],
      false,
    ],
    ['a put that was never answered may have been done', [put(1, 1, Infinity), get(1, 2, 3)], true],
    ['or not', [put(1, 1, Infinity), get(undefined, 2, 3)], true],
    [
      'two puts side by side have one order for all',
      [put(1, 1, 4), put(2, 1, 4), get(1, 5, 6), get(2, 7, 8)],
      false,
    ],
  ])('%s: %o is %s', (_law, history, fits) => {
    expect(isLinearizable(history)).toBe(fits)
  })
})

await scenarioTests('key-value')
