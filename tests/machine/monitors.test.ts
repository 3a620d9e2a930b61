import { describe, expect, test } from 'vitest'

import {
  demonitor,
  exit,
  isAlive,
  isDown,
  link,
  monitor,
  name,
  processInfo,
  raise,
  receive,
  register,
  self,
  send,
  sleep,
  spawn,
  spawnMonitor,
  spawnOpt,
  timeout,
  trapExit,
  unregister,
  whereis,
  type AnyPid,
  type Body,
  type DownMessage,
} from 'mayday/process'
import { brief, deliveries, ends, idle, obedient, play, takeAll } from '../support/play.ts'

describe.each(deliveries)('monitors, %s', (delivery) => {
  test('are a bag: each reference gets its DOWN', () => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(obedient)
        const refs = [yield* monitor(pid), yield* monitor(pid)]
        yield* send(pid, 'done')
        yield* sleep(1)
        const downs = (yield* takeAll()) as DownMessage[]
        tell(downs.map(({ ref }) => refs.indexOf(ref)))
      },
      { delivery },
    )
    expect(told).toEqual([[0, 1]])
  })

  test('tell the reason: normal, a term, a crash, killed, noproc', () => {
    const { told } = play(
      function* (tell) {
        const bodies = [
          function* normal() {},
          function* term() {
            exit({ shutdown: 'x' })
          },
          function* crash() {
            raise('badarg')
          },
          function* thrown() {
            throw 'ball' // eslint-disable-line no-throw-literal
          },
          idle,
        ]
        for (const body of bodies) {
          const { pid } = yield* spawnMonitor(body)
          if (body === idle) yield* exit(pid, 'kill')
          tell(brief(yield* receive(isDown)))
          yield* monitor(pid)
          tell(brief(yield* receive(isDown)))
        }
      },
      { delivery },
    )
    const reasons = told.map((each) => (each as unknown[])[2])
    expect(reasons.filter((_, i) => i % 2 === 0)).toEqual([
      'normal',
      { shutdown: 'x' },
      { crash: 'badarg' },
      { crash: { nocatch: 'ball' } },
      'killed',
    ])
    expect(new Set(reasons.filter((_, i) => i % 2 === 1))).toEqual(new Set(['noproc']))
  })

  test('on a name stay with the process that had it, and say the name', () => {
    const { told } = play(
      function* (tell) {
        const [first, second] = [yield* spawn(obedient), yield* spawn(idle)]
        yield* register('clerk', first)
        yield* monitor(name('clerk'))
        yield* unregister('clerk')
        yield* register('clerk', second)
        yield* send(first, 'retired')
        const down = yield* receive(isDown)
        tell([down.object, down.reason])
        yield* monitor('nobody')
        tell(brief(yield* receive()))
      },
      { delivery },
    )
    expect(told).toEqual([
      [{ kind: 'name', name: 'clerk' }, 'retired'],
      ['DOWN', 'nobody', 'noproc'],
    ])
  })

  test('on oneself are accepted and have no effect', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        const ref = yield* monitor(me)
        const { monitors, monitoredBy } = (yield* processInfo(me))!
        tell([monitors, monitoredBy, yield* demonitor(ref)])
      },
      { delivery },
    )
    expect(told).toEqual([[[], [], false]])
  })

  test('are known to both sides, until demonitor', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        const pid = yield* spawn(idle)
        const show = function* (): Body {
          const mine = (yield* processInfo(me))!.monitors
          tell([mine, (yield* processInfo(pid))!.monitoredBy])
        }
        const ref = yield* monitor(pid)
        yield* show()
        yield* demonitor(ref)
        yield* show()
      },
      { delivery },
    )
    expect(told).toMatchObject([
      [[{ path: '/idle#1' }], [{ path: '/' }]],
      [[], []],
    ])
  })

  test('may have another tag', () => {
    const { told } = play(
      function* (tell) {
        const { ref } = yield* spawnOpt(ends, ['done'], { monitor: { tag: 'GONE' } })
        const message = (yield* receive()) as { readonly kind: string; readonly ref: unknown }
        tell([message.kind, message.ref === ref])
        yield* monitor('nobody', { tag: 'GONE' })
        tell(yield* receive())
      },
      { delivery },
    )
    expect(told).toMatchObject([['GONE', true], { kind: 'GONE', reason: 'noproc' }])
  })

  test('see the process gone, its name free, when DOWN comes', () => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(obedient)
        yield* register('clerk', pid)
        yield* monitor('clerk')
        yield* send('clerk', 'done')
        yield* receive(isDown)
        tell([yield* whereis('clerk'), yield* isAlive(pid)])
        yield* register('clerk', yield* self())
      },
      { delivery },
    )
    expect(told).toEqual([[undefined, false]])
  })

  test('report a process that ends while being monitored by what kills it', () => {
    const { told } = play(
      function* (tell) {
        yield* trapExit(true)
        const me = yield* self()
        // The monitored process kills its watcher, which traps exits, and ends.
        yield* spawnMonitor(function* (watcher: AnyPid) {
          yield* exit(watcher, 'no more')
        }, me)
        yield* sleep(1)
        tell((yield* takeAll()).map((each) => (brief(each) as unknown[]).toSpliced(1, 1)))
      },
      { delivery },
    )
    expect(told).toEqual([
      [
        ['EXIT', 'no more'],
        ['DOWN', 'normal'],
      ],
    ])
  })
})

