import { describe, expect, test } from 'vitest'
import { cast, genServer, noreply } from 'mayday/otp'
import { exit, receive, register, send, sleep, spawn, type Body } from 'mayday/process'
import {
  always,
  eventually,
  mailboxBound,
  never,
  sometimes,
  type Ending,
  type Finding,
  type Predicate,
  type Property,
} from '../../src/check/index.ts'
import { judged, type Trial } from './judged.ts'
import { Fiction } from './synthetic.ts'

const Counter = genServer('Counter', {
  init: (start: number) => ({ count: start }),
  handleCast: { add: (state, by: number) => noreply({ count: state.count + by }) },
})

/** A counter that goes up to 3, dies, and comes back at 0. */
function* counting(): Body {
  const counter = yield* Counter.start(0)
  for (let i = 0; i < 3; i++) yield* cast(counter, 'add', 1)
  yield* sleep(10)
  yield* exit(counter as never, 'kill')
  yield* sleep(10)
  yield* register('back', yield* spawn(sleeper))
  yield* sleep(10)
}

function* sleeper(): Body {
  yield* sleep(Infinity)
}

const count: Predicate = (world) => world.stateOf<{ count: number }>('/Counter') && undefined

function one(property: Property, trial: Trial = {}): Finding {
  return judged(counting, { ...trial, properties: [property] }).findings[0]!
}

describe('always', () => {
  const atMost = (limit: number): Property =>
    always('the counter stays small', (world) => {
      const state = world.stateOf<{ count: number }>('/Counter')
      return state && state.count <= limit
    })

  test('holds when its predicate answers true after every step', () => {
    expect(one(atMost(3))).toMatchObject({ verdict: 'holds', violation: null })
    expect(one(atMost(3)).judged).toBeGreaterThan(10)
  })

  test('is violated by one step, and says so in its own words', () => {
    expect(one(atMost(2)).violation).toMatchObject({
      property: 'the counter stays small',
      subject: 'the system',
      message: 'Not always: the counter stays small.',
    })
    const said = always('small', (world) => (world.restartsOf('/x') === 0 ? 'too small' : true))
    expect(one(said).violation?.message).toBe('too small')
  })

  test('has nothing to judge while the predicate answers undefined', () => {
    expect(one(always('silent', count))).toMatchObject({ verdict: 'holds', judged: 0 })
  })

  test('a predicate that throws makes it unknown', () => {
    const broken = always('broken', (world) => world.stateOf<{ count: number }>('/x')!.count > 0)
    expect(one(broken)).toMatchObject({ verdict: 'unknown', violation: null })
  })

  test('may begin later', () => {
    const dead: Predicate = (world) => !world.isAlive('/Counter')
    expect(one(always('dead', dead)).verdict).toBe('violated')
    expect(one(always('dead', dead, { after: 12 })).verdict).toBe('holds')
  })
})

describe('never', () => {
  test('is violated when its predicate answers true, or says what it has found', () => {
    const alive: Predicate = (world) => world.isAlive('/Counter')
    expect(one(never('a counter', alive)).violation?.message).toBe('It came about: a counter.')
    const said = never('a counter', (world) => world.isAlive('/Counter') && 'there it is')
    expect(one(said).violation?.message).toBe('there it is')
    expect(one(never('ghosts', (world) => world.isAlive('/Ghost'))).verdict).toBe('holds')
  })
})

describe('sometimes', () => {
  test('is reached by one step, and fails no run', () => {
    const three = sometimes(
      'three',
      (world) => world.stateOf<{ count: number }>('/Counter')?.count === 3,
    )
    expect(one(three)).toMatchObject({ verdict: 'holds', reached: true, atLeast: 1 })
    const ten = sometimes('ten', () => false, { atLeast: 5 })
    expect(one(ten)).toMatchObject({ verdict: 'holds', reached: false, atLeast: 5 })
  })
})

describe('eventually', () => {
  const back: Predicate = (world) => world.whereis('back') !== undefined || 'nobody is back'

  test('holds when it comes about in time', () => {
    expect(one(eventually('back', back, { within: 20 })).verdict).toBe('holds')
    expect(one(eventually('back', back)).verdict).toBe('holds')
  })

  test('is violated when the time is over, and says what was missing', () => {
    expect(one(eventually('back', back, { within: 19 })).violation?.message).toBe(
      'It did not come about within 19ms after the last fault: back: nobody is back.',
    )
    const late = eventually('back', back, { within: 5, after: 10 })
    expect(one(late).violation?.message).toMatch(/within 5ms of the given time/)
  })

  test('is violated when nothing can happen any more, however much time is left', () => {
    const ghosts = eventually('ghosts', (world) => world.isAlive('/Ghost'), { within: 1000 })
    expect(one(ghosts).violation?.message).toBe(
      'It did not come about and nothing can happen any more: ghosts.',
    )
  })

  test('is unknown when the run was cut short before the time was over', () => {
    expect(one(eventually('back', back, { within: 100 }), { until: 15 }).verdict).toBe('unknown')
    expect(one(eventually('back', back), { until: 15 }).verdict).toBe('violated')
  })

  test('what was so before the time begins does not count', () => {
    const alive: Predicate = (world) => world.isAlive('/Counter')
    expect(one(eventually('alive', alive, { after: 'start', within: 1 })).verdict).toBe('holds')
    expect(one(eventually('alive', alive, { after: 15, within: 5 })).verdict).toBe('violated')
  })

  test('what holds at the very moment the time begins counts, though the clock jumps over it', () => {
    const property = eventually('never asked', () => true, { after: 5, within: 1 })
    const world = new Fiction(property)
    world.time = 1000
    world.tell({ kind: 'tick', from: 0, early: false })
    expect(world.end().verdict).toBe('holds')
  })

  test.each<Ending['kind']>(['time', 'limit'])(
    'is unknown after %s when faults never stopped',
    (kind) => {
      const watch = eventually('back', () => false).start({ of: (made) => new made() })
      const world = new Fiction()
      expect(watch.end!(world, { kind, quietSince: null })).toHaveProperty('undecided')
    },
  )
})

describe('mailboxBound', () => {
  function* flooded(): Body {
    const slow = yield* spawn(function* slow() {
      yield* sleep(10)
      for (;;) yield* receive()
    })
    for (let i = 0; i < 4; i++) yield* send(slow, i)
  }

  test('is violated by one message more than it allows', () => {
    const over = judged(flooded, { properties: [mailboxBound('/slow#1', 3)] })
    expect(over.findings[0]!.violation).toMatchObject({
      subject: '/slow#1',
      message: '4 messages wait in the mailbox of /slow#1, 3 being allowed.',
    })
    expect(judged(flooded, { properties: [mailboxBound('/*', 4)] }).verdict).toBe('holds')
  })

  test('a message that is taken at once does not wait', () => {
    const system = function* (): Body {
      const quick = yield* spawn(function* quick() {
        for (;;) yield* receive()
      })
      for (let i = 0; i < 4; i++) {
        yield* sleep(1)
        yield* send(quick, i)
      }
    }
    expect(judged(system, { properties: [mailboxBound('/quick#1', 0)] }).verdict).toBe('holds')
  })

  test('had nothing to judge when nobody matched', () => {
    const bound = mailboxBound('/nobody', 1)
    expect(judged(flooded, { properties: [bound] }).findings[0]).toMatchObject({ judged: 0 })
  })
})
