// Decisions have stable names: what a process draws, and in which order the others' events come, does
// not change when somebody is added who has nothing to do with them. Saved seeds live on that.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Uniform } from '../../src/explore/uniform.ts'
import { Machine, type Delivery } from '../../src/machine/index.ts'
import {
  random,
  randomInt,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnOpt,
  type Body,
  type Pid,
} from 'mayday/process'
import { deliveries } from '../../tests/support/play.ts'

/** What `/w` draws, with so many others around who draw as well. */
function drawsOf(seed: string, others: number, delivery: Delivery): readonly number[] {
  const drawn: number[] = []
  const machine = new Machine({ seed, delivery, strategy: new Uniform() })
  machine.start(function* () {
    for (let i = 0; i < others; i++) {
      yield* spawn(function* stranger(): Body {
        for (let n = 0; n < 5; n++) {
          yield* random()
          yield* sleep(1)
        }
      })
    }
    yield* spawnOpt(
      function* (): Body {
        for (let n = 0; n < 10; n++) {
          drawn.push(yield* random())
          yield* sleep(yield* randomInt(5))
        }
      },
      [],
      { label: 'w' },
    )
  })
  machine.run()
  return drawn
}

describe('what a process draws', () => {
  test(
    'does not depend on who else draws, on the schedule, or on delivery',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(fc.string(), fc.nat(5), (seed, others) => {
          const alone = drawsOf(seed, 0, 'instant')
          for (const delivery of deliveries) {
            expect(drawsOf(seed, others, delivery)).toEqual(alone)
          }
        }),
        { seed: 1 },
      )
    },
  )

  test('depends on the seed, and on whose draws they are', () => {
    expect(drawsOf('1', 0, 'instant')).not.toEqual(drawsOf('2', 0, 'instant'))
    const drawn: number[] = []
    const machine = new Machine()
    for (const label of ['a', 'b']) {
      machine.start(
        function* () {
          drawn.push(yield* random())
        },
        [],
        label,
      )
    }
    machine.run()
    expect(drawn[0]).not.toBe(drawn[1])
  })
})

/** In which order the pairs' messages are handled, with so many strangers at work beside them. */
function orderOf(seed: string, strangers: number, delivery: Delivery): readonly string[] {
  const handled: string[] = []
  const machine = new Machine({ seed, delivery, strategy: new Uniform() })
  function* partner(own: string): Body {
    const to = (yield* receive()) as Pid
    for (;;) {
      const n = (yield* receive()) as number
      if (own !== '') handled.push(`${own}${n}`)
      if (n < 12) yield* send(to, n + 1)
    }
  }
  const pair = function* (own: string): Body {
    const me = { label: `${own}1` }
    const [a, b] = [
      yield* spawnOpt(partner, [own], me),
      yield* spawnOpt(partner, [own], { label: `${own}2` }),
    ]
    yield* send(a, b)
    yield* send(b, a)
    yield* send(a, 0)
    yield* receive()
  }
  for (const own of ['p', 'q', 'r']) machine.start(pair, [own], own)
  for (let i = 0; i < strangers; i++) machine.start(pair, [''], `stranger${i}`)
  machine.run()
  return handled
}

describe('in which order events come', () => {
  test('does not change when strangers are added', { timeout: 60_000 }, () => {
    const orders = new Set<string>()
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 4 }), (seed, strangers) => {
        for (const delivery of deliveries) {
          const alone = orderOf(String(seed), 0, delivery)
          expect(orderOf(String(seed), strangers, delivery)).toEqual(alone)
          orders.add(alone.join())
        }
      }),
      { seed: 1 },
    )
    // The schedules do differ from seed to seed.
    expect(orders.size).toBeGreaterThan(150)
  })

  test('is the same whatever path the pid’s counter has taken', () => {
    const pathsOf = (before: number): readonly string[] => {
      const paths: string[] = []
      const machine = new Machine()
      for (let i = 0; i < before; i++) machine.start(function* () {}, [], `x${i}`)
      machine.start(
        function* () {
          paths.push((yield* self()).path)
          yield* spawn(function* inner(): Body {
            paths.push((yield* self()).path)
          })
        },
        [],
        'app',
      )
      machine.run()
      return paths
    }
    expect(pathsOf(5)).toEqual(pathsOf(0))
  })
})
