import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Machine } from '../../src/machine/index.ts'
import {
  cancelTimer,
  ErlangError,
  exit,
  isTimeout,
  makeRef,
  name,
  now,
  readTimer,
  receive,
  register,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  startTimer,
  timeout,
  unregister,
  type Body,
  type Ref,
} from 'mayday/process'
import { deliveries, ends, idle, nameOf, play, schedules, takeAll } from '../support/play.ts'

describe.each(deliveries)('timers, %s', (delivery) => {
  test('send after delivers the message at its time', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* sendAfter(30, me, 'late')
        yield* sendAfter(10, me, 'early')
        yield* sendAfter(20, me, 'between')
        for (let i = 0; i < 3; i++) tell([yield* receive(), yield* now()])
      },
      { delivery },
    )
    expect(told).toEqual([
      ['early', 10],
      ['between', 20],
      ['late', 30],
    ])
  })

  test('start timer wraps the message together with the reference', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* startTimer(10, yield* self(), { n: 1 })
        const message = yield* receive(isTimeout)
        tell([message.kind, message.ref === ref, message.message])
      },
      { delivery },
    )
    expect(told).toEqual([['timeout', true, { n: 1 }]])
  })

  test('are read and cancelled with the time left, and false once they are gone', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        const [cancelled, fired] = [yield* sendAfter(50, me, 'no'), yield* sendAfter(40, me, 'yes')]
        yield* sleep(30)
        tell([yield* readTimer(cancelled), yield* cancelTimer(cancelled)])
        tell([yield* readTimer(cancelled), yield* cancelTimer(cancelled)])
        yield* sleep(30)
        tell([yield* readTimer(fired), yield* cancelTimer(fired)])
        tell(yield* takeAll())
        tell([yield* readTimer(yield* makeRef()), yield* cancelTimer(yield* makeRef())])
      },
      { delivery },
    )
    expect(told).toEqual([[20, 20], [false, false], [false, false], ['yes'], [false, false]])
  })

  test('may be cancelled by anybody', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* sendAfter(50, yield* self(), 'no')
        yield* spawn(function* (timer: Ref) {
          tell(yield* cancelTimer(timer))
        }, ref)
        tell(yield* receive(null, { after: 100 }))
      },
      { delivery },
    )
    expect(told).toEqual([50, timeout])
  })

  test('for a pid go with the process, and for a dead one are none', () => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(idle)
        const ref = yield* sendAfter(50, pid, 'hello')
        tell(yield* readTimer(ref))
        yield* exit(pid, 'kill')
        yield* sleep(1)
        tell([yield* readTimer(ref), yield* cancelTimer(ref)])
        const dead = yield* sendAfter(50, pid, 'hello')
        tell([yield* readTimer(dead), yield* cancelTimer(dead)])
      },
      { delivery },
    )
    expect(told).toEqual([50, [false, false], [false, false]])
  })

  test('outlive the process that has started them', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* spawn(function* () {
          yield* sendAfter(50, me, 'hello')
        })
        tell([yield* receive(), yield* now()])
      },
      { delivery },
    )
    expect(told).toEqual([['hello', 50]])
  })

  test('for a name find out whose it is when they fire', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        const first = yield* spawn(idle)
        yield* register('clerk', first)
        const refs = [
          yield* sendAfter(10, 'clerk', 'one'),
          yield* startTimer(20, name('clerk'), 'two'),
          yield* sendAfter(30, 'clerk', 'lost'),
        ]
        yield* exit(first, 'kill')
        yield* sleep(1)
        tell(yield* readTimer(refs[0]!))
        yield* register('clerk', me)
        tell(yield* receive())
        tell((yield* receive(isTimeout)).message)
        yield* unregister('clerk')
        tell(yield* receive(null, { after: 50 }))
        tell(yield* readTimer(refs[2]!))
      },
      { delivery },
    )
    expect(told).toEqual([9, 'one', 'two', timeout, false])
  })

  test('due together fire in the order in which they were started', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* sendAfter(20, me, 'a')
        yield* sleep(10)
        for (const message of ['b', 'c']) yield* sendAfter(10, me, message)
        yield* sleep(20)
        tell(yield* takeAll())
      },
      { delivery },
    )
    expect(told).toEqual([['a', 'b', 'c']])
  })

  test('of 0 ms are asynchronous still: what one sends oneself meanwhile is there first', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* sendAfter(0, me, 'timer')
        yield* send(me, 'own')
        tell([yield* receive(), yield* receive(), yield* now()])
      },
      { delivery },
    )
    expect(told).toEqual([['own', 'timer', 0]])
  })
})

