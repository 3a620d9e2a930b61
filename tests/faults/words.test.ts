// How users write faults: what is made of it, and what is refused with which words.

import { describe, expect, test } from 'vitest'

import { UsageError, seconds } from '../../src/base/index.ts'
import {
  allOf,
  atPoint,
  crash,
  delay,
  disturb,
  exit,
  faultText,
  handled,
  hold,
  initFails,
  kill,
  nOf,
  oneOf,
  pause,
  phase,
  received,
  sent,
  slow,
  type Fault,
  type FaultPlan,
} from '../../src/faults/index.ts'
import { Machine } from '../../src/machine/index.ts'
import { defineScenario, type ScenarioSource } from '../../src/scenario/index.ts'

const all = (path: string) => ({ kind: 'all', of: { path } })

describe('a fault is plain data', () => {
  test('with a rate', () => {
    expect(kill('/Bank/ledger', { rate: '1/200 steps', atMost: 2 })).toEqual({
      do: { kind: 'kill', whom: all('/Bank/ledger') },
      rate: { kind: 'steps', times: 1, steps: 200 },
      atMost: 2,
    })
    expect(kill('/a', { rate: '2/run' })).toMatchObject({ rate: { kind: 'run', times: 2 } })
    expect(kill('/a', { rate: 0.005 })).toMatchObject({ rate: { times: 1, steps: 200 } })
  })

  test('with a time, and a name', () => {
    expect(exit('/a', { at: seconds(1), reason: { shutdown: 'now' }, name: 'the end' })).toEqual({
      name: 'the end',
      when: { kind: 'time', at: 1000 },
      do: { kind: 'exit', whom: all('/a'), reason: { shutdown: 'now' } },
      atMost: 'unbounded',
    })
  })

  test('with a trigger', () => {
    const when = sent('reserve', { from: '/pool', to: '/pool/*', nth: 2 })
    expect(kill('$event.to', { when })).toEqual({
      when: {
        kind: 'message',
        event: 'sent',
        tag: 'reserve',
        from: { path: '/pool' },
        to: { path: '/pool/*' },
        nth: 2,
      },
      do: { kind: 'kill', whom: { kind: 'event', process: 'to' } },
      atMost: 'unbounded',
    })
  })

  test('with a phase, which is that of whom it is for', () => {
    const own = kill('/pool/*', { when: phase('init', { life: '>= 1' }) })
    const of = kill('$event.process', { when: phase('init', { of: '/pool/*', life: '>= 1' }) })
    expect(own).toEqual(of)
    expect(own).toMatchObject({
      when: { phase: 'init', of: { path: '/pool/*', life: { kind: 'at_least', value: 1 } } },
    })
  })
})

