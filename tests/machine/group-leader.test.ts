import { describe, expect, test } from 'vitest'

import {
  ErlangError,
  exit,
  groupLeader,
  processInfo,
  receive,
  self,
  send,
  setGroupLeader,
  sleep,
  spawn,
  type AnyPid,
  type Body,
} from 'mayday/process'
import { ends, idle, nameOf, play, schedules, type Tell } from '../support/play.ts'

/** Waits to be asked, then tells its leader and has a child tell the same. */
function* member(tell: Tell): Body {
  yield* receive()
  tell((yield* groupLeader()).path)
  yield* spawn(function* () {
    tell((yield* groupLeader()).path)
  })
}

describe('the group leader', () => {
  test('is inherited at birth, and a root is its own', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      tell((yield* groupLeader()) === me)
      tell((yield* processInfo(me))!.groupLeader === me)
      const leader = yield* spawn(idle)
      const early = yield* spawn(member, tell)
      yield* setGroupLeader(leader, me)
      const late = yield* spawn(member, tell)
      tell((yield* processInfo(late))!.groupLeader === leader)
      for (const pid of [early, late]) {
        yield* send(pid, 'tell')
        yield* sleep(1)
      }
    })
    expect(told).toEqual([true, true, true, '/', '/', '/idle#1', '/idle#1'])
  })

  test('may be set by anybody, and need not be alive', () => {
    for (const options of schedules(20)) {
      const { told } = play(function* (tell) {
        const pid = yield* spawn(member, tell)
        const dead = yield* spawn(ends, 'gone')
        yield* sleep(1)
        tell(yield* setGroupLeader(dead, pid))
        yield* send(pid, 'tell')
      }, options)
      expect(told, nameOf(options)).toEqual([true, '/ends#1', '/ends#1'])
    }
  })

  test('of the dead cannot be set: badarg, also when the exit signal is only under way', () => {
    for (const options of schedules(20)) {
      const { told } = play(function* (tell) {
        const pid = yield* spawn(idle)
        yield* exit(pid, 'kill')
        try {
          yield* setGroupLeader(yield* self(), pid)
        } catch (error) {
          tell((error as Error).message)
        }
      }, options)
      expect(told, nameOf(options)).toEqual(['badarg: setGroupLeader: /idle#1 is dead'])
    }
  })

  test('is a pid, and so is who gets one', () => {
    const { told } = play(function* (tell) {
      const me = yield* self()
      const wrong = 'user' as unknown as AnyPid
      for (const attempt of [() => setGroupLeader(wrong, me), () => setGroupLeader(me, wrong)]) {
        try {
          yield* attempt()
        } catch (error) {
          tell(error instanceof ErlangError && error.term)
        }
      }
    })
    expect(told).toEqual(['badarg', 'badarg'])
  })
})