describe('timers', () => {
  test.each([-1, 1.5, NaN, Infinity, 2 ** 60, '5'])('of %s ms are badarg', (ms) => {
    const { told } = play(function* (tell) {
      try {
        yield* sendAfter(ms as number, yield* self(), 'hello')
      } catch (error) {
        tell(error instanceof ErlangError && error.term)
      }
    })
    expect(told).toEqual(['badarg'])
  })

  test('take references, pids and names, and nothing else', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      const attempts = [
        () => cancelTimer('x' as unknown as Ref),
        () => readTimer(me as unknown as Ref),
        () => sendAfter(1, 12 as unknown as string, 'hello'),
      ]
      for (const attempt of attempts) {
        try {
          yield* attempt()
        } catch (error) {
          tell((error as Error).message)
        }
      }
    })
    expect(told).toEqual([
      'badarg: cancelTimer takes a reference, not x',
      'badarg: readTimer takes a reference, not /',
      'badarg: startTimer takes a pid, not 12',
    ])
  })

  test('may lie far ahead', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* sendAfter(2 ** 50, yield* self(), 'far')
        tell(yield* readTimer(ref))
        tell([yield* receive(), yield* now()])
      },
      { limits: { time: Infinity } },
    )
    expect(told).toEqual([2 ** 50, ['far', 2 ** 50]])
  })

  test('by thousands, some of them cancelled, fire or do not', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      const refs: Ref[] = []
      for (let n = 0; n < 3000; n++) refs.push(yield* sendAfter(100, me, n))
      for (let n = 0; n < 3000; n += 3) yield* cancelTimer(refs[n]!)
      yield* sleep(100)
      tell((yield* takeAll()).length)
    })
    expect(told).toEqual([2000])
  })

  test('never fire before their time, whatever the schedule does', () => {
    const delays = fc.array(fc.nat(20), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(delays, fc.nat(), (given, seed) => {
        for (const options of [...schedules(3)].map((each) => ({ ...each, seed: `${seed}` }))) {
          const { told } = play(function* (tell) {
            yield* spawn(receiver, tell, given.length)
            const to = yield* receiverOf()
            for (const ms of given) yield* sendAfter(ms, to, { due: (yield* now()) + ms })
          }, options)
          const arrivals = told as { readonly due: number; readonly at: number }[]
          expect(arrivals).toHaveLength(given.length)
          for (const { due, at } of arrivals)
            expect(at, nameOf(options)).toBeGreaterThanOrEqual(due)
        }
      }),
      { seed: 1, numRuns: 60 },
    )

    function* receiver(tell: (what: unknown) => void, count: number): Body {
      yield* register('receiver', yield* self())
      for (let i = 0; i < count; i++) {
        const { due } = (yield* receive()) as { readonly due: number }
        tell({ due, at: yield* now() })
      }
    }
    function* receiverOf(): Body<string> {
      yield* sleep(1)
      return 'receiver'
    }
  })

  test('that are cancelled, or whose process has died, leave nothing to wait for', () => {
    const machine = new Machine()
    machine.start(function* () {
      const me = yield* self()
      yield* cancelTimer(yield* sendAfter(1000, me, 'x'))
      yield* sendAfter(1000, yield* spawn(ends, 'gone'), 'x')
      yield* sendAfter(1000, me, 'x')
    })
    expect(machine.run()).toEqual({ kind: 'idle' })
    expect(machine.now).toBe(0)
  })
})

test('the trace tells that timers are started, cancelled and fire, each once', () => {
  const told: string[] = []
  const machine = new Machine()
  machine.watch(({ kind }) => {
    if (kind.startsWith('timer')) told.push(kind)
  })
  machine.start(function* root(): Body {
    const me = yield* self()
    const first = yield* sendAfter(10, me, 'never')
    yield* sendAfter(20, me, 'comes')
    yield* cancelTimer(first)
    yield* cancelTimer(first)
    yield* receive()
  })
  machine.run()
  expect(told).toEqual(['timer_started', 'timer_started', 'timer_cancelled', 'timer_fired'])
})
