// What a scenario becomes: who asks what and when, how far a run goes, and which patterns meant nobody.

import { describe, expect, test } from 'vitest'

import { check, simulate, type Run } from 'mayday/explore'
import { call, genServer, named, reply, start } from 'mayday/otp'
import { spawnOpt, type Body } from 'mayday/process'
import {
  compile,
  formatProblems,
  loadScenario,
  parseScenario,
  unmatched,
  type LoadedScenario,
  type Searched,
  type SystemFunction,
} from 'mayday/scenario'
import { system } from './fixtures/shop.ts'

function compiled(rest: string, start: SystemFunction = system): Searched {
  const text = `
scenario: shop
system: { module: ./shop.ts }
search: { portfolio: { chain: 1 } }
${rest}
`
  const parsed = parseScenario(text, 'shop.yaml', { laws: ['no_orphans', 'one_life'] })
  if (parsed.kind === 'broken') throw new Error(formatProblems(parsed.problems))
  const { scenario } = parsed
  return { scenario, parsed, experiment: compile(scenario, { system: start, properties: [] }) }
}

/** When each client asked what, as the trace has it. */
function requests(run: Run): readonly string[] {
  return run.trace.flatMap((event) => {
    if (event.kind !== 'send' || event.type !== 'message') return []
    const { call: called, cast } = event.content as {
      readonly call?: string
      readonly cast?: string
    }
    const what = called ?? cast
    return what === undefined ? [] : [`${event.time} ${event.from.path} ${what} > ${event.to.path}`]
  })
}

describe('clients', () => {
  test('are processes of their own, numbered over all loads, or called by their names', () => {
    const { experiment } = compiled(`
workload:
  - { clients: 2, call: till1.take, args: [1], think: 1s, times: 1 }
  - { at: 4s, client: ada, cast: till2.put, args: [2] }
  - { clients: 1, cast: /shop/till1.put, args: [3], think: 2s, times: 2, start_at: 1s }
  - { at: 3s, client: ada, call: till2.take, args: [4] }
`)
    expect(requests(simulate(experiment))).toEqual([
      '1000 /client-1 take > /shop/till1',
      '1000 /client-2 take > /shop/till1',
      '3000 /ada take > /shop/till2',
      '3000 /client-3 put > /shop/till1',
      '4000 /ada put > /shop/till2',
      '5000 /client-3 put > /shop/till1',
    ])
  })

  test('go on after a call that failed, whatever it failed of', () => {
    const { experiment } = compiled(`
properties: { laws: [] }
workload:
  - { at: 1s, client: ada, call: nobody.take }
  - { at: 2s, client: ada, call: /nowhere.take }
  - { at: 3s, client: ada, call: till1.never, timeout: 10ms }
  - { at: 4s, client: ada, call: till1.trip }
  - { at: 5s, client: ada, call: till1.take, args: [1] }
`)
    const run = simulate(experiment)
    expect(requests(run).slice(-2)).toEqual([
      '4000 /ada trip > /shop/till1',
      '5000 /ada take > /shop/till1',
    ])
    const ends = run.trace.filter((event) => event.kind === 'exit' && event.pid.path === '/ada')
    expect(ends).toMatchObject([{ reason: 'normal' }])
  })

  test('ask late what is due while they still wait', () => {
    const { experiment } = compiled(`
workload:
  - { at: 1s, client: ada, call: till1.slowly }
  - { at: 1.5s, client: ada, call: till2.take, args: [1] }
`)
    expect(requests(simulate(experiment))).toEqual([
      '1000 /ada slowly > /shop/till1',
      '2000 /ada take > /shop/till2',
    ])
  })

  test('without end think a millisecond at least, so that there is time for everybody else', () => {
    const { experiment } = compiled(`
budget: { steps: 1000 }
workload: [ { clients: 1, call: nobody.take } ]
`)
    expect(simulate(experiment).time).toBeGreaterThan(100)
  })

  test('think for whole milliseconds of about the mean, each by draws of its own', () => {
    const think = (load: string): readonly number[] => {
      const { experiment } = compiled(`
budget: { steps: 100000, virtual: 10h }
workload: [ { clients: 1, cast: till1.put, args: [1], think: ${load}, times: 500 }, { clients: 3, cast: till2.put, args: [1], think: 1s, times: 1 } ]
`)
      const times = requests(simulate(experiment))
        .filter((line) => line.includes('/client-1 '))
        .map((line) => Number.parseInt(line, 10))
      return times.map((time, index) => time - (times[index - 1] ?? 0))
    }
    const mean = (times: readonly number[]): number =>
      times.reduce((sum, time) => sum + time, 0) / times.length
    const exponential = think('{ exponential: 50ms }')
    expect(exponential.every(Number.isInteger)).toBe(true)
    expect(mean(exponential)).toBeGreaterThan(43)
    expect(mean(exponential)).toBeLessThan(57)
    const uniform = think('{ uniform: [10ms, 20ms] }')
    expect([Math.min(...uniform), Math.max(...uniform)]).toEqual([10, 20])
    expect(think('7ms').every((time) => time === 7)).toBe(true)
  })

  test('draw the same, whoever else there is', () => {
    const first = (clients: number): readonly string[] => {
      const { experiment } = compiled(`
workload: [ { clients: ${clients}, cast: till1.put, args: [1], think: { exponential: 50ms }, times: 20 } ]
`)
      return requests(simulate(experiment)).filter((line) => line.includes('/client-1 '))
    }
    expect(first(4)).toEqual(first(1))
  })
})

