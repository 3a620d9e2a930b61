// Random faults: how often they strike, and that their places are named, not numbered.

import { describe, expect, test } from 'vitest'

import {
  allOf,
  delay,
  exit,
  kill,
  nOf,
  oneOf,
  pause,
  type Fault,
  type Strike,
} from '../../src/faults/index.ts'
import { geometricGap } from '../../src/faults/random-faults.ts'
import { avalanche } from '../../src/base/index.ts'
import { Uniform } from '../../src/explore/uniform.ts'
import { note, spawnOpt, type Body } from '../../src/process/index.ts'
import { keeper, perform, struck, worker, type Direction, type Performance } from './stage.ts'

/** Workers of so many steps, each started again when it ends; the run is cut after some steps. */
function shop(labels: readonly string[], steps = 40) {
  return function* (): Body {
    for (const label of labels) yield* spawnOpt(keeper, [label, steps], { label: `keep-${label}` })
  }
}

/** Where each process has been struck, before or from which own step. */
function places({ disturbance }: Performance): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {}
  for (const { target, where } of disturbance.strikes) {
    if (target === null || where.kind !== 'step') continue
    const name = `${target.path}~${target.life}`
    ;(found[name] ??= []).push(`${where.placement} ${where.n}`)
  }
  return found
}

const seeds = Array.from({ length: 100 }, (_, n) => `seed.${n}`)

