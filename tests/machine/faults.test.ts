// The machine's part of faults: what they may do to processes and channels, and that it is safe.

import { describe, expect, test } from 'vitest'

import { Uniform } from '../../src/explore/uniform.ts'
import { Machine } from '../../src/machine/index.ts'
import type { AnyPid } from '../../src/record/index.ts'
import {
  callback,
  isExit,
  monitor,
  now,
  receive,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  trapExit,
  type Body,
  type Pid,
} from 'mayday/process'
import { brief, deliveries, idle, takeAll } from '../support/play.ts'

/** A machine with a process that tells whatever it gets, and when. */
function listening(options: ConstructorParameters<typeof Machine>[0] = {}) {
  const machine = new Machine(options)
  const heard: unknown[] = []
  function* listener(): Body {
    yield* trapExit(true)
    for (;;) heard.push([brief(yield* receive()), yield* now()])
  }
  const pid = machine.start(listener, [], 'listener')!
  machine.advance(0)
  return { machine, heard, pid }
}

/** Sends what it gets on to the listener. */
function* sender(to: AnyPid): Body {
  for (;;) yield* send(to as Pid, yield* receive())
}

describe('kill', () => {
  test('ends a process as exit with kill does, also one that traps exits', () => {
    const { machine, heard, pid } = listening()
    machine.start(function* () {
      yield* monitor(pid)
      heard.push(brief(yield* receive()))
    })
    machine.advance(1)
    machine.kill(pid)
    machine.run()
    expect(heard).toEqual([['DOWN', '/listener', 'killed']])
  })

  test('of the dead does nothing', () => {
    const { machine, pid } = listening()
    machine.kill(pid)
    machine.kill(pid)
    machine.exit(pid, 'x')
    machine.pause(pid)
    machine.resume(pid)
    machine.slow(pid, 5)
    machine.crashNext(pid, 'x', null)
    machine.hold(pid, pid)
    machine.release(pid, pid)
    expect(machine.post(pid, 'x')).toBe(false)
    expect(machine.run()).toEqual({ kind: 'idle' })
  })

  test('may strike from a watcher, when the step is over', () => {
    const machine = new Machine()
    const told: string[] = []
    machine.watch((event) => {
      if (event.kind === 'send') machine.soon(() => machine.kill(event.from))
    })
    machine.start(function* () {
      yield* send(yield* spawn(idle), 'hello')
      told.push('went on')
    })
    machine.run()
    expect(told).toEqual([])
    expect(machine.world.processes().map(({ path }) => path)).toEqual(['/idle#1'])
  })
})

describe('exit from outside', () => {
  test('is a message to who traps exits, from nobody in the world', () => {
    const { machine, heard, pid } = listening()
    machine.exit(pid, 'why')
    machine.run()
    expect(heard).toEqual([[['EXIT', '(outside)', 'why'], 0]])
  })

  test('with normal does nothing to who does not, as it is another’s signal', () => {
    const machine = new Machine()
    const pid = machine.start(idle)!
    machine.advance(1)
    machine.exit(pid, 'normal')
    expect(machine.world.isAlive(pid)).toBe(true)
    machine.exit(pid, 'other')
    expect(machine.world.isAlive(pid)).toBe(false)
  })
})

describe('crash', () => {
  test('throws inside the next callback, or the next of that name', () => {
    const machine = new Machine()
    const told: unknown[] = []
    const pid = machine.start(function* () {
      for (const which of ['init', 'handleCall', 'handleCast']) {
        try {
          yield* callback(which, '')
          told.push(which)
        } catch (error) {
          told.push(error)
        }
      }
    })!
    machine.crashNext(pid, 'boom', 'handleCall')
    machine.run()
    expect(told).toEqual(['init', 'boom', 'handleCast'])
  })
})

