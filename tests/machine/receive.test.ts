import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Machine } from '../../src/machine/index.ts'
import {
  ErlangError,
  makeRef,
  monitor,
  now,
  processInfo,
  receive,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  timeout,
  type Body,
  type Pid,
  type Ref,
} from 'mayday/process'
import { deliveries, play, schedules, takeAll } from '../support/play.ts'

const isNumber = (message: unknown): message is number => typeof message === 'number'
const isText = (message: unknown): message is string => typeof message === 'string'

function* sendSelf(...messages: readonly unknown[]): Body {
  const me = yield* self()
  for (const message of messages) yield* send(me, message)
}

describe('receive', () => {
  test('takes the oldest message that the guard accepts; the others keep their places', () => {
    const { told } = play(function* (tell) {
      yield* sendSelf('a', 1, 'b', 2, 'c')
      tell(yield* receive(isNumber))
      tell(yield* receive(isNumber))
      tell(yield* takeAll())
    })
    expect(told).toEqual([1, 2, ['a', 'b', 'c']])
  })

  test('takes from a mailbox what a search in an array would find', () => {
    const moduli = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 30 })
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 30 }), moduli, (messages, receives) => {
        const model = [...messages]
        const expected = receives.map((modulus) => {
          const index = model.findIndex((message) => message % modulus === 0)
          return index === -1 ? timeout : model.splice(index, 1)[0]
        })
        const { told } = play(function* (tell) {
          yield* sendSelf(...messages)
          for (const modulus of receives) {
            tell(yield* receive((each) => (each as number) % modulus === 0, { after: 0 }))
          }
          tell(yield* takeAll())
        })
        expect(told).toEqual([...expected, model])
      }),
      { seed: 1 },
    )
  })

  test('waits as long as nothing fits', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      yield* spawn(function* () {
        yield* sleep(5)
        yield* send(me, 'text')
        yield* sleep(5)
        yield* send(me, 7)
      })
      tell([yield* receive(isNumber), yield* now()])
      tell([yield* receive(isText), yield* now()])
    })
    expect(told).toEqual([
      [7, 10],
      ['text', 10],
    ])
  })

  test.each(deliveries)('is woken by the first fitting message, %s', (delivery) => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* spawn(function* () {
          for (const message of ['a', 1, 2]) yield* send(me, message)
        })
        tell(yield* receive(isNumber, { after: 100 }))
        yield* sleep(1)
        tell([yield* takeAll(), yield* now()])
      },
      { delivery },
    )
    expect(told).toEqual([1, [['a', 2], 1]])
  })

  test('with a guard that throws throws in the process, and the message stays', () => {
    const picky = (message: unknown): boolean => {
      if (message === 'poison') throw new Error('cannot look at it')
      return false
    }
    for (const whileWaiting of [false, true]) {
      const { told } = play(function* (tell) {
        const me = yield* self()
        yield* spawn(function* () {
          if (whileWaiting) yield* sleep(5)
          yield* send(me, 'poison')
        })
        if (!whileWaiting) yield* sleep(5)
        try {
          yield* receive(picky)
        } catch (error) {
          tell((error as Error).message)
        }
        tell(yield* receive())
      })
      expect(told).toEqual(['cannot look at it', 'poison'])
    }
  })
})

