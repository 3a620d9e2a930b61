import { describe, expect, test } from 'vitest'

import { ChainOrder, DEFAULT_LIMITS, Machine } from '../../src/machine/index.ts'
import { giveWay, now, receive, self, send, sleep, spawn } from 'mayday/process'
import { idle, play } from '../support/play.ts'

describe('a run ends', () => {
  test('idle, when nothing is ready, under way or waited for', () => {
    const { stop } = play(idle)
    expect(stop).toEqual({ kind: 'idle' })
  })

  test('at the time that it was asked for, when only later things are left', () => {
    const machine = new Machine()
    machine.start(function* () {
      yield* sleep(100)
    })
    expect(machine.run(50)).toEqual({ kind: 'time' })
    expect(machine.now).toBe(0)
    expect(machine.run(100)).toEqual({ kind: 'idle' })
    expect(machine.now).toBe(100)
  })

  test('with the limit of steps', () => {
    const { stop, told, machine } = play(
      function* (tell) {
        for (;;) {
          tell('step')
          yield* giveWay()
        }
      },
      { limits: { steps: 1000 } },
    )
    expect(stop).toEqual({ kind: 'limit', limit: 'steps', value: 1000, pid: null })
    expect([told.length, machine.steps]).toEqual([1000, 1000])
  })

  test('with the limit of virtual time', () => {
    const { stop, machine } = play(
      function* () {
        for (;;) yield* sleep(1000)
      },
      { limits: { time: 60_000 } },
    )
    expect(stop).toEqual({ kind: 'limit', limit: 'time', value: 60_000, pid: null })
    expect(machine.now).toBe(60_000)
  })

  test('with the limit of processes, naming the one too many', () => {
    const { stop } = play(
      function* () {
        for (;;) yield* spawn(idle)
      },
      { limits: { processes: 10 } },
    )
    expect(stop).toMatchObject({
      kind: 'limit',
      limit: 'processes',
      value: 11,
      pid: { path: '/idle#10' },
    })
  })

  test('with the limit of a mailbox, naming its owner', () => {
    const { stop } = play(
      function* () {
        const pid = yield* spawn(idle)
        for (;;) yield* send(pid, 'more')
      },
      { limits: { mailbox: 10 }, delivery: 'instant' },
    )
    expect(stop).toMatchObject({
      kind: 'limit',
      limit: 'mailbox',
      value: 11,
      pid: { path: '/idle#1' },
    })
  })

  test('for good: running on after a limit changes nothing', () => {
    const { stop, machine } = play(
      function* () {
        for (;;) yield* giveWay()
      },
      { limits: { steps: 10 } },
    )
    const { digest } = machine
    expect(machine.run()).toEqual(stop)
    expect(machine.digest).toBe(digest)
  })
})

test('limits that are not given are the default ones', () => {
  const machine = new Machine({ limits: { steps: 5 } })
  expect(DEFAULT_LIMITS.steps).toBe(1_000_000)
  machine.start(function* () {
    yield* sleep(DEFAULT_LIMITS.time + 1)
  })
  expect(machine.run()).toMatchObject({ limit: 'time' })
})

describe('advance', () => {
  test('does everything that falls due, and ends at exactly that time', () => {
    const machine = new Machine()
    const woken: number[] = []
    machine.start(function* () {
      for (;;) {
        yield* sleep(30)
        woken.push(yield* now())
      }
    })
    expect(machine.advance(100)).toEqual({ kind: 'time' })
    expect(machine.now).toBe(100)
    expect(woken).toEqual([30, 60, 90])
    machine.advance(20)
    expect(woken).toEqual([30, 60, 90, 120])
    expect(machine.now).toBe(120)
  })

  test('lets time pass where nobody waits for it', () => {
    const machine = new Machine()
    expect(machine.advance(100)).toEqual({ kind: 'idle' })
    expect(machine.now).toBe(100)
  })
})

test('the strategy is told the seed at the beginning and the steps at the end', () => {
  const calls: unknown[] = []
  class Telling extends ChainOrder {
    override begin(): void {
      calls.push('begin')
    }
    override end(): void {
      calls.push('end')
    }
  }
  const machine = new Machine({ strategy: new Telling() })
  machine.start(function* () {
    yield* send(yield* self(), 1)
    yield* receive()
  })
  machine.run()
  machine.end()
  expect(calls).toEqual(['begin', 'end'])
})