describe('pause', () => {
  test('keeps a process from its steps, while messages come in', () => {
    const { machine, heard, pid } = listening()
    machine.pause(pid)
    machine.post(pid, 'hello')
    machine.post(pid, 'again')
    machine.advance(100)
    expect(heard).toEqual([])
    expect(machine.world.infoOf(pid)).toMatchObject({ status: 'suspended', messageQueueLen: 1 })
    machine.resume(pid)
    machine.run()
    expect(heard).toEqual([
      ['hello', 100],
      ['again', 100],
    ])
  })

  test('does not stop its timers', () => {
    const machine = new Machine()
    const told: unknown[] = []
    const pid = machine.start(function* () {
      yield* sendAfter(10, yield* self(), 'tick')
      yield* sleep(5)
      told.push(yield* now(), yield* takeAll())
    })!
    machine.advance(1)
    machine.pause(pid)
    machine.advance(100)
    machine.resume(pid)
    machine.run()
    expect(told).toEqual([101, ['tick']])
  })

  test('twice is lifted once, and lifting what is not paused does nothing', () => {
    const { machine, heard, pid } = listening()
    machine.resume(pid)
    machine.pause(pid)
    machine.pause(pid)
    machine.resume(pid)
    machine.post(pid, 'hello')
    machine.run()
    expect(heard).toEqual([['hello', 0]])
  })

  test('does not protect from a kill', () => {
    const { machine, pid } = listening()
    machine.pause(pid)
    machine.kill(pid)
    expect(machine.world.isAlive(pid)).toBe(false)
    expect(machine.run()).toEqual({ kind: 'idle' })
  })
})

describe('slowness', () => {
  test('makes a process rest before each of its steps', () => {
    const { machine, heard, pid } = listening()
    machine.slow(pid, 10)
    machine.post(pid, 'one')
    machine.post(pid, 'two')
    machine.run()
    expect(heard).toEqual([
      ['one', 10],
      ['two', 20],
    ])
    machine.slow(pid, 0)
    machine.post(pid, 'three')
    machine.run()
    expect(heard.at(-1)).toEqual(['three', 20])
  })

  test('does not disturb who is killed or paused while resting', () => {
    const { machine, heard, pid } = listening()
    machine.slow(pid, 10)
    machine.post(pid, 'one')
    machine.advance(5)
    machine.pause(pid)
    machine.advance(20)
    expect(heard).toEqual([])
    machine.resume(pid)
    machine.advance(20)
    expect(heard).toHaveLength(1)
    machine.post(pid, 'two')
    machine.kill(pid)
    expect(machine.run()).toEqual({ kind: 'idle' })
  })
})

describe.each(deliveries)('holding a channel, %s', (delivery) => {
  test('keeps everything on it, in order, until it is released', () => {
    const { machine, heard, pid } = listening({ delivery })
    const from = machine.start(sender, [pid], 'sender')!
    machine.post(from, 'before')
    machine.advance(10)
    machine.hold(from, pid)
    for (const message of ['one', 'two']) machine.post(from, message)
    machine.advance(10)
    expect(heard).toEqual([['before', 0]])
    machine.release(from, pid)
    machine.post(from, 'three')
    machine.run()
    expect(heard.slice(1)).toEqual([
      ['one', 20],
      ['two', 20],
      ['three', 20],
    ])
  })

  test('holds last words back too, and the news of the death behind them', () => {
    const { machine, heard, pid } = listening({ delivery })
    const from = machine.start(sender, [pid], 'sender')!
    machine.start(function* () {
      yield* send(pid as Pid, 'straight')
    })
    machine.hold(from, pid)
    machine.post(from, 'last words')
    machine.advance(10)
    machine.kill(from)
    machine.advance(10)
    expect(heard).toEqual([['straight', 0]])
    machine.release(from, pid)
    machine.run()
    expect(heard.at(-1)).toEqual(['last words', 20])
  })
})

describe.each(deliveries)('latency, %s', (delivery) => {
  test('lets signals take their time, and keeps their order', () => {
    const { machine, heard, pid } = listening({ delivery })
    const from = machine.start(sender, [pid], 'sender')!
    const asked: unknown[] = []
    machine.latency = (a, b, nth) => {
      asked.push([a.path, b.path, nth])
      return [30, 10, 0, 50][nth] ?? 0
    }
    for (const message of ['a', 'b', 'c', 'd']) machine.post(from, message)
    machine.run()
    expect(asked).toEqual([0, 1, 2, 3].map((nth) => ['/sender', '/listener', nth]))
    expect(heard).toEqual([
      ['a', 30],
      ['b', 30],
      ['c', 30],
      ['d', 50],
    ])
    machine.latency = null
    machine.post(from, 'e')
    machine.run()
    expect(heard.at(-1)).toEqual(['e', 50])
  })
})

