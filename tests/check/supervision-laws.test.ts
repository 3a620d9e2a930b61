// A law is shown to fail before it is trusted: for each one a supervisor with the flaw that it is
// there for, under the random walk; and beside it the same supervisor without the flaw.

import { describe, expect, test } from 'vitest'
import { sleep, type Body } from 'mayday/process'
import { complaints, firstViolation } from './judged.ts'
import { order, startToy, type Flaw, type ToyPlan } from './toy-supervisor.ts'

interface Planted {
  readonly law: string
  readonly flaw: Flaw
  readonly plan: ToyPlan
  readonly orders: readonly (readonly [path: string, what: 'crash' | 'end' | 'stop'])[]
  readonly subject: string
  readonly message: string
}

const abc = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]

const planted: readonly Planted[] = [
  {
    law: 'start_order',
    flaw: 'starts backwards',
    plan: { children: abc },
    orders: [],
    subject: '/sup/b',
    message: '/sup/b was started after c, which follows it in the list.',
  },
  {
    law: 'restart_kinds',
    flaw: 'forgets the new pid',
    plan: { children: abc },
    orders: [
      ['/sup/b', 'crash'],
      ['/sup/b', 'crash'],
    ],
    subject: '/sup/b',
    message:
      '/sup/b~1 is permanent, ended with crash: {error: Error, message: boom} and was never restarted.',
  },
  {
    law: 'restart_kinds',
    flaw: 'restarts after a normal end',
    plan: { children: [{ id: 'a' }, { id: 'b', restart: 'transient' }] },
    orders: [['/sup/b', 'end']],
    subject: '/sup/b',
    message:
      '/sup/b is transient and ended with normal, and /sup/b~1 was started again because of that.',
  },
  {
    law: 'restart_kinds',
    flaw: 'restarts after a normal end',
    plan: { strategy: 'one_for_all', children: [{ id: 'a' }, { id: 'b', restart: 'transient' }] },
    orders: [['/sup/b', 'end']],
    subject: '/sup/b',
    message:
      '/sup/b is transient and ended with normal, and /sup/a~1 was started again because of that.',
  },
  {
    law: 'restart_kinds',
    flaw: 'restarts the temporary',
    plan: { children: [{ id: 'a', restart: 'temporary' }] },
    orders: [['/sup/a', 'crash']],
    subject: '/sup/a',
    message: '/sup/a is temporary and was started again.',
  },
  {
    law: 'restart_kinds',
    flaw: 'does not restart',
    plan: { children: abc },
    orders: [['/sup/a', 'end']],
    subject: '/sup/a',
    message: '/sup/a is permanent, ended with normal and was never restarted.',
  },
  {
    law: 'restart_kinds',
    flaw: 'does not restart',
    plan: { strategy: 'simple_one_for_one', children: [{ id: 'a' }] },
    orders: [['/sup/a', 'crash']],
    subject: '/sup',
    message: 'A child of /sup ended and was never restarted.',
  },
  {
    law: 'restart_order',
    flaw: 'restarts one of a group',
    plan: { strategy: 'one_for_all', children: abc },
    orders: [['/sup/b', 'crash']],
    subject: '/sup/b',
    message: '/sup/b~1 was started again while /sup/c was still alive.',
  },
  {
    law: 'restart_order',
    flaw: 'restarts one of a group',
    plan: { strategy: 'rest_for_one', children: abc },
    orders: [['/sup/b', 'crash']],
    subject: '/sup/b',
    message: '/sup/b~1 was started again while /sup/c was still alive.',
  },
  {
    law: 'restart_order',
    flaw: 'restarts backwards',
    plan: { strategy: 'rest_for_one', children: abc },
    orders: [['/sup/b', 'crash']],
    subject: '/sup/b',
    message: '/sup/b~1 was started again after /sup/c~1, which follows it in the list.',
  },
  {
    law: 'restart_order',
    flaw: 'ends bystanders',
    plan: { strategy: 'one_for_one', children: abc },
    orders: [['/sup/b', 'crash']],
    subject: '/sup/a',
    message: '/sup/a~1 was ended and started again, which one_for_one does not ask for.',
  },
  {
    law: 'restart_order',
    flaw: 'ends bystanders',
    plan: { strategy: 'rest_for_one', children: abc },
    orders: [['/sup/b', 'crash']],
    subject: '/sup/a',
    message: '/sup/a~1 was ended and started again, which rest_for_one does not ask for.',
  },
  {
    law: 'restart_order',
    flaw: 'leaves the group down',
    plan: { strategy: 'one_for_all', children: abc },
    orders: [['/sup/a', 'crash']],
    subject: '/sup/b',
    message: '/sup/b was ended because of another child and never started again.',
  },
  {
    law: 'restart_intensity',
    flaw: 'never gives up',
    plan: { intensity: 1, period: 5, children: abc },
    orders: [
      ['/sup/a', 'crash'],
      ['/sup/b', 'crash'],
    ],
    subject: '/sup',
    message: '/sup restarted 2 times within 5 s, 1 being allowed, the last time /sup/b~1.',
  },
  {
    law: 'restart_intensity',
    flaw: 'gives up early',
    plan: { intensity: 2, period: 5, children: abc },
    orders: [
      ['/sup/a', 'crash'],
      ['/sup/b', 'crash'],
    ],
    subject: '/sup',
    message: '/sup gave up at the end number 2 within 5 s, although 2 restarts are allowed.',
  },
  {
    law: 'escalation',
    flaw: 'gives up with the reason',
    plan: { intensity: 0, children: abc },
    orders: [['/sup/a', 'crash']],
    subject: '/sup',
    message:
      '/sup gave up with {gave_up: {crash: {error: Error, message: boom}}} instead of shutdown.',
  },
  {
    law: 'escalation',
    flaw: 'gives up at once',
    plan: { intensity: 0, children: abc },
    orders: [['/sup/a', 'crash']],
    subject: '/sup/b',
    message: '/sup/b was still alive when its supervisor gave up.',
  },
  {
    law: 'auto_shutdown',
    flaw: 'stays without the significant',
    plan: {
      autoShutdown: 'any_significant',
      children: [{ id: 'a' }, { id: 'b', restart: 'transient', significant: true }],
    },
    orders: [['/sup/b', 'end']],
    subject: '/sup',
    message: '/sup stayed although its significant child /sup/b has ended.',
  },
  {
    law: 'reverse_shutdown',
    flaw: 'ends forwards',
    plan: { children: abc },
    orders: [['/sup', 'stop']],
    subject: '/sup/a',
    message: '/sup/a was told to end while /sup/c, which was started after it, was still alive.',
  },
  {
    law: 'reverse_shutdown',
    flaw: 'does not wait',
    plan: { children: [{ id: 'a' }] },
    orders: [['/sup', 'stop']],
    subject: '/sup/a',
    message: '/sup/a was told to end, but its supervisor did not wait for that.',
  },
  {
    law: 'no_orphans',
    flaw: 'leaves its children',
    plan: { children: abc },
    orders: [['/sup', 'stop']],
    subject: '/sup/a',
    message: '/sup/a outlived its supervisor /sup, which ended with normal.',
  },
  {
    law: 'no_orphans',
    flaw: 'leaves its children to the links',
    plan: { children: abc },
    orders: [
      ['/sup/c', 'crash'],
      ['/sup', 'stop'],
    ],
    subject: '/sup/a',
    message: '/sup/a outlived its supervisor /sup, which ended with shutdown.',
  },
  {
    law: 'one_life',
    flaw: 'starts a second life',
    plan: { children: abc },
    orders: [['/sup/c', 'crash']],
    subject: '/sup/c',
    message: '/sup/c~2 was started while /sup/c~1 was still alive.',
  },
  {
    law: 'one_life',
    flaw: 'does not wait',
    plan: { strategy: 'one_for_all', children: abc },
    orders: [['/sup/a', 'crash']],
    subject: '/sup/b',
    message: '/sup/b~1 was started while /sup/b was still alive.',
  },
]

