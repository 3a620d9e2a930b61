import { describe, expect, test } from 'vitest'
import {
  Judge,
  law,
  lawNames,
  laws,
  lawsOf,
  mergeTallies,
  summarize,
  tally,
  worst,
  type EventSort,
  type Judgement,
  type Property,
  type Source,
  type Watch,
} from '../../src/check/index.ts'
import { Fiction } from './synthetic.ts'

const property = (name: string, watch: Watch, kind: Property['kind'] = 'law'): Property => ({
  name,
  kind,
  start: () => watch,
})

const breach = { subject: '/a', message: 'It broke.' }

describe('a judge', () => {
  test('takes a property whose own code throws for unknown, never for violated', () => {
    const broken = (): never => {
      throw new TypeError('no such thing')
    }
    for (const watch of [{ event: broken }, { step: broken }, { end: broken }, { quiet: broken }]) {
      const world = new Fiction(property('broken', watch), property('sound', {}))
      const judge = new Judge([property('broken', watch), property('sound', {})], world)
      judge.event({ kind: 'exit', pid: world.pid('/a'), reason: 'normal', step: 1, time: 0 })
      judge.step()
      judge.quiet()
      const { verdict, findings } = judge.end({ kind: 'idle', quietSince: 0 })
      expect(verdict).toBe('unknown')
      expect(findings.map((each) => each.verdict)).toEqual(['unknown', 'holds'])
      expect(findings[0]!.unknown).toMatch(
        /the property's own code failed: TypeError: no such thing/,
      )
    }
  })

  test('takes a property that cannot even start for unknown', () => {
    const broken: Property = {
      name: 'broken',
      kind: 'law',
      start: () => {
        throw new Error('cannot start')
      },
    }
    expect(new Fiction(broken).end()).toMatchObject({ verdict: 'unknown' })
  })

  test('keeps the first violation of each property, with the moment, and asks it no more', () => {
    let asked = 0
    const world = new Fiction(
      property('p', {
        event: () => {
          asked++
          return breach
        },
      }),
    )
    const pid = world.pid('/a')
    world.time = 40
    world.tell({ kind: 'register', pid, name: 'n' })
    world.time = 50
    world.tell({ kind: 'register', pid, name: 'm' })
    expect(world.violation()).toEqual({ property: 'p', ...breach, step: 1, time: 40 })
    expect(asked).toBe(1)
  })

  test('calls a watch for the sorts of events that it wants, and for no others', () => {
    const heard: string[] = []
    const sees: readonly EventSort[] = ['spawn', 'send exit', 'note report']
    const world = new Fiction(
      property('p', {
        sees,
        event: (event) => {
          heard.push(event.kind)
          return undefined
        },
      }),
    )
    const [a, b] = [world.pid('/a'), world.pid('/b')]
    const signal = { signal: 1, from: a, to: b, content: null } as const
    world.tell(
      { kind: 'spawn', pid: b, parent: a, body: 'b', link: false },
      { kind: 'send', type: 'message', ...signal },
      { kind: 'send', type: 'exit', ...signal },
      { kind: 'arrive', type: 'exit', ...signal, dropped: false },
      { kind: 'note', pid: a, note: { kind: 'callback', callback: 'init', tag: '' } },
      { kind: 'note', pid: a, note: { kind: 'report', level: 'info', report: 'r', data: null } },
      { kind: 'exit', pid: a, reason: 'normal' },
    )
    expect(heard).toEqual(['spawn', 'send', 'note'])
  })

  test('asks after each step only those that have something to say to it', () => {
    expect(new Judge(laws, new Fiction()).wantsSteps).toBe(false)
    expect(new Judge([property('p', { step: () => undefined })], new Fiction()).wantsSteps).toBe(
      true,
    )
  })

  test('has one source of a class, told before those that follow it', () => {
    const heard: string[] = []
    class Exits implements Source {
      readonly sees: readonly EventSort[] = ['exit']
      count = 0
      event(): boolean {
        this.count++
        return this.count === 2
      }
    }
    const follower = (name: string): Property => ({
      name,
      kind: 'law',
      start: (sources) => {
        const exits = sources.of(Exits)
        return {
          change: () => {
            heard.push(`${name} ${exits.count}`)
            return undefined
          },
        }
      },
    })
    const world = new Fiction(follower('p'), follower('q'))
    for (const path of ['/a', '/b', '/c']) {
      world.tell({ kind: 'exit', pid: world.pid(path), reason: 'normal' })
    }
    expect(heard).toEqual(['p 2', 'q 2'])
  })

  test('does not let a property say at the end that it holds when the run was too short', () => {
    const world = new Fiction(property('p', { end: () => ({ undecided: 'too short' }) }))
    expect(world.end().findings[0]).toMatchObject({ verdict: 'unknown', unknown: 'too short' })
  })
})

