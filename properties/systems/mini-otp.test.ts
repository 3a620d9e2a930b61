// Goal: the little OTP does what its pages promise, and the laws of OTP see where it does not.
// Method: small systems under many schedules; kills at random; the two flawed sets of rules.

import fc from 'fast-check'
import { assertHolds, check, simulate, type Experiment, type Report } from 'mayday'
import { kill } from 'mayday/faults'
import {
  exit,
  isAlive,
  receive,
  self,
  send,
  sleep,
  spawn,
  trapExit,
  whereis,
  type Body,
} from 'mayday/process'
import { describe, expect, test } from 'vitest'

import { call, cast, startLink, stop } from '../../scenarios/mini-otp/mini-server.ts'
import { startLink as startSupervisor } from '../../scenarios/mini-otp/mini-supervisor.ts'
import { adder, guests } from '../../scenarios/mini-otp/modules.ts'
import { CHILDREN, system } from '../../scenarios/mini-otp/system.ts'
import { scenarioTests } from './scenario-tests.ts'

function holds(system: Experiment['system'], runs = 50): void {
  assertHolds(check({ system, runs, seed: 'mini-otp' }))
}

describe('a server', () => {
  test('keeps its state from request to request', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { maxLength: 8 }), (terms) => {
        holds(function* () {
          yield* startLink('adder', adder)
          for (const term of terms) yield* cast('adder', term)
          expect(yield* call('adder', 'sum')).toBe(terms.reduce((a, b) => a + b, 0))
        }, 3)
      }),
      { numRuns: 50 },
    )
  })

  test('answers each caller what it has asked for', () => {
    holds(function* () {
      yield* startLink('adder', adder)
      yield* startLink('guests', guests)
      yield* cast('adder', 7)
      yield* cast('guests', 'ada')
      expect(yield* call('guests', 'list')).toEqual(['ada'])
      expect(yield* call('adder', 'sum')).toBe(7)
    })
  })

  test.each(['', 'undefined', undefined, null, 7, {}])('is refused the name %o', (name) => {
    holds(function* () {
      expect(yield* startLink(name as string, adder)).toEqual({ error: 'invalid_name' })
    }, 1)
  })

  test('is refused a name that somebody has', () => {
    holds(function* () {
      const first = yield* startLink('adder', adder)
      const second = yield* startLink('adder', adder)
      expect(second).toEqual({ error: { already_started: 'ok' in first && first.ok } })
    }, 1)
  })

  test('that is gone lets nobody wait for it', () => {
    holds(function* () {
      yield* trapExit(true)
      yield* startLink('adder', adder)
      yield* exit((yield* whereis<never>('adder'))!, 'kill')
      yield* sleep(1000)
      expect(yield* caught(call('adder', 'sum'))).toMatchObject({ reason: 'noproc' })
      yield* cast('adder', 1)
    })
  })
})

describe('the supervisor', () => {
  test('starts a child again when it crashes, with a new state', () => {
    holds(function* () {
      yield* startSupervisor(CHILDREN)
      yield* cast('adder', 7)
      const old = (yield* whereis<never>('adder'))!
      yield* exit(old, 'kill')
      yield* sleep(1000)
      expect(yield* whereis<never>('adder')).not.toBe(old)
      expect(yield* call('adder', 'sum')).toBe(0)
    })
  })

  test('leaves a transient child alone that has ended in order', () => {
    holds(function* () {
      yield* startSupervisor(CHILDREN)
      yield* stop('guests')
      yield* sleep(1000)
      expect(yield* whereis<never>('guests')).toBe(undefined)
      expect(yield* call('adder', 'sum')).toBe(0)
    })
  })

  test('takes all of its children with it when it is stopped, the last one first', () => {
    const { trace } = simulate({
      *system() {
        yield* stop(yield* startSupervisor(CHILDREN))
      },
    })
    expect(
      trace.flatMap((each) => (each.kind === 'exit' ? [[each.pid.path, each.reason]] : [])),
    ).toEqual([
      ['/mini-supervisor/guests', 'killed'],
      ['/mini-supervisor/adder', 'killed'],
      ['/mini-supervisor', 'normal'],
    ])
  })

  test('does so too when its parent ends', () => {
    holds(function* () {
      const me = yield* self()
      const boss = yield* spawn(function* (): Body {
        yield* send(me, yield* startSupervisor(CHILDREN))
        yield* receive()
      })
      yield* receive()
      const adder = (yield* whereis<never>('adder'))!
      yield* exit(boss, 'shutdown')
      yield* sleep(1000)
      expect(yield* isAlive(adder)).toBe(false)
    })
  })
})

describe('the laws of OTP', () => {
  const faults = [kill('/mini-supervisor/*', { rate: '1/5 steps', atMost: 4 })]
  const judge = (rules: 'sound' | 'forgetful' | 'eager', runs: number): Report =>
    check({ system: () => system({ rules }), faults, runs, seed: 'laws' })

  test('hold of the sound rules', () => {
    const report = judge('sound', 200)
    assertHolds(report)
    const judged = report.tallies.find(({ property }) => property === 'restart_kinds')?.judged
    expect(judged).toBeGreaterThan(200)
  })

  test('see that a pid was forgotten', () => {
    const [found] = judge('forgetful', 500).counterexamples
    expect(found?.violation.property).toBe('restart_kinds')
    expect(found?.violation.message).toContain('was never restarted')
  })

  test('see that a child was started again that had ended with normal', () => {
    const [found] = judge('eager', 500).counterexamples
    expect(found?.violation.property).toBe('restart_kinds')
    expect(found?.violation.message).toContain('ended with normal')
  })
})

function* caught(body: Body<unknown>): Body<unknown> {
  try {
    return yield* body
  } catch (error) {
    return error
  }
}

await scenarioTests('mini-otp')
