// A run is played again from the list of its strikes, and shrinking deletes from that list.

import { describe, expect, test } from 'vitest'

import {
  atPoint,
  crash,
  delay,
  exit,
  handled,
  hold,
  kill,
  nOf,
  oneOf,
  pause,
  phase,
  received,
  sent,
  slow,
  strikeText,
  type Fault,
  type Strike,
} from '../../src/faults/index.ts'
import { Uniform } from '../../src/explore/uniform.ts'
import { ChainOrder } from '../../src/machine/index.ts'
import { point, receive, send, spawnOpt, type Body, type Pid } from '../../src/process/index.ts'
import { isPid } from '../../src/record/index.ts'
import { keeper, perform, struck, ticker, type Direction, type Performance } from './stage.ts'

/** Answers each request, passing a labelled point; ends when it is told to. */
function* server(): Body {
  for (;;) {
    const request = (yield* receive()) as { readonly from: unknown; readonly n: number }
    yield* point('serving')
    if (isPid(request.from)) yield* send(request.from as Pid, { kind: 'answer', n: request.n })
  }
}

function* client(to: Pid): Body {
  yield* ticker(to, 12, 7)
}

/** Two servers, each with two clients, and a family of workers that come and go. */
function* town(): Body {
  for (const label of ['s', 't']) {
    const pid = yield* spawnOpt(server, [], { label })
    yield* spawnOpt(client, [pid], { label: `${label}1` })
    yield* spawnOpt(client, [pid], { label: `${label}2` })
  }
  yield* spawnOpt(keeper, ['w', 6], { label: 'k' })
}

const everything: readonly Fault[] = [
  kill(oneOf('/s*'), { rate: '1/40 steps', atMost: 2 }),
  exit('/k/w', { rate: '1/12 steps', reason: 'unlucky' }),
  pause(nOf(2, '/t*'), { rate: '1/20 steps', for: 5 }),
  slow('/k', { rate: '1/30 steps', by: 2, for: 40 }),
  delay('/* -> /t', { rate: '1/25 steps', by: { uniform: [1, 30] }, for: 20 }),
  hold('/s1 -> /s', { rate: '1/run', for: 15 }),
  crash('/k/w', { rate: '2/run' }),
  kill('$event.from', { when: sent('tick', { from: '/t2', nth: 9 }) }),
  pause('$event.to', { when: received('tick', { from: '/s2' }), for: 3, atMost: 2 }),
  pause('$event.process', { when: handled('tick', { to: '/t', nth: 3 }), for: 4 }),
  kill('/k/w', { when: phase('init', { life: '>= 3', nth: 2 }) }),
  pause('/t', { when: atPoint('serving', { nth: 5 }), for: 6 }),
  delay('$event.from -> $event.to', { when: sent('tick', { nth: 17 }), by: 33, for: 10 }),
  hold('$event.from -> $event.to', { when: sent('tick', { nth: 4 }), until: { dies: '/k/w' } }),
  kill('/k/w', { at: 20 }),
  kill('/nobody', { at: 21 }),
  pause('/**', { at: 1_000_000, for: 3 }),
  slow({ role: 'worker' }, { at: 22, by: 1, for: 10 }),
]

const direction = (seed: string, chain: boolean): Direction => ({
  seed,
  faults: everything,
  steps: 700,
  strategy: chain ? new ChainOrder() : new Uniform(),
  options: { quietAfter: '80%', steps: 700 },
})

function replay(
  run: Performance,
  given: Direction,
  strikes: readonly Strike[] = run.disturbance.strikes,
) {
  return perform(town, {
    ...given,
    strategy: given.strategy instanceof ChainOrder ? new ChainOrder() : new Uniform(),
    faults: { strikes },
  })
}

