import { describe, expect, test } from 'vitest'

import { Machine } from '../../src/machine/index.ts'
import {
  ErlangError,
  exit,
  ExitError,
  isAlive,
  isExit,
  link,
  monitor,
  processInfo,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnLink,
  trapExit,
  unlink,
  type AnyPid,
  type Body,
  type Pid,
} from 'mayday/process'
import { brief, deliveries, ends, idle, obedient, play, takeAll } from '../support/play.ts'

function* linksOf(pid: AnyPid): Body<readonly AnyPid[] | undefined> {
  return (yield* processInfo(pid))?.links
}

function* telling(tell: (what: unknown) => void): Body {
  yield* trapExit(true)
  for (;;) tell(brief(yield* receive()))
}

describe.each(deliveries)('links, %s', (delivery) => {
  test('are a set: linked twice there is one EXIT, unlinked once there is none', () => {
    const { told } = play(
      function* (tell) {
        yield* trapExit(true)
        for (const unlinks of [0, 1]) {
          const pid = yield* spawn(obedient)
          yield* link(pid)
          yield* link(pid)
          for (let i = 0; i < unlinks; i++) yield* unlink(pid)
          yield* send(pid, 'done')
          yield* sleep(1)
          tell((yield* takeAll()).map(brief))
        }
      },
      { delivery },
    )
    expect(told).toEqual([[['EXIT', '/obedient#1', 'done']], []])
  })

  test('are symmetric and known to both sides', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        const other = yield* spawn(idle)
        yield* link(other)
        tell([yield* linksOf(me), yield* linksOf(other)])
        yield* unlink(other)
        tell([yield* linksOf(me), yield* linksOf(other)])
      },
      { delivery },
    )
    expect(told).toMatchObject([
      [[{ path: '/idle#1' }], [{ path: '/' }]],
      [[], []],
    ])
  })

  test('with oneself are accepted and do nothing', () => {
    const { told } = play(
      function* (tell) {
        const me = yield* self()
        tell([yield* link(me), yield* linksOf(me), yield* unlink(me)])
      },
      { delivery },
    )
    expect(told).toEqual([[true, [], true]])
  })

  test('to the dead are an error noproc, or for who traps exits an EXIT message', () => {
    const { told } = play(
      function* (tell) {
        const dead = yield* spawn(ends, 'gone')
        yield* sleep(1)
        try {
          yield* link(dead)
        } catch (error) {
          tell(error instanceof ErlangError && error.term)
        }
        yield* trapExit(true)
        tell(yield* link(dead))
        tell(brief(yield* receive()))
      },
      { delivery },
    )
    expect(told).toEqual(['noproc', true, ['EXIT', '/ends#1', 'noproc']])
  })

  test('that were undone leave an EXIT message that is there already', () => {
    const { told } = play(
      function* (tell) {
        yield* trapExit(true)
        const pid = yield* spawnLink(ends, 'gone')
        yield* sleep(1)
        yield* unlink(pid)
        tell((yield* takeAll()).map(brief))
      },
      { delivery },
    )
    expect(told).toEqual([[['EXIT', '/ends#1', 'gone']]])
  })

  test('made anew behind an unlink see noproc, never why the old link ended', () => {
    const { told } = play(
      function* (tell, machine) {
        yield* trapExit(true)
        const me = yield* self()
        const pid = yield* spawnLink(ends, 'old')
        // Its last words are under way, and still it counts as living when the new link is made.
        machine.hold(pid, me)
        machine.hold(me, pid)
        yield* unlink(pid)
        yield* link(pid)
        machine.soon(() => {
          machine.release(pid, me)
          machine.release(me, pid)
        })
        tell(brief(yield* receive()))
        tell(yield* takeAll())
      },
      { delivery },
    )
    expect(told).toEqual([['EXIT', '/ends#1', 'noproc'], []])
  })

  test('made from both ends at once are one link, and end with one EXIT', () => {
    const { told } = play(
      function* (tell, machine) {
        yield* trapExit(true)
        const me = yield* self()
        const other = yield* spawn(function* crossing(to: Pid): Body {
          yield* link(to)
          exit('done')
        }, me)
        machine.hold(other, me)
        machine.hold(me, other)
        yield* link(other)
        yield* sleep(1)
        machine.release(me, other)
        machine.release(other, me)
        yield* sleep(1)
        tell((yield* takeAll()).map(brief))
      },
      { delivery },
    )
    expect(told).toEqual([[['EXIT', '/crossing#1', 'done']]])
  })

  test('made at birth are there before the newborn can do anything', () => {
    const { told } = play(
      function* (tell) {
        yield* trapExit(true)
        const pid = yield* spawnLink(ends, 'at once')
        tell(brief(yield* receive()))
        tell(yield* isAlive(pid))
      },
      { delivery },
    )
    expect(told).toEqual([['EXIT', '/ends#1', 'at once'], false])
  })

  test('tell before monitors do, and monitors in the order in which they were made', () => {
    const { told } = play(
      function* (tell) {
        yield* trapExit(true)
        const pid = yield* spawn(obedient)
        const refs = [yield* monitor(pid), yield* monitor(pid)]
        yield* link(pid)
        refs.push(yield* monitor(pid))
        yield* send(pid, 'done')
        yield* sleep(1)
        const messages = (yield* takeAll()) as { readonly kind: string; readonly ref?: unknown }[]
        tell(messages.map(({ kind, ref }) => [kind, refs.findIndex((each) => each === ref)]))
      },
      { delivery },
    )
    expect(told).toEqual([
      [
        ['EXIT', -1],
        ['DOWN', 0],
        ['DOWN', 1],
        ['DOWN', 2],
      ],
    ])
  })

  test('carry a death along a chain of any length', () => {
    const length = 50_000
    const machine = new Machine({ delivery })
    function* part(left: number): Body {
      if (left > 0) yield* spawnLink(part, left - 1)
      yield* sleep(Infinity)
    }
    machine.start(part, [length], 'chain')
    machine.advance(1)
    const pids = machine.world.processes()
    expect(pids).toHaveLength(length + 1)
    machine.exit(pids[length]!, 'cut')
    expect(machine.run()).toEqual({ kind: 'idle' })
    expect(machine.world.processes()).toEqual([])
  })
})