// Every kind of fault, with the words of a scenario file beside it: both must mean the same.
const pairs: readonly (readonly [Fault, NonNullable<ScenarioSource['faults']>])[] = [
  [
    kill(oneOf('/a/*'), { rate: '1/500 steps', atMost: 3 }),
    {
      random: [{ kill: { one_of: '/a/*' }, rate: '1/500 steps', at_most: 3 }],
    },
  ],
  [
    exit(allOf('/a/*'), { rate: '1/run', reason: 'x' }),
    {
      random: [{ exit: { all: '/a/*' }, reason: 'x', rate: '1/run' }],
    },
  ],
  [
    crash(nOf(2, '/a/*'), { when: received('pay', { to: '/a/*', nth: 2 }) }),
    {
      scripted: [
        { when: { received: 'pay', to: '/a/*', nth: 2 }, do: { crash: { n_of: [2, '/a/*'] } } },
      ],
    },
  ],
  [
    initFails('/a/b', { when: phase('init', { of: '/a/b', life: '>= 1' }), times: 2 }),
    {
      scripted: [
        { when: { phase: 'init', of: '/a/b', life: '>= 1' }, do: { init_fails: '/a/b', times: 2 } },
      ],
    },
  ],
  [
    pause({ role: 'worker' }, { at: 5000, for: 3000 }),
    {
      scripted: [{ when: { at: '5s' }, do: { pause: { role: 'worker' }, for: '3s' } }],
    },
  ],
  [
    slow({ behaviour: 'gen_server', life: 0 }, { when: atPoint('saved', { nth: 1 }), by: 5 }),
    {
      scripted: [
        {
          when: { point: 'saved', nth: 1 },
          do: { slow: { behaviour: 'gen_server', life: 0 }, by: '5ms' },
        },
      ],
    },
  ],
  [
    delay('/a -> /b/*', { rate: '1/9 steps', by: { exponential: 50 }, for: 1000 }),
    {
      random: [{ delay: '/a -> /b/*', by: { exponential: '50ms' }, for: '1s', rate: '1/9 steps' }],
    },
  ],
  [
    delay(
      { from: '/a', to: '$event.process' },
      { when: handled('*'), by: { uniform: [0, 9] }, atMost: 4 },
    ),
    {
      scripted: [
        {
          when: { handled: '*' },
          do: { delay: { from: '/a', to: '$event.process' }, by: { uniform: ['0ms', '9ms'] } },
          at_most: 4,
        },
      ],
    },
  ],
  [
    hold('$event.from -> $event.to', { when: sent('go'), until: { dies: '/a/**' }, name: 'stuck' }),
    {
      scripted: [
        {
          name: 'stuck',
          when: { sent: 'go' },
          do: { hold: '$event.from -> $event.to', until: { dies: '/a/**' } },
        },
      ],
    },
  ],
  [
    hold('/a -> /b', { at: 1000, for: 60_000 }),
    {
      scripted: [{ when: { at: '1s' }, do: { hold: '/a -> /b', for: '1m' } }],
    },
  ],
]

test.each(pairs)('a scenario file says the same in its words: %#', (fault, faults) => {
  const scenario = defineScenario({ scenario: 's', system: { module: './s.ts' }, faults })
  // The plan of a file is one of ours as it stands: this line is a test of types as well.
  const plan: FaultPlan = scenario.faults
  expect([...plan.scripted, ...plan.random]).toEqual([fault])
})

test('a fault in words', () => {
  expect(pairs.map(([fault]) => faultText(fault))).toEqual([
    'kill one of /a/* at 1/500 steps',
    'exit /a/* with x at 1/run',
    'crash 2 of /a/* when pay is received by /a/* for the 2nd time',
    'init of /a/b fails during init of /a/b (life >= 1)',
    'pause /** (worker) for 3s at 5s',
    'slow /** (gen_server, life 0) by 5ms at the point saved for the 1st time',
    'delay /a -> /b/* by 50ms on average at 1/9 steps',
    'delay /a -> $event.process by 0ms to 9ms when any message is handled',
    'stuck',
    'hold /a -> /b for 1m at 1s',
  ])
  expect(faultText(kill('/app/registry', { when: phase('init') }))).toBe(
    'kill during init of /app/registry',
  )
})