describe('verdicts', () => {
  test('a violation outweighs what is not known, and that a pass', () => {
    expect(worst([])).toBe('holds')
    expect(worst(['holds', 'unknown', 'holds'])).toBe('unknown')
    expect(worst(['unknown', 'violated', 'holds'])).toBe('violated')
  })

  const ran = (watch: Watch, kind: Property['kind'] = 'law'): Judgement =>
    new Fiction({
      ...property('p', watch, kind),
      ...(kind === 'sometimes' && { atLeast: 2 }),
    }).end()
  const merged = (...runs: readonly Judgement[]): ReturnType<typeof summarize> =>
    summarize(runs.map(tally).reduce(mergeTallies)[0]!)

  test('one violated run makes the sweep violated, one unknown run makes it unknown', () => {
    const violated = ran({ end: () => breach })
    const unknown = ran({ end: () => ({ undecided: 'too short' }) })
    expect(merged(ran({}), ran({}))).toEqual({ verdict: 'holds', reason: null })
    expect(merged(ran({}), unknown)).toEqual({ verdict: 'unknown', reason: 'too short' })
    expect(merged(ran({}), unknown, violated)).toEqual({ verdict: 'violated', reason: 'It broke.' })
  })

  test('a goal that too few seeds have reached fails the sweep, and no run', () => {
    const reached = ran({ reached: () => true }, 'sometimes')
    const missed = ran({ reached: () => false }, 'sometimes')
    expect(missed.verdict).toBe('holds')
    expect(merged(reached, missed, reached).verdict).toBe('holds')
    expect(merged(reached, missed)).toEqual({
      verdict: 'violated',
      reason: 'reached in 1 of 2 runs, wanted in 2',
    })
  })

  test('an invariant that never had anything to judge is no pass; a law may have nothing to judge', () => {
    const empty = { judged: () => 0 }
    expect(merged(ran(empty, 'always'), ran(empty, 'always'))).toEqual({
      verdict: 'unknown',
      reason: 'there was nothing to judge in 2 runs',
    })
    expect(merged(ran(empty, 'always'), ran({ judged: () => 3 }, 'always')).verdict).toBe('holds')
    expect(merged(ran(empty)).verdict).toBe('holds')
  })

  test('merging does not depend on the order, except for which failure is shown', () => {
    const runs = [ran({}), ran({ end: () => breach }), ran({ end: () => ({ undecided: 'x' }) })]
    const [a, b, c] = runs.map(tally)
    const left = mergeTallies(mergeTallies(a!, b!), c!)
    const right = mergeTallies(a!, mergeTallies(b!, c!))
    expect(left).toEqual(right)
    expect(mergeTallies(c!, mergeTallies(b!, a!))).toEqual(left)
  })
})

describe('the catalogue of laws', () => {
  test('every law has a name of its own, a rule, a source and a story', () => {
    expect(new Set(lawNames).size).toBe(laws.length)
    for (const each of laws) {
      expect(each.name).toMatch(/^[a-z]+(_[a-z]+)*$/)
      for (const text of [each.rule, each.source, each.story])
        expect(text.length).toBeGreaterThan(10)
      expect(each.rule).toMatch(/\.$/)
    }
  })

  test('laws are found by name, and a slip is answered with what was meant', () => {
    expect(law('one_down').name).toBe('one_down')
    expect(() => law('one_dwon')).toThrow(
      expect.objectContaining({ hint: 'did you mean one_down?' }),
    )
  })

  test('a choice of laws is all of them, those named, or all but those named', () => {
    expect(lawsOf('all')).toEqual(laws)
    expect(lawsOf(['fifo']).map((each) => each.name)).toEqual(['fifo'])
    expect(lawsOf({ except: ['fifo'] }).length).toBe(laws.length - 1)
    expect(() => lawsOf({ except: ['fif'] })).toThrow('there is no law fif')
  })
})