describe('the hook before each step', () => {
  test('may put a step off', () => {
    const { machine, heard, pid } = listening()
    let refusals = 3
    machine.beforeStep = (process) => {
      if (process.pid !== pid || refusals-- <= 0) return true
      machine.pause(pid)
      machine.at(machine.now + 10, () => machine.resume(pid))
      return false
    }
    machine.post(pid, 'hello')
    machine.run()
    expect(heard).toEqual([['hello', 30]])
  })
})

describe('alarms', () => {
  test('go off at their time, in the machine', () => {
    const machine = new Machine()
    const times: number[] = []
    for (const at of [20, 10, 10]) machine.at(at, () => times.push(machine.now))
    machine.run()
    expect(times).toEqual([10, 10, 20])
  })

  test('that are due soon go off when the run goes on, though nothing else is left to do', () => {
    const machine = new Machine()
    const pid = machine.start(idle)!
    machine.run()
    machine.soon(() => {
      machine.soon(() => machine.kill(pid))
    })
    machine.run()
    expect(machine.world.isAlive(pid)).toBe(false)
  })
})

describe('posting from outside', () => {
  test('reaches pids and names, and nobody else', () => {
    const { machine, heard, pid } = listening()
    expect(machine.post('nobody', 'x')).toBe(false)
    machine.start(function* () {
      yield* sleep(1)
    })
    expect(machine.post(pid, { n: 1 })).toBe(true)
    machine.run()
    expect(heard).toEqual([[{ n: 1 }, 0]])
  })

  test('takes over values as a send does', () => {
    const { machine, pid } = listening()
    const message = { list: [1] }
    machine.post(pid, message)
    expect(Object.isFrozen(message.list)).toBe(true)
    machine.post(pid, { table: new Map() })
    expect(machine.run()).toMatchObject({
      kind: 'mistake',
      code: 'not_plain',
      message: 'post by /listener was given a Map: message.table',
    })
  })

  test('counts for the digest', () => {
    const digestOf = (message: unknown): string => {
      const { machine, pid } = listening()
      machine.post(pid, message)
      machine.run()
      return machine.digest
    }
    expect(digestOf('a')).not.toBe(digestOf('b'))
  })
})

test('faults under random schedules never break the machine', () => {
  for (let seed = 0; seed < 300; seed++) {
    for (const delivery of deliveries) {
      const machine = new Machine({ seed: String(seed), strategy: new Uniform(), delivery })
      let strikes = 0
      machine.watch((event) => {
        if (event.kind !== 'send' || strikes++ % 3 !== 0) return
        const { from, to } = event
        const faults = [
          () => machine.kill(to),
          () => machine.pause(from),
          () => machine.hold(from, to),
          () => machine.slow(to, 3),
          () => machine.exit(from, 'shot'),
        ]
        machine.soon(faults[(seed + strikes) % faults.length]!)
        machine.at(machine.now + 5, () => {
          machine.resume(from)
          machine.release(from, to)
        })
      })
      machine.start(function* () {
        yield* trapExit(true)
        const pids: Pid[] = []
        for (let i = 0; i < 4; i++) {
          pids.push(
            yield* spawn(function* (): Body {
              const next = (yield* receive()) as Pid
              for (;;) yield* send(next, yield* receive(null, { after: 20 }))
            }),
          )
        }
        for (const [i, pid] of pids.entries()) {
          yield* monitor(pid)
          yield* send(pid, pids[(i + 1) % 4])
          yield* send(pid, i)
        }
        yield* receive(isExit, { after: 100 })
      })
      const stop = machine.run(200)
      expect(['idle', 'time']).toContain(stop.kind)
    }
  }
})