describe.each(deliveries)('demonitor, %s', (delivery) => {
  test('says whether a live monitor was removed', () => {
    const { told } = play(
      function* (tell) {
        const ref = yield* monitor(yield* spawn(idle))
        tell([yield* demonitor(ref), yield* demonitor(ref)])
      },
      { delivery },
    )
    expect(told).toEqual([[true, false]])
  })

  test('before the death: no DOWN', () => {
    const { told } = play(
      function* (tell) {
        const pid = yield* spawn(obedient)
        yield* demonitor(yield* monitor(pid))
        yield* send(pid, 'done')
        tell(yield* receive(null, { after: 5 }))
      },
      { delivery },
    )
    expect(told).toEqual([timeout])
  })

  test('after the death leaves the DOWN, unless it is asked to flush it', () => {
    const { told } = play(
      function* (tell) {
        for (const flush of [false, true]) {
          const { ref } = yield* spawnMonitor(ends, 'done')
          const other = yield* monitor('nobody')
          yield* send(yield* self(), 'hello')
          yield* sleep(1)
          tell(yield* demonitor(ref, { flush }))
          const left = (yield* takeAll()) as { readonly ref?: unknown }[]
          tell(
            left.map((each) =>
              each.ref === ref ? 'flushed?' : each.ref === other ? 'other' : each,
            ),
          )
        }
      },
      { delivery },
    )
    expect(told).toEqual([
      false,
      expect.arrayContaining(['flushed?', 'other', 'hello']),
      false,
      ['other', 'hello'],
    ])
  })

  test('between a death and its DOWN drops what is under way', () => {
    const { told } = play(
      function* (tell, machine) {
        const me = yield* self()
        const { pid, ref } = yield* spawnMonitor(obedient)
        machine.hold(pid, me)
        yield* send(pid, 'done')
        yield* sleep(1)
        tell([yield* isAlive(pid), yield* demonitor(ref)])
        machine.release(pid, me)
        tell(yield* receive(null, { after: 5 }))
      },
      { delivery },
    )
    expect(told).toEqual([[false, true], timeout])
  })

  test('of somebody else’s reference does nothing', () => {
    const { told } = play(
      function* (tell) {
        const { ref } = yield* spawnMonitor(obedient)
        const other = yield* spawn(function* () {
          tell(yield* demonitor(ref))
        })
        yield* monitor(other)
        yield* receive(isDown)
        tell((yield* processInfo(yield* self()))!.monitors)
      },
      { delivery },
    )
    expect(told).toMatchObject([false, [{ path: '/obedient#1' }]])
  })
})

describe.each(deliveries)('a monitor and a link, %s', (delivery) => {
  test('do not disturb each other', () => {
    const { told } = play(
      function* (tell) {
        yield* trapExit(true)
        const pid = yield* spawn(obedient)
        yield* link(pid)
        yield* demonitor(yield* monitor(pid))
        yield* monitor(pid)
        yield* send(pid, 'done')
        yield* sleep(1)
        tell((yield* takeAll()).map(brief))
      },
      { delivery },
    )
    expect(told).toEqual([
      [
        ['EXIT', '/obedient#1', 'done'],
        ['DOWN', '/obedient#1', 'done'],
      ],
    ])
  })
})