describe('the rate', () => {
  test('is the mean gap in own steps', () => {
    for (const mean of [1, 1.5, 2, 7, 200]) {
      let sum = 0
      for (let n = 0; n < 20_000; n++) sum += geometricGap(mean, avalanche(n * 7919))
      expect(sum / 20_000 / mean).toBeGreaterThan(0.95)
      expect(sum / 20_000 / mean).toBeLessThan(1.05)
    }
  })

  test('counts the steps of the victim, however much others do', () => {
    const strikesOf = (labels: readonly string[], steps: number): number =>
      perform(shop(labels, 1000), {
        faults: [pause('/*/w', { rate: '1/50 steps', for: 1 })],
        steps,
      }).disturbance.strikes.length
    // Of three events (its step, time passing, its timer) one is a step of the worker; beside nine
    // others it is one of 21. So 6667 and 952 own steps, and 133 and 19 strikes are to be expected.
    const alone = strikesOf(['w'], 20_000)
    expect(alone).toBeGreaterThan(110)
    expect(alone).toBeLessThan(156)
    const crowded = strikesOf(['w', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'], 20_000)
    expect(crowded).toBeGreaterThan(10)
    expect(crowded).toBeLessThan(30)
  })

  test('of 1 strikes before every step', () => {
    const run = perform(shop(['w'], 5), { faults: [pause('/*/w', { rate: 1, for: 1 })], steps: 40 })
    const steps = run.disturbance.strikes.map(({ where }) => where.kind === 'step' && where.n)
    expect(steps.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('per run strikes once in most runs, early in some and late in others', () => {
    const places = seeds.flatMap((seed) => {
      const run = perform(shop(['w', 'x'], 1000), {
        faults: [kill(oneOf('/*/*'), { rate: '1/run' })],
        seed,
        steps: 4000,
      })
      const [strike, ...more] = run.disturbance.strikes
      expect(more).toEqual([])
      return strike?.where.kind === 'step' ? [strike.where.n] : []
    })
    expect(places.length).toBeGreaterThan(85)
    expect(places.filter((n) => n < 10).length).toBeGreaterThan(10)
    expect(places.filter((n) => n > 100).length).toBeGreaterThan(10)
  })
})

describe('names', () => {
  const faults: readonly Fault[] = [
    kill(oneOf('/*/w'), { rate: '1/60 steps' }),
    pause('/*/w', { rate: '1/40 steps', for: 3 }),
  ]
  const direction = (seed: string): Direction => ({
    faults,
    seed,
    steps: 1500,
    strategy: new Uniform(),
  })

  test('an unrelated process changes nobody else’s strikes', () => {
    for (const seed of seeds.slice(0, 30)) {
      const few = places(perform(shop(['w']), direction(seed)))
      const many = places(perform(shop(['w', 'x', 'y']), { ...direction(seed), steps: 6000 }))
      // With more to do the run is cut elsewhere, so one of the two may have got further.
      for (const [name, there] of Object.entries(few)) {
        const here = many[name] ?? []
        const both = Math.min(here.length, there.length)
        expect(here.slice(0, both), name).toEqual(there.slice(0, both))
      }
      expect(Object.keys(few).length + Object.keys(many).length).toBeGreaterThan(2)
    }
  })

  test('another fault in the list changes nobody’s strikes by this one', () => {
    const pauses = ({ disturbance }: Performance): readonly Strike[] =>
      disturbance.strikes.filter(({ do: blow }) => blow.kind === 'pause')
    const [, pausing] = faults
    const strange = delay('/x -> /y', { rate: '1/3 steps', by: 5 })
    const alone = perform(shop(['w']), { ...direction('1'), faults: [pausing!] })
    const beside = perform(shop(['w']), { ...direction('1'), faults: [strange, pausing!] })
    expect(pauses(beside)).toEqual(pauses(alone))
    expect(pauses(alone).length).toBeGreaterThan(5)
  })

  test('two equal faults strike at different places', () => {
    const twice = [
      pause('/*/w', { rate: '1/40 steps', for: 3 }),
      pause('/*/w', { rate: '1/40 steps', for: 3 }),
    ]
    const one = perform(shop(['w'], 400), { faults: twice.slice(1), seed: '3', steps: 3000 })
    const two = perform(shop(['w'], 400), { faults: twice, seed: '3', steps: 3000 })
    const [first, second] = two.disturbance.tallies.map(({ hits }) => hits)
    expect(first).toBeGreaterThan(10)
    expect(second).toBeGreaterThan(10)
    expect(two.disturbance.strikes.length).toBeGreaterThan(one.disturbance.strikes.length)
  })

  test('the same seed gives the same strikes, another seed others', () => {
    const strikes = (seed: string): readonly string[] =>
      struck(perform(shop(['w', 'x']), { faults, seed, steps: 2000 }))
    expect(strikes('a')).toEqual(strikes('a'))
    expect(strikes('a')).not.toEqual(strikes('b'))
  })
})

describe('whom', () => {
  test('each of several by itself, if one is drawn', () => {
    const run = perform(shop(['a', 'b', 'c']), {
      faults: [kill(oneOf('/*/*'), { rate: '1/100 steps' })],
      steps: 6000,
    })
    const moments = run.story
      .filter((line) => line.includes('kill'))
      .map((line) => line.split(' ')[2])
    expect(new Set(moments.map((path) => path?.split('~')[0])).size).toBe(3)
  })

  test.each([
    ['all', allOf('/*/*'), 3],
    ['two', nOf(2, '/*/*'), 2],
  ] as const)('%s of them at the same step of one', (_, whom, count) => {
    const run = perform(shop(['a', 'b', 'c'], 1000), {
      faults: [pause(whom, { rate: '1/100 steps', for: 1, atMost: 5 })],
      steps: 6000,
    })
    const { strikes } = run.disturbance
    expect(strikes).toHaveLength(5 * count)
    for (let n = 0; n < strikes.length; n += count) {
      const together = strikes.slice(n, n + count)
      expect(new Set(together.map(({ where }) => JSON.stringify(where))).size).toBe(1)
      expect(new Set(together.map(({ target }) => target?.path)).size).toBe(count)
    }
  })

  test('half of the kills are left to the schedule, so that the idle die too', () => {
    const faults = [
      kill('/*/w', { rate: '1/30 steps' }),
      exit('/*/w', { rate: '1/30 steps', reason: 'x' }),
    ]
    const all = seeds.slice(0, 20).flatMap((seed) => {
      const run = perform(shop(['w']), { faults, seed, steps: 1000, strategy: new Uniform() })
      return run.disturbance.strikes
    })
    const after = all.filter(({ where }) => where.kind === 'step' && where.placement === 'after')
    expect(after.length / all.length).toBeGreaterThan(0.35)
    expect(after.length / all.length).toBeLessThan(0.65)
    expect(after.some(({ during }) => during === 'asleep')).toBe(true)
  })

  test('by role: from its note on a supervisor of one’s own is one', () => {
    function* family(): Body {
      yield* spawnOpt(worker, [50], { label: 'plain' })
      yield* spawnOpt(boss, [50], { label: 'boss' })
    }
    const faults = (role: 'supervisor' | 'worker') => [
      pause({ path: '/*', role }, { rate: '1/5 steps', for: 1 }),
    ]
    const paths = (role: 'supervisor' | 'worker'): readonly (string | undefined)[] => [
      ...new Set(
        perform(family, { faults: faults(role) })
          .disturbance.strikes.filter(({ where }) => where.kind === 'step' && where.n > 1)
          .map(({ target }) => target?.path),
      ),
    ]
    expect(paths('supervisor')).toEqual(['/boss'])
    expect(paths('worker')).toEqual(['/plain'])
  })
})

function* boss(count: number): Body {
  yield* note({
    kind: 'supervisor',
    spec: { strategy: 'one_for_one', intensity: 1, period: 5, autoShutdown: 'never', children: [] },
  })
  yield* worker(count)
}

describe('budgets', () => {
  test('end a fault after so many strikes', () => {
    const run = perform(shop(['w', 'x']), {
      faults: [
        kill('/*/w', { rate: '1/20 steps', atMost: 3 }),
        kill('/*/x', { rate: '1/20 steps' }),
      ],
      steps: 4000,
    })
    const [w, x] = run.disturbance.tallies.map(({ hits }) => hits)
    expect(w).toBe(3)
    expect(x).toBeGreaterThan(20)
  })

  test('end all faults after so many strikes of all', () => {
    const run = perform(shop(['w', 'x']), {
      faults: [kill('/*/w', { rate: '1/20 steps' }), kill('/*/x', { rate: '1/20 steps' })],
      steps: 4000,
      options: { atMost: 5 },
    })
    expect(run.disturbance.strikes).toHaveLength(5)
  })
})

describe('swarm', () => {
  const three = [
    kill('/*/w', { rate: '1/20 steps', name: 'w' }),
    kill('/*/x', { rate: '1/20 steps', name: 'x' }),
    pause('/*/x', { rate: '1/20 steps', for: 5, name: 'p' }),
  ]

  test('switches a random subset on, another for each seed', () => {
    const subsets = new Map<string, number>()
    for (const seed of seeds) {
      const { disturbance } = perform(shop(['w', 'x']), {
        faults: three,
        seed,
        steps: 300,
        options: { swarm: true },
      })
      const on = disturbance.tallies.filter((tally) => tally.on).map(({ text }) => text)
      subsets.set(on.join(), (subsets.get(on.join()) ?? 0) + 1)
      for (const { text, hits } of disturbance.tallies) if (!on.includes(text)) expect(hits).toBe(0)
    }
    expect(subsets.size).toBe(8)
  })

  test('leaves the strikes of those that are on as they are without it', () => {
    const ofX = (swarm: boolean, seed: string): readonly string[] =>
      struck(perform(shop(['x']), { faults: three, seed, steps: 300, options: { swarm } }))
    const same = seeds.filter((seed) => ofX(true, seed).join() === ofX(false, seed).join())
    expect(same.length).toBeGreaterThan(10)
  })
})