function play(plan: ToyPlan, orders: Planted['orders']): () => Body {
  return function* () {
    yield* startToy(plan)
    for (const [path, what] of orders) {
      yield* sleep(10)
      yield* order(path, what)
    }
    yield* sleep(Infinity)
  }
}

describe('a supervisor with a flaw is found by its law', () => {
  test.each(planted)(
    '$law: a supervisor that $flaw',
    ({ law, flaw, plan, orders, ...expected }) => {
      const violation = firstViolation(play({ ...plan, flaw }, orders), law)
      expect(violation).toMatchObject(expected)
    },
  )
})

describe('the same supervisor without the flaw is not', () => {
  test.each(planted)('$law: a supervisor that not $flaw', ({ plan, orders }) => {
    expect(complaints(play(plan, orders), { seeds: 30 })).toEqual([])
  })
})

describe('a supervisor made by hand keeps the laws while its children are killed', () => {
  const strategies = ['one_for_one', 'one_for_all', 'rest_for_one'] as const
  const mixed = [
    { id: 'a' },
    { id: 'b', restart: 'transient' },
    { id: 'c', restart: 'temporary' },
    { id: 'd' },
  ] as const

  test.each(strategies)('%s, 200 seeds', (strategy) => {
    const orders = [
      ['/sup/b', 'end'],
      ['/sup/d', 'crash'],
      ['/sup/a', 'crash'],
      ['/sup/d', 'end'],
      ['/sup', 'stop'],
    ] as const
    const system = play({ strategy, intensity: 4, period: 1, children: mixed }, orders)
    expect(complaints(system, { seeds: 200, killEvery: 40 })).toEqual([])
  })
})