describe('refused is', () => {
  const at = { at: 1 }
  // Given are mistakes that the compiler would find, and JavaScript would not.
  const wrong = <Given>(given: unknown): Given => given as Given
  const mistakes: readonly (readonly [string, () => unknown])[] = [
    ['w1 is no path: paths start with "/" and have no blanks: /app/pool/*', () => kill('w1', at)],
    [
      '\'/a b\' is no path: paths start with "/" and have no blanks: /app/pool/*',
      () => kill('/a b', at),
    ],
    ['/a//b is no path: between two "/" stands a name', () => kill('/a//b', at)],
    ['\'/a**\' is no path: "**" stands alone between two "/"', () => kill('/a**', at)],
    ['7 selects nobody: write a path such as /app/pool/*', () => kill(wrong(7), at)],
    ['a selector is empty: write one of path, role, behaviour, life', () => kill({}, at)],
    ['a selector has no option pth: did you mean path?', () => kill(wrong({ pth: '/a' }), at)],
    ['boss is no role: write supervisor, worker', () => kill({ role: wrong('boss') }, at)],
    [
      '\'> 1\' is no life: write a number, ">= 1" or "<= 1"; 0 is the first life',
      () => kill({ life: '> 1' }, at),
    ],
    [
      '$event.form is no process of the event: did you mean $event.from?',
      () => kill('$event.form', at),
    ],
    ['kill has no moment: write one of at: …, when: … or rate: …', () => kill('/a', wrong({}))],
    [
      'kill has more than one moment: write one of at: …, when: … or rate: …',
      () => kill('/a', wrong({ at: 1, rate: 1 })),
    ],
    [
      'kill has no option atmost: did you mean atMost?',
      () => kill('/a', wrong({ rate: 1, atmost: 3 })),
    ],
    ['atMost is 0: it must be a whole number from 1 on', () => kill('/a', { rate: 1, atMost: 0 })],
    [
      '\'1/500\' is no rate: write "1/500 steps", "2/run" or a chance per step',
      () => kill('/a', { rate: '1/500' }),
    ],
    [
      '3/2 steps is more than one fault a step: write "1/1 steps"',
      () => kill('/a', { rate: '3/2 steps' }),
    ],
    [
      'the rate 1.5 is no chance per step: it must be above 0 and at most 1',
      () => kill('/a', { rate: 1.5 }),
    ],
    [
      '"at" is 1.5: it must be whole milliseconds from 0 on, such as 250 or seconds(3)',
      () => kill('/a', { at: 1.5 }),
    ],
    ['kill strikes $event.to: a time has no event: name a path', () => kill('$event.to', at)],
    [
      'kill strikes $event.to: a rate has no event: name a path',
      () => kill('$event.to', { rate: 1 }),
    ],
    [
      'kill strikes $event.to: a phase has one process only: write $event.process',
      () => kill('$event.to', { when: phase('init', { of: '/a' }) }),
    ],
    [
      'kill is for no pattern, so whose init is meant?: write phase(…, { of: … })',
      () => kill('$event.process', { when: phase('init') }),
    ],
    ['inti is no phase: did you mean init?', () => phase(wrong('inti'))],
    ['nth is 0: it must be a whole number from 1 on', () => sent('a', { nth: 0 })],
    ['sent has no option form: did you mean from?', () => sent('a', wrong({ form: '/a' }))],
    ['exit has no reason: write reason: "shutdown"', () => exit('/a', wrong(at))],
    [
      'the "for" of a pause is undefined: it must be whole milliseconds from 1 on, such as 250 or seconds(3)',
      () => pause('/a', wrong(at)),
    ],
    [
      '/a is no edge: write "/app/a -> /app/b" or { from, to }',
      () => delay('/a', { at: 1, by: 1 }),
    ],
    [
      'an end of an edge is drawn: an edge means the same signals from its first to its last: name a path, or $event.to',
      () => delay({ from: wrong(oneOf('/a')), to: '/b' }, { at: 1, by: 1 }),
    ],
    [
      'soon is no delay: write milliseconds, { exponential: mean } or { uniform: [least, most] }',
      () => delay('/a -> /b', { at: 1, by: wrong('soon') }),
    ],
    [
      'hold needs one end: write for: seconds(2), or until: { dies: "/app/a" }',
      () => hold('/a -> /b', wrong(at)),
    ],
    [
      'quietAfter is \'60 %\': write milliseconds, or a share such as "60%"',
      () => disturb(new Machine(), [], '0', { quietAfter: '60 %' }),
    ],
  ]

  test.each(mistakes)('%s', (message, write) => {
    expect(write).toThrow(UsageError)
    expect(write).toThrow(message)
  })
})