describe('exit signals', () => {
  test('with kill are told on as killed, which can be trapped', () => {
    const { told } = play(function* (tell) {
      yield* spawn(function* () {
        yield* trapExit(true)
        const victim = yield* spawnLink(idle)
        yield* exit(victim, 'kill')
        tell(brief(yield* receive()))
      })
    })
    expect(told).toEqual([['EXIT', expect.stringContaining('idle#1'), 'killed']])
  })

  test('of a process that ends itself with kill are plain kill, and can be trapped', () => {
    const { told } = play(function* (tell) {
      yield* trapExit(true)
      const between = yield* spawnLink(function* between() {
        yield* spawnLink(ends, 'kill')
        yield* sleep(Infinity)
      })
      tell(brief(yield* receive()))
      tell(yield* isAlive(between))
    })
    expect(told).toEqual([['EXIT', '/between#1', 'kill'], false])
  })

  test('end a process once: the first reason stands, while who traps them gets them all', () => {
    const { told } = play(function* (tell) {
      const mortal = yield* spawn(idle)
      const trapping = yield* spawn(telling, tell)
      yield* sleep(1)
      yield* monitor(mortal)
      for (const pid of [mortal, trapping]) {
        yield* exit(pid, 'first')
        yield* exit(pid, 'second')
      }
      tell(brief(yield* receive()))
    })
    expect(told).toHaveLength(3)
    expect(told).toContainEqual(['DOWN', '/idle#1', 'first'])
    expect(told.filter((each) => (each as string[])[0] === 'EXIT')).toEqual([
      ['EXIT', '/', 'first'],
      ['EXIT', '/', 'second'],
    ])
  })

  test('to oneself cannot be caught, while exit with one argument can', () => {
    const { told } = play(function* (tell) {
      yield* spawn(function* () {
        try {
          yield* exit(yield* self(), 'die')
          tell('survived')
        } catch {
          tell('caught a signal')
        } finally {
          tell('finally')
        }
      })
      try {
        exit('die')
      } catch (error) {
        tell(error instanceof ExitError && error.reason)
      }
    })
    expect(told).toEqual(['die'])
  })

  test('to the dead are lost, and the answer is true all the same', () => {
    const { told } = play(function* (tell) {
      const dead = yield* spawn(ends, 'gone')
      yield* sleep(1)
      tell(yield* exit(dead, 'again'))
    })
    expect(told).toEqual([true])
  })

  test('that became messages stay messages when trapping is switched off', () => {
    const { told } = play(function* (tell) {
      tell(yield* trapExit(true))
      yield* spawnLink(ends, 'gone')
      yield* sleep(1)
      tell(yield* trapExit(false))
      tell(brief(yield* receive(isExit)))
    })
    expect(told).toEqual([false, true, ['EXIT', '/ends#1', 'gone']])
  })

  test('are judged by the flag at their receipt, not at their sending', () => {
    const { told } = play(
      function* (tell, machine) {
        const me = yield* self()
        const other = yield* spawn(function* (to: Pid) {
          yield* exit(to, 'why')
        }, me)
        machine.hold(other, me)
        yield* sleep(5)
        yield* trapExit(true)
        machine.release(other, me)
        tell(brief(yield* receive()))
      },
      { delivery: 'ordered_pairs' },
    )
    expect(told).toEqual([['EXIT', expect.any(String), 'why']])
  })

  test('drop the generator where it stands: no finally runs', () => {
    const { told } = play(function* (tell) {
      const victim = yield* spawn(function* () {
        try {
          yield* sleep(Infinity)
        } finally {
          tell('finally')
        }
      })
      yield* sleep(1)
      yield* exit(victim, 'kill')
    })
    expect(told).toEqual([])
  })
})
