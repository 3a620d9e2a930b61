import { describe, expect, test } from 'vitest'

import {
  cancelTimer,
  ErlangError,
  isTimeout,
  isTimerAnswer,
  makeRef,
  now,
  readTimer,
  receive,
  self,
  send,
  sendAfter,
  sleep,
  startTimer,
  type Operation,
  type Ref,
} from 'mayday/process'
import { deliveries, play, takeAll } from '../support/play.ts'

describe.each(deliveries)('timers for a point in time, %s', (delivery) => {
  test('fire at that point in virtual time', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* sleep(30)
        tell(yield* readTimer(yield* sendAfter(40, me, 'plain', { abs: true })))
        const ref = yield* startTimer(50, me, 'wrapped', { abs: true })
        tell([yield* receive(), yield* now()])
        const message = yield* receive(isTimeout)
        tell([message.message, message.ref === ref, yield* now()])
      },
      { delivery },
    )
    expect(told).toEqual([10, ['plain', 40], ['wrapped', true, 50]])
  })

  test('fire at once when it is past, asynchronously still', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        yield* sleep(30)
        const ref = yield* sendAfter(10, me, 'past', { abs: true })
        tell(yield* readTimer(ref))
        yield* send(me, 'own')
        tell([yield* receive(), yield* receive(), yield* now(), yield* readTimer(ref)])
      },
      { delivery },
    )
    expect(told).toEqual([0, ['own', 'past', 30, false]])
  })
})

test.each([-1, 1.5, NaN])(
  'timers for a point in time before the run began are badarg: %s',
  (ms) => {
    const { told } = play(function* (tell) {
      for (const abs of [true, 'yes' as unknown as boolean]) {
        try {
          yield* sendAfter(ms, yield* self(), 'hello', { abs })
        } catch (error) {
          tell(error instanceof ErlangError && error.term)
        }
      }
    })
    expect(told).toEqual(['badarg', 'badarg'])
  },
)

type Ask = (ref: Ref, query?: { readonly async?: boolean }) => Operation<number | false | 'ok'>

describe.each<readonly [kind: 'cancel_timer' | 'read_timer', ask: Ask]>([
  ['cancel_timer', cancelTimer],
  ['read_timer', readTimer],
])('to ask a timer by %s', (kind, ask) => {
  test('asynchronously answers ok, and says in a message what was left', () => {
    const { told } = play(function* (tell) {
      const ref = yield* sendAfter(50, yield* self(), 'late')
      yield* sleep(20)
      tell(yield* ask(ref, { async: true }))
      const message = yield* receive(isTimerAnswer, { after: 0 })
      tell(typeof message === 'object' && [message.kind, message.ref === ref, message.result])
      tell(yield* ask(yield* makeRef(), { async: true }))
      tell((yield* receive(isTimerAnswer)).result)
      yield* sleep(50)
      tell(yield* takeAll())
    })
    const late = kind === 'cancel_timer' ? [] : ['late']
    expect(told).toEqual(['ok', [kind, true, 30], 'ok', false, late])
  })

  test('with async: false is as without', () => {
    const { told } = play(function* (tell) {
      tell(yield* ask(yield* sendAfter(50, yield* self(), 'late'), { async: false }))
    })
    expect(told).toEqual([50])
  })

  test('takes true and false only', () => {
    const { told } = play(function* (tell) {
      for (const key of ['async', 'info']) {
        try {
          yield* ask(yield* makeRef(), { [key]: 'yes' })
        } catch (error) {
          tell((error as Error).message)
        }
      }
    })
    const word = kind === 'cancel_timer' ? 'cancelTimer' : 'readTimer'
    const takes = (key: string): string => `badarg: ${word} takes ${key}: true or false, not yes`
    expect(told).toEqual([takes('async'), takes('info')])
  })
})

describe('to cancel a timer', () => {
  test.each([{ info: false }, { info: false, async: true }] as const)(
    'without info answers ok, and sends nothing',
    (query) => {
      const { told } = play(function* (tell) {
        const ref: Ref = yield* sendAfter(50, yield* self(), 'late')
        tell([yield* cancelTimer(ref, query), yield* readTimer(ref)])
        tell(yield* cancelTimer(yield* makeRef(), query))
        yield* sleep(100)
        tell(yield* takeAll())
      })
      expect(told).toEqual([['ok', false], 'ok', []])
    },
  )
})
