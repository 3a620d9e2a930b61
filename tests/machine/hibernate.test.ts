import { describe, expect, test } from 'vitest'

import { isIdle, Machine, type Process } from '../../src/machine/index.ts'
import {
  exit,
  hibernate,
  link,
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
  trapExit,
  unlink,
  type Body,
} from 'mayday/process'
import { brief, deliveries, idle, play, schedules, takeAll, type Tell } from '../support/play.ts'

/** Hibernates, and tells what there is when it wakes. */
function* sleeper(tell: Tell): Body {
  tell([yield* hibernate(), yield* now()])
  tell((yield* takeAll()).map(brief))
}

describe('hibernation', () => {
  test('waits for a message and leaves it where it is', () => {
    for (const options of schedules(20)) {
      const { told } = play(function* (tell) {
        yield* sendAfter(30, yield* spawn(sleeper, tell), 'good morning')
      }, options)
      expect(told).toEqual([['ok', 30], ['good morning']])
    }
  })

  test('comes back at once when a message is there, also one that was passed over', () => {
    const { told } = play(function* (tell) {
      yield* send(yield* self(), 'a')
      tell(yield* receive((message): message is 'b' => message === 'b', { after: 0 }))
      tell([yield* hibernate(), yield* hibernate(), yield* now()])
      tell([yield* takeAll()])
    })
    expect(told).toEqual([timeout, ['ok', 'ok', 0], [['a']]])
  })

  test.each(deliveries)('is not ended by signals that become no message, %s', (delivery) => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(sleeper, tell)
        yield* sleep(1)
        yield* monitor(pid)
        yield* link(pid)
        yield* exit(pid, 'normal')
        yield* unlink(pid)
        yield* sleep(1)
        const { status, sleeping, reductions } = (yield* processInfo(pid))!
        tell([status, sleeping, reductions])
      },
      { delivery },
    )
    expect(told).toEqual([['waiting', false, 1]])
  })

  test('is ended by an exit signal that is trapped, and by death', () => {
    const { told } = play(function* (tell) {
      const trapping = yield* spawn(function* () {
        yield* trapExit(true)
        yield* sleeper(tell)
      })
      const other = yield* spawn(sleeper, tell)
      yield* sleep(1)
      for (const pid of [trapping, other]) yield* exit(pid, 'why')
    })
    expect(told).toEqual([['ok', 1], [['EXIT', '/', 'why']]])
  })

  test('counts as waiting for whatever comes next, and not as being asleep', () => {
    const { told } = play(function* (tell) {
      const pid = yield* spawn(sleeper, tell)
      yield* sleep(1)
      tell((yield* processInfo(pid))!.sleeping)
      tell((yield* processInfo(yield* spawn(idle)))!.sleeping)
    })
    expect(told).toEqual([false, false])
    const waiting = (behaviour: string | null): Process =>
      ({
        status: 'waiting',
        receiving: hibernate(),
        info: { body: 'sleeper', behaviour },
      }) as unknown as Process
    expect([null, 'gen_server'].map((behaviour) => isIdle(waiting(behaviour)))).toEqual([
      true,
      true,
    ])
  })

  test('does not keep a run going', () => {
    const machine = new Machine()
    machine.start(sleeper, [() => undefined])
    expect(machine.run()).toEqual({ kind: 'idle' })
  })
})