test('the strikes of a run give the same run to the byte, for 200 seeds', () => {
  const kinds = new Set<string>()
  const places = new Set<string>()
  for (let n = 0; n < 200; n++) {
    const given = direction(`seed.${n}`, n % 4 === 0)
    const run = perform(town, given)
    const again = replay(run, given)
    expect(again.machine.digest, `seed.${n}`).toBe(run.machine.digest)
    expect(again.disturbance.strikes).toEqual(run.disturbance.strikes)
    if (n % 10 === 0) expect(again.events).toEqual(run.events)
    expect(again.disturbance.unmatched).toEqual([])
    for (const { do: blow, where } of run.disturbance.strikes) {
      kinds.add(blow.kind)
      places.add(where.kind === 'message' ? where.event : where.kind)
    }
  }
  // Otherwise the law above would say little.
  expect([...kinds].sort((a, b) => (a < b ? -1 : 1))).toEqual([
    'crash',
    'delay',
    'exit',
    'hold',
    'kill',
    'pause',
    'slow',
  ])
  expect([...places].sort((a, b) => (a < b ? -1 : 1))).toEqual([
    'handled',
    'phase',
    'point',
    'received',
    'sent',
    'step',
    'time',
  ])
}, 60_000)

test('strikes are plain data: they survive the way through a file', () => {
  const given = direction('seed.3', false)
  const run = perform(town, given)
  const strikes = JSON.parse(JSON.stringify(run.disturbance.strikes)) as readonly Strike[]
  expect(replay(run, given, strikes).machine.digest).toBe(run.machine.digest)
})

test('without its strikes nothing strikes, and time passes as it would', () => {
  const given = direction('seed.3', true)
  const run = perform(town, given)
  const calm = replay(run, given, [])
  expect(struck(calm)).toEqual([])
  const { machine } = perform(town, { ...given, strategy: new ChainOrder(), faults: [] })
  expect(calm.machine.digest).toBe(machine.digest)
})

test('a vain strike may be left out, and nothing in the simulated world is different', () => {
  const given = { ...direction('seed.3', true), options: { quietAfter: 60 } }
  const run = perform(town, given)
  const told = ({ events }: Performance): readonly unknown[] =>
    events.filter(({ kind }) => kind !== 'tick').map(({ step: _, ...event }) => event)
  const without = run.disturbance.strikes.filter(({ vain }) => vain !== true)
  expect(without.length).toBeLessThan(run.disturbance.strikes.length)
  expect(told(replay(run, given, without))).toEqual(told(run))
})

describe('a strike that is deleted', () => {
  test('leaves those before it as they were, each at its place', () => {
    for (let n = 0; n < 20; n++) {
      const given = direction(`seed.${n}`, true)
      const run = perform(town, given)
      const { strikes } = run.disturbance
      const dropped = Math.floor(strikes.length / 2)
      const rest = strikes.filter((_, index) => index !== dropped)
      const again = replay(run, given, rest)
      expect(again.disturbance.strikes.slice(0, dropped)).toEqual(strikes.slice(0, dropped))
      // What comes later may find nobody, but strikes nothing that is not on the list.
      const allowed = new Set(rest.map((strike) => placeText(strike)))
      for (const strike of again.disturbance.strikes) expect(allowed).toContain(placeText(strike))
    }
  })

  test('is reported, if another strike then never comes to pass', () => {
    const faults = [kill('/k/w', { when: phase('init', { life: 3 }) })]
    const given: Direction = { seed: '1', faults, steps: 300 }
    const run = perform(town, given)
    expect(struck(run)).toEqual(['kill /k/w~3 in its init'])
    const elsewhere = perform(
      function* () {
        yield* spawnOpt(client, [yield* spawnOpt(server, [], { label: 's' })], { label: 's1' })
      },
      { ...given, faults: { strikes: run.disturbance.strikes } },
    )
    expect(elsewhere.disturbance.unmatched).toEqual(['kill /k/w~3 in its init'])
  })
})

/** What it was doing depends on the schedule, and is for people. */
function placeText({ during: _, vain: __, ...strike }: Strike): string {
  return strikeText(strike)
}