test('what a run did to its arguments no other run sees', () => {
  const seen: unknown[] = []
  const greedy = function* (args: { readonly list: number[] }): Body {
    seen.push(args.list.length)
    args.list.push(1)
    yield* spawnOpt(function* () {}, [], { label: 'a' })
  }
  const text = 'scenario: a\nsystem: { module: ./a.ts, args: { list: [] } }\n'
  const parsed = parseScenario(text, 'a.yaml', { laws: [] })
  if (parsed.kind === 'broken') throw new Error('it is sound')
  check({ ...compile(parsed.scenario, { system: greedy, properties: [] }), runs: 3 })
  expect(new Set(seen)).toEqual(new Set([0]))
})

test('budget, search, laws and expectation become those of the experiment', () => {
  const { experiment } = compiled(`
budget: { seeds: 7, steps: 300, virtual: 2s, processes: 9, mailbox: 8 }
delivery: instant
properties: { laws: { except: [no_orphans] } }
expect: { violated: one_life }
`)
  const { properties: _, faults: __, system: ___, ...rest } = experiment
  expect(rest).toEqual({
    name: 'shop',
    runs: 7,
    limits: { steps: 300, time: 2000, processes: 9, mailbox: 8 },
    delivery: 'instant',
    laws: { except: ['no_orphans'] },
    strategies: { chain: 1 },
    swarm: false,
    expected: 'one_life',
  })
})

test('a root that never comes to the end of its system is told of, and no client asks', () => {
  const Mute = genServer('Mute', { init: () => ({}), handleCall: { ask: () => reply(1, {}) } })
  const stuck = function* (): Body {
    yield* start(Mute, [], { name: 'mute' })
    yield* spawnOpt(function* () {}, [], { label: 'a' })
    yield* call(named(Mute, 'mute'), 'ask')
    yield* call(named(Mute, 'nobody'), 'ask')
  }
  const { experiment } = compiled('workload: [ { at: 1s, client: ada, call: mute.ask } ]', stuck)
  const report = check({ ...experiment, runs: 1 })
  expect(report.counterexamples.map(({ violation }) => violation.property)).toEqual(['system_ends'])
  expect(report.tallies.find(({ property }) => property === 'every_call_settles')?.judged).toBe(1)
})

