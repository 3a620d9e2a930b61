import { describe, expect, test } from 'vitest'

import {
  ErlangError,
  exit,
  isDown,
  monitor,
  name,
  receive,
  register,
  registered,
  self,
  send,
  sleep,
  spawn,
  spawnMonitor,
  unregister,
  whereis,
  type AnyPid,
  type Operation,
} from 'mayday/process'
import { deliveries, ends, idle, play, schedules } from '../support/play.ts'

/** What the operation raises, or `fine`. */
function* attempt(operation: () => Operation<unknown>) {
  try {
    yield* operation()
    return 'fine'
  } catch (error) {
    return error instanceof ErlangError ? error.message : String(error)
  }
}

describe('a name', () => {
  test('leads to its process until it is taken away', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      tell(yield* register('clerk', me))
      tell((yield* whereis('clerk')) === me)
      yield* send('clerk', 'by text')
      yield* send(name('clerk'), 'by name')
      tell([yield* receive(), yield* receive()])
      tell(yield* unregister(name('clerk')))
      tell(yield* whereis(name('clerk')))
    })
    expect(told).toEqual([true, true, ['by text', 'by name'], true, undefined])
  })

  test('is unique both ways, and badarg says which rule was broken', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      const [other, dead] = [yield* spawn(idle), yield* spawn(ends, 'gone')]
      yield* sleep(1)
      yield* register('clerk', me)
      tell(yield* attempt(() => register('clerk', other)))
      tell(yield* attempt(() => register('clerk', me)))
      tell(yield* attempt(() => register('second', me)))
      tell(yield* attempt(() => register('ghost', dead)))
      tell(yield* attempt(() => register('undefined', other)))
      tell(yield* attempt(() => unregister('nobody')))
      tell(yield* attempt(() => send('nobody', 'hello')))
    })
    expect(told).toEqual([
      'badarg: register: clerk is taken',
      'badarg: register: clerk is taken',
      'badarg: register: second would be a second name of clerk',
      'badarg: register: ghost would go to /ends#1, which is dead',
      'badarg: register: undefined is no name',
      'badarg: unregister: nobody is not registered',
      'badarg: send: nobody is registered as nobody',
    ])
  })

  test('must be a name', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      const wrong = 12 as unknown as string
      tell(yield* attempt(() => register(wrong, me)))
      tell(yield* attempt(() => unregister(wrong)))
      tell(yield* attempt(() => whereis(wrong)))
      tell(yield* attempt(() => send(wrong, 'hello')))
      tell(yield* attempt(() => register('clerk', 'me' as unknown as AnyPid)))
    })
    expect(told).toEqual([
      'badarg: register takes a name, not 12',
      'badarg: unregister takes a name, not 12',
      'badarg: whereis takes a name, not 12',
      'badarg: send takes a name, not 12',
      'badarg: register takes a pid, not me; look me up with whereis',
    ])
  })

  test('may be given and taken by others', () => {
    const { told } = play(function* (tell) {
      const pid = yield* spawn(idle)
      yield* register('clerk', pid)
      yield* spawnMonitor(function* () {
        yield* unregister('clerk')
      })
      yield* receive(isDown)
      tell(yield* registered())
    })
    expect(told).toEqual([[]])
  })

  test('of the living are listed in the order of their registration', () => {
    const { told } = play(function* (tell) {
      for (const as of ['c', 'a', 'b']) yield* register(as, yield* spawn(idle))
      tell(yield* registered())
    })
    expect(told).toEqual([['c', 'a', 'b']])
  })

  test('is free when the DOWN of its process comes, under any schedule', () => {
    for (const options of schedules(200)) {
      const { told } = play(function* (tell) {
        const me = yield* self()
        const pid = yield* spawn(idle)
        yield* register('clerk', pid)
        yield* monitor(pid)
        yield* exit(pid, 'kill')
        yield* receive(isDown)
        tell(yield* whereis('clerk'))
        tell(yield* register('clerk', me))
      }, options)
      expect(told).toEqual([undefined, true])
    }
  })

  test.each(deliveries)('can be sent to by a process that has just got it, %s', (delivery) => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(function* () {
          tell(yield* receive())
        })
        yield* register('clerk', pid)
        yield* send('clerk', 'welcome')
      },
      { delivery },
    )
    expect(told).toEqual(['welcome'])
  })
})