describe('receive … after', () => {
  test('0 looks at everything that is there, and does not wait', () => {
    const { told } = play(function* (tell) {
      yield* sendSelf('a', 'b', 3)
      tell(yield* receive(isNumber, { after: 0 }))
      tell(yield* receive(isNumber, { after: 0 }))
      tell(yield* now())
    })
    expect(told).toEqual([3, timeout, 0])
  })

  test('gives up at its time, and keeps what came meanwhile', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      for (const ms of [10, 20, 30]) yield* sendAfter(ms, me, 'text')
      tell([yield* receive(isNumber, { after: 25 }), yield* now()])
      tell(yield* takeAll())
    })
    expect(told).toEqual([
      [timeout, 25],
      ['text', 'text'],
    ])
  })

  test('starts anew with each receive', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      yield* sendAfter(8, me, 'first')
      tell([yield* receive(null, { after: 10 }), yield* now()])
      tell([yield* receive(null, { after: 10 }), yield* now()])
      tell([yield* receive(null, { after: 5 }), yield* now()])
    })
    expect(told).toEqual([
      ['first', 8],
      [timeout, 18],
      [timeout, 23],
    ])
  })

  test.each([-1, 1.5, NaN, 2 ** 32, -Infinity])('%d is an error timeout_value', (after) => {
    const { told } = play(function* (tell) {
      yield* sendSelf('text')
      try {
        yield* receive(isNumber, { after })
      } catch (error) {
        tell(error instanceof ErlangError && error.term)
      }
      // A message that fits is taken before anybody looks at the time.
      tell(yield* receive(isText, { after }))
    })
    expect(told).toEqual(['timeout_value', 'text'])
  })

  test('2^32 - 1 is the longest, and Infinity waits for ever', () => {
    const limits = { time: 2 ** 33 }
    const longest = play(
      function* (tell) {
        yield* receive(null, { after: 2 ** 32 - 1 })
        tell(yield* now())
      },
      { limits },
    )
    expect(longest.told).toEqual([2 ** 32 - 1])
    const endless = play(function* () {
      yield* receive(null, { after: Infinity })
    })
    expect(endless.stop).toEqual({ kind: 'idle' })
    expect(endless.machine.world.processes()).toHaveLength(1)
  })

  test('of thousands with the same deadline all fire', () => {
    const { told } = play(function* (tell) {
      for (let i = 0; i < 10_000; i++) {
        yield* spawn(function* () {
          yield* sleep(50)
          tell(yield* now())
        })
      }
    })
    expect(told).toHaveLength(10_000)
    expect(new Set(told)).toEqual(new Set([50]))
  })
})

describe('receive since a reference', () => {
  interface Reply {
    readonly ref: Ref
    readonly n: number
  }

  function* server(): Body {
    for (;;) {
      const { from, ref, n } = (yield* receive()) as Reply & { readonly from: Pid }
      yield* send(from, { ref, n: n * 2 })
    }
  }

  test('need not look at a million messages that wait there', () => {
    const machine = new Machine()
    let looks = 0
    const answers: unknown[] = []
    function* client(): Body {
      const me = yield* self()
      const pid = yield* spawn(server)
      yield* receive((message) => message === 'go')
      for (let n = 0; n < 100; n++) {
        const ref = n % 2 === 0 ? yield* makeRef() : yield* monitor(pid)
        yield* send(pid, { from: me, ref, n })
        const isReply = (message: unknown): message is Reply => {
          looks++
          return (message as Reply).ref === ref
        }
        const reply = yield* receive(isReply, { since: ref })
        answers.push(reply.n)
      }
      yield* sleep(Infinity)
    }
    const pid = machine.start(client)!
    machine.run()
    for (let i = 0; i < 1_000_000; i++) machine.post(pid, i)
    machine.post(pid, 'go')
    machine.run()
    expect(answers).toEqual(Array.from({ length: 100 }, (_, n) => n * 2))
    // One look a call, at the reply alone.
    expect(looks).toBe(100)
    expect(machine.world.mailboxOf(pid)).toBe(1_000_000)
  })

  test('finds what it would find without the shortcut, under any schedule', () => {
    const once = function* (me: Pid, pid: Pid, shortcut: boolean): Body<number> {
      const ref = yield* makeRef()
      yield* send(pid, { from: me, ref, n: 1 })
      // Older messages are taken in between: the place to look from must move with them.
      yield* receive((message) => message === 'noise', { after: 0 })
      const isReply = (message: unknown): message is Reply => (message as Reply).ref === ref
      const reply = yield* receive(isReply, shortcut ? { since: ref } : {})
      return reply.n
    }
    for (const options of schedules(50)) {
      const { told, stop } = play(function* (tell) {
        const me = yield* self()
        const pid = yield* spawn(server)
        yield* spawn(function* () {
          for (let i = 0; i < 20; i++) yield* send(me, 'noise')
        })
        for (const shortcut of [false, true, true, false, true]) {
          tell(yield* once(me, pid, shortcut))
        }
      }, options)
      expect([told, stop]).toEqual([[2, 2, 2, 2, 2], { kind: 'idle' }])
    }
  })

  test('of an older reference looks at everything', () => {
    const { told } = play(function* (tell) {
      const old = yield* makeRef()
      yield* sendSelf('early')
      yield* makeRef()
      tell(yield* receive(null, { since: old, after: 0 }))
    })
    expect(told).toEqual(['early'])
  })

  test('does not look at what is older, so that it must not be asked for', () => {
    const { told } = play(function* (tell) {
      yield* sendSelf('early')
      const ref = yield* makeRef()
      tell(yield* receive(null, { since: ref, after: 0 }))
      tell((yield* processInfo(yield* self()))!.messages)
    })
    expect(told).toEqual([timeout, ['early']])
  })
})