describe('the scenario of the guide', () => {
  const load = async (): Promise<LoadedScenario> => {
    const loaded = await loadScenario('tests/scenario/fixtures/pooly.yaml')
    if (loaded.kind === 'broken') throw new Error(formatProblems(loaded.problems))
    return loaded
  }

  test('holds in the default order, its goal aside', async () => {
    const loaded = await load()
    const report = check({ ...loaded.experiment, runs: 3, strategies: { chain: 1 } })
    expect(report.tallies.filter(({ violated, unknown }) => violated + unknown > 0)).toEqual([])
    expect(report.faults['kill']).toBeGreaterThan(0)
    expect(unmatched(loaded, report)).toEqual([])
  })

  test('runs the same under every strategy, each time', async () => {
    const loaded = await load()
    const report = check({ ...loaded.experiment, runs: 7, determinism: 1, shrinkRuns: 1 })
    expect([report.mistake, report.nondeterminism]).toEqual([null, null])
    expect(report.determinism.agreed).toBe(report.determinism.checked)
    const { judged, violated } = report.tallies.find(({ kind }) => kind === 'always')!
    expect([judged! > 0, violated]).toEqual([true, 0])
  })
})

describe('patterns that meant nobody', () => {
  const told = (rest: string): string => {
    const searched = compiled(rest)
    return formatProblems(unmatched(searched, check({ ...searched.experiment, runs: 3 })))
  }

  test('are told of at their places, with what was most likely meant', () => {
    expect(
      told(`
workload: [ { clients: 2, cast: till1.put, args: [1], think: 10ms, times: 9 } ]
faults:
  scripted:
    - { when: { sent: put, to: /shop/til1 }, do: { kill: $event.to } }
    - { when: { sent: nothing, to: /shop/till1 }, do: { kill: $event.to } }
  random:
    - { kill: { one_of: "/shpo/**" }, rate: 1/50 steps }
properties:
  never:
    - { mailbox: "/shop/tils*", at_least: 3 }
    - { restarts: /warehouse/door }
    - { down: { path: "/shop/*", life: 7 } }
    - { down: "/shop/*" }
`),
    ).toMatchInlineSnapshot(`
      " shop.yaml:9:32   faults.scripted[0].when.to    /shop/til1 matched no process in 3 runs. Did you mean "/shop/till1"?
          8 |   scripted:
          9 |     - { when: { sent: put, to: /shop/til1 }, do: { kill: $event.to } }
            |                                ^^^^^^^^^^
       shop.yaml:12:15  faults.random[0].kill         /shpo/** matched no process in 3 runs. Did you mean "/shop/**"?
          11 |   random:
          12 |     - { kill: { one_of: "/shpo/**" }, rate: 1/50 steps }
             |               ^^^^^^^^^^^^^^^^^^^^^^
       shop.yaml:15:18  properties.never[0].mailbox   /shop/tils* matched no process in 3 runs. Did you mean "/shop/till1"?
          14 |   never:
          15 |     - { mailbox: "/shop/tils*", at_least: 3 }
             |                  ^^^^^^^^^^^^^
       shop.yaml:16:19  properties.never[1].restarts  /warehouse/door matched no process in 3 runs: there are /shop, /shop/till1, /shop/till2, /client-1, /client-2
          15 |     - { mailbox: "/shop/tils*", at_least: 3 }
          16 |     - { restarts: /warehouse/door }
             |                   ^^^^^^^^^^^^^^^
       shop.yaml:17:15  properties.never[2].down      /shop/* (life 7) matched no process in 3 runs, though /shop/* did
          16 |     - { restarts: /warehouse/door }
          17 |     - { down: { path: "/shop/*", life: 7 } }
             |               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `)
  })

  test('and nothing is said when all of them have met somebody', () => {
    expect(
      told(`
workload: [ { clients: 2, cast: till1.put, args: [1], think: 10ms, times: 9 } ]
properties: { never: [ { down: "/shop/*" } ] }
`),
    ).toBe('')
  })
})
