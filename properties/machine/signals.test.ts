// Signals between one ordered pair of processes keep their order, whatever kind of address they were
// sent to, however long they take, and whatever else is going on.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Machine } from '../../src/machine/index.ts'
import {
  alias,
  isDown,
  isExit,
  link,
  monitor,
  receive,
  register,
  self,
  send,
  sleep,
  spawn,
  spawnLink,
  trapExit,
  type Body,
  type Pid,
  type Ref,
} from 'mayday/process'
import { nameOf, play, schedules } from '../../tests/support/play.ts'

interface Numbered {
  readonly from: number
  readonly n: number
}

type Address = 'pid' | 'name' | 'alias'

const senders = fc.array(
  fc.array(fc.constantFrom<Address>('pid', 'name', 'alias'), { minLength: 1, maxLength: 10 }),
  { minLength: 1, maxLength: 5 },
)
const latencies = fc.array(fc.nat(20), { maxLength: 10 })

describe('signals from one process to another', () => {
  test(
    'keep their order by pid, by name and by alias, under lag and latency',
    { timeout: 60_000 },
    () => {
      let interleaved = 0
      fc.assert(
        fc.property(senders, latencies, fc.nat(), (plans, delays, seed) => {
          for (const options of schedules(6)) {
            const machine = new Machine({ ...options, seed: `${seed}/${options.seed ?? ''}` })
            if (delays.length > 0) {
              machine.latency = (from, _to, nth) => delays[(from.id + nth) % delays.length]!
            }
            const received: Numbered[] = []
            machine.start(function* () {
              const me = yield* self()
              yield* register('receiver', me)
              const ref = yield* alias()
              const to: Readonly<Record<Address, Pid | Ref | string>> = {
                pid: me,
                name: 'receiver',
                alias: ref,
              }
              for (const [from, plan] of plans.entries()) {
                yield* spawn(function* () {
                  for (const [n, address] of plan.entries()) yield* send(to[address], { from, n })
                })
              }
              for (;;) received.push((yield* receive()) as Numbered)
            })
            expect(machine.run()).toEqual({ kind: 'idle' })
            for (const [from, plan] of plans.entries()) {
              const own = received.filter((each) => each.from === from)
              expect(
                own.map(({ n }) => n),
                nameOf(options),
              ).toEqual(plan.map((_, n) => n))
            }
            const changes = received.filter((each, i) => each.from !== received[i - 1]?.from)
            if (changes.length > plans.length) interleaved++
          }
        }),
        { seed: 1, numRuns: 150 },
      )
      // Otherwise there was no disorder in which order could have been lost.
      expect(interleaved).toBeGreaterThan(100)
    },
  )

  test('keep their order when they are of different kinds: message, EXIT, DOWN', () => {
    for (const options of schedules(200)) {
      const { told } = play(function* (tell) {
        yield* trapExit(true)
        const me = yield* self()
        const pid = yield* spawnLink(function* (to: Pid) {
          yield* receive()
          yield* send(to, 'one')
          yield* send(to, 'two')
        }, me)
        yield* monitor(pid)
        yield* send(pid, 'go')
        const kinds: string[] = []
        for (let i = 0; i < 4; i++) {
          const message = yield* receive()
          kinds.push(isExit(message) ? 'EXIT' : isDown(message) ? 'DOWN' : String(message))
        }
        tell(kinds)
      }, options)
      expect(told, nameOf(options)).toEqual([['one', 'two', 'EXIT', 'DOWN']])
    }
  })

  test('keep their order when they are requests: monitor and link behind what was sent before', () => {
    for (const options of schedules(200)) {
      const { told } = play(function* (tell) {
        yield* trapExit(true)
        const pid = yield* spawn(function* (): Body {
          const reason = yield* receive()
          throw reason
        })
        // What makes it end is on its way before it is watched, so that it may be dead by then.
        yield* send(pid, 'go')
        yield* monitor(pid)
        yield* link(pid)
        const reasons = [yield* receive(isDown), yield* receive(isExit)].map(({ reason }) =>
          reason === 'noproc' ? 'noproc' : 'its own',
        )
        tell(reasons)
      }, options)
      // The monitor came first: if it found nobody, the link finds nobody either.
      expect(told[0], nameOf(options)).not.toEqual(['noproc', 'its own'])
    }
  })
})

test('a newborn gets what is sent to it, before it has taken its first step', () => {
  for (const options of schedules(100)) {
    const { told } = play(function* (tell) {
      const pid = yield* spawn(function* (): Body {
        yield* sleep(1)
        tell(yield* receive())
        tell(yield* receive())
      })
      yield* send(pid, 1)
      yield* send(pid, 2)
    }, options)
    expect(told, nameOf(options)).toEqual([1, 2])
  }
})
