import { describe, expect, test } from 'vitest'

import { Uniform } from '../../src/explore/uniform.ts'
import { Machine, type Delivery } from '../../src/machine/index.ts'
import type { TraceEvent } from '../../src/record/index.ts'
import {
  exit,
  monitor,
  processInfo,
  receive,
  self,
  send,
  sleep,
  spawn,
  type Body,
  type Pid,
} from 'mayday/process'
import { brief, deliveries, idle, play } from '../support/play.ts'

function* relay(to: Pid): Body {
  for (;;) yield* send(to, yield* receive())
}

/** Sends to `to` straight, and then by way of another: answers in which order it came. */
function overtaken(seed: number, delivery: Delivery): boolean {
  const { told } = play(
    function* (tell) {
      const to = yield* spawn(function* () {
        tell([yield* receive(), yield* receive()])
      })
      const by = yield* spawn(relay, to)
      yield* send(to, 'straight')
      yield* send(by, 'round about')
    },
    { seed: String(seed), strategy: new Uniform(), delivery },
  )
  return (told[0] as string[])[0] === 'round about'
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed)

describe('delivery', () => {
  test('in ordered pairs: between different pairs nothing is promised', () => {
    const count = seeds.filter((seed) => overtaken(seed, 'ordered_pairs')).length
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(seeds.length)
  })

  test('at once: what was sent first is there first, whoever sent it', () => {
    expect(seeds.filter((seed) => overtaken(seed, 'instant'))).toEqual([])
  })

  test('at once: the message is in the mailbox when send comes back', () => {
    const waiting = (delivery: Delivery): number => {
      let found = -1
      play(
        function* (_tell, machine) {
          const pid = yield* spawn(idle)
          yield* send(pid, 'hello')
          found = machine.world.mailboxOf(pid)
        },
        { delivery },
      )
      return found
    }
    expect(waiting('instant')).toBe(1)
    expect(waiting('ordered_pairs')).toBe(0)
  })

  test.each(deliveries)('to oneself is at once, %s', (delivery) => {
    const { told } = play(
      function* (tell, machine) {
        const me = yield* self()
        yield* send(me, 'hello')
        tell(machine.world.mailboxOf(me))
      },
      { delivery },
    )
    expect(told).toEqual([1])
  })

  test.each(deliveries)('to the dead is no delivery, and no error, %s', (delivery) => {
    const { told, stop } = play(
      function* (tell) {
        const pid = yield* spawn(idle)
        yield* exit(pid, 'kill')
        yield* sleep(1)
        tell(yield* send(pid, 'hello'))
      },
      { delivery },
    )
    expect([told, stop]).toEqual([['hello'], { kind: 'idle' }])
  })

  test('of the last words comes before the news of the death', () => {
    for (const delivery of deliveries) {
      for (const seed of seeds) {
        const { told } = play(
          function* (tell) {
            const me = yield* self()
            const pid = yield* spawn(function* speaker(to: Pid) {
              yield* send(to, 'last words')
            }, me)
            yield* monitor(pid)
            tell([brief(yield* receive()), brief(yield* receive())])
          },
          { seed: String(seed), strategy: new Uniform(), delivery },
        )
        expect(told).toEqual([
          ['last words', ['DOWN', '/speaker#1', expect.stringMatching(/normal|noproc/)]],
        ])
      }
    }
  })

  test('may come too late for who is about to die: arrived is not received', () => {
    const { told } = play(function* (tell) {
      const pid = yield* spawn(function* () {
        yield* sleep(10)
        tell(yield* receive())
      })
      yield* send(pid, 'hello')
      yield* sleep(5)
      tell((yield* processInfo(pid))!.messageQueueLen)
      yield* exit(pid, 'now')
    })
    expect(told).toEqual([1])
  })
})

describe('the trace', () => {
  test.each(deliveries)('ties a sending to its arrival and to its receipt, %s', (delivery) => {
    const machine = new Machine({ delivery })
    const events: TraceEvent[] = []
    machine.watch((event) => events.push(event))
    machine.start(function* () {
      const pid = yield* spawn(function* () {
        yield* receive()
      })
      yield* send(pid, 'hello')
      yield* sleep(1)
      yield* send(pid, 'too late')
    })
    machine.run()
    const of = (kind: TraceEvent['kind']): readonly TraceEvent[] =>
      events.filter((event) => event.kind === kind)
    const [sent] = of('send')
    expect(sent).toMatchObject({ type: 'message', content: 'hello', from: { path: '/' } })
    const { signal } = sent as { readonly signal: number } & TraceEvent
    expect(of('arrive')[0]).toMatchObject({ signal, content: 'hello', dropped: false })
    expect(of('receive')[0]).toMatchObject({ signal, message: 'hello' })
    expect(of('exit')).toMatchObject([{ reason: 'normal' }, { reason: 'normal' }])
  })

  test('is told to every watcher', () => {
    const machine = new Machine()
    const counts = [0, 0, 0]
    counts.forEach((_, i) => machine.watch(() => counts[i]!++))
    machine.start(function* () {
      yield* send(yield* self(), 1)
    })
    machine.run()
    expect(counts[0]).toBeGreaterThan(2)
    expect(new Set(counts).size).toBe(1)
  })
})

describe('the default order', () => {
  test('follows the causal chain: the receiver of what was sent goes on', () => {
    const { told } = play(function* (tell) {
      const make = (own: string) =>
        function* () {
          for (;;) tell(`${own} ${String(yield* receive())}`)
        }
      const [a, b] = [yield* spawn(make('a')), yield* spawn(make('b'))]
      yield* send(a, 1)
      yield* send(b, 1)
      tell('sent')
      yield* sleep(1)
      yield* send(b, 2)
      yield* send(a, 2)
      tell('sent')
    })
    expect(told).toEqual(['sent', 'a 1', 'b 1', 'sent', 'b 2', 'a 2'])
  })

  test('lets time pass only when nothing is ready', () => {
    const { told } = play(function* (tell, machine) {
      yield* spawn(function* () {
        yield* sleep(1)
        tell('woken')
      })
      for (let i = 0; i < 100; i++) yield* spawn(idle)
      tell(machine.now)
    })
    expect(told).toEqual([0, 'woken'])
  })
})
