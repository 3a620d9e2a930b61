import { describe, expect, test } from 'vitest'

import {
  exit,
  isCrash,
  isDown,
  isTimeout,
  monitor,
  publish,
  receive,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  spawnMonitor,
  startTimer,
} from 'mayday/process'
import { deliveries, play } from '../support/play.ts'

interface Order {
  readonly items: string[]
}

describe('a value that is sent', () => {
  test('is frozen: to change it afterwards fails loudly, where it happens', () => {
    const { told } = play(function* (tell) {
      yield* spawnMonitor(function* () {
        const order: Order = { items: ['a'] }
        yield* send(yield* self(), order)
        order.items.push('b')
      })
      const { reason } = yield* receive(isDown)
      tell(isCrash(reason) && reason.crash)
    })
    expect(told).toMatchObject([
      { error: 'TypeError', message: expect.stringMatching(/not extensible/) },
    ])
  })

  test('is frozen for its receiver as well', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      yield* spawn(function* () {
        yield* send(me, { items: ['a'] })
      })
      const { items } = (yield* receive()) as Order
      try {
        items.push('b')
      } catch (error) {
        tell((error as Error).name)
      }
    })
    expect(told).toEqual(['TypeError'])
  })

  test.each(deliveries)('is the very same object, %s', (delivery) => {
    const order: Order = { items: [] }
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(function* () {
          tell((yield* receive()) === order)
        })
        tell((yield* send(pid, order)) === order)
      },
      { delivery },
    )
    expect(told).toEqual([true, true])
  })

  test('is frozen by timers and exits too', () => {
    const things: Order[] = [1, 2, 3].map(() => ({ items: [] }))
    play(function* () {
      const me = yield* self()
      yield* sendAfter(5, me, things[0])
      yield* startTimer(5, me, things[1])
      exit(things[2])
    })
    expect(things.map((each) => Object.isFrozen(each.items))).toEqual([true, true, true])
  })

  test('as state is frozen when it is shown', () => {
    const state = { orders: [{ items: ['a'] }], index: new Map() }
    play(function* () {
      yield* publish(state)
    })
    expect(Object.isFrozen(state.orders[0])).toBe(true)
    expect(Object.isFrozen(state.index)).toBe(false)
  })
})

describe('in copy mode', () => {
  const options = { values: 'copy' } as const

  test('sender and receiver have one each, and may change theirs', () => {
    for (const delivery of deliveries) {
      const { told } = play(
        function* (tell) {
          const order: Order = { items: ['a'] }
          const pid = yield* spawn(function* () {
            const mine = (yield* receive()) as Order
            mine.items.push('received')
            tell(mine)
          })
          yield* send(pid, order)
          order.items.push('sent')
          yield* sleep(1)
          tell(order)
        },
        { ...options, delivery },
      )
      expect(told).toEqual([{ items: ['a', 'received'] }, { items: ['a', 'sent'] }])
    }
  })

  test('the same goes for timers, exits, and what is shown', () => {
    const things: Order[] = [1, 2, 3, 4].map((n) => ({ items: [String(n)] }))
    const { told, machine } = play(function* (tell) {
      const me = yield* self()
      yield* sendAfter(1, me, things[0])
      yield* startTimer(2, me, things[1])
      const victim = yield* spawn(waiting)
      yield* monitor(victim)
      yield* exit(victim, things[2])
      yield* publish(things[3])
      for (const each of things) each.items.push('changed')
      tell(yield* receive((message) => !isDown(message)))
      tell((yield* receive(isTimeout)).message)
      const down = yield* receive((message) => isDown(message) && message.object === victim)
      tell((down as { readonly reason: unknown }).reason)
      yield* sleep(Infinity)
    }, options)
    expect(told).toEqual([{ items: ['1'] }, { items: ['2'] }, { items: ['3'] }])
    expect(things.map((each) => Object.isFrozen(each))).toEqual([false, false, false, false])
    expect(machine.world.stateOf('/')).toEqual({ items: ['4'] })

    function* waiting() {
      yield* sleep(Infinity)
    }
  })

  test('what is no plain data is refused all the same', () => {
    const { stop } = play(function* () {
      yield* send(yield* self(), new Map())
    }, options)
    expect(stop).toMatchObject({ kind: 'mistake', code: 'not_plain' })
  })
})

describe('with values trusted', () => {
  test('they are handed on as they are, plain or not', () => {
    const table = new Map([['a', 1]])
    const { told, stop } = play(
      function* (tell) {
        const me = yield* self()
        const order: Order = { items: [] }
        yield* send(me, order)
        order.items.push('later')
        tell(yield* receive())
        yield* send(me, table)
        tell((yield* receive()) === table)
      },
      { values: 'none' },
    )
    expect([told, stop]).toEqual([[{ items: ['later'] }, true], { kind: 'idle' }])
  })
})

describe('functions', () => {
  test('may be sent, and are known by name', () => {
    const digestOf = (work: () => number): unknown => {
      const { told, machine } = play(function* (tell) {
        const me = yield* self()
        yield* send(me, { work })
        const { work: received } = (yield* receive()) as { readonly work: () => number }
        tell(received())
      })
      return [told, machine.digest]
    }
    const one = { work: () => 1 }.work
    const other = { work: () => 1 + 0 }.work
    const named = { play: () => 1 }.play
    expect(digestOf(one)).toEqual(digestOf(other))
    expect(digestOf(one)).not.toEqual(digestOf(named))
  })
})

describe('a digest', () => {
  const digestOf = (message: unknown): string => {
    return play(function* () {
      yield* send(yield* self(), message)
    }).machine.digest
  }

  test('depends on what is sent', () => {
    expect(digestOf({ n: 1 })).not.toBe(digestOf({ n: 2 }))
  })

  test('is the same when the same object is sent a second time, in another run', () => {
    const large = { rows: Array.from({ length: 500 }, (_, n) => ({ n })) }
    expect(digestOf(large)).toBe(digestOf(large))
  })

  test('depends on why a process ended', () => {
    const ending = (reason: unknown): string => {
      return play(function* () {
        exit(reason)
      }).machine.digest
    }
    expect(ending('a')).not.toBe(ending('b'))
    expect(ending({ shutdown: 1 })).not.toBe(ending({ shutdown: 2 }))
  })
})
