// User code that reaches past the simulated world is caught while a machine runs, and only then.

import { runInThisContext } from 'node:vm'

import { afterEach, describe, expect, test, vi } from 'vitest'

import { EPOCH } from '../../src/machine/ambient-sites.ts'
import {
  guardAmbient,
  Machine,
  type AmbientOptions,
  type Body,
  type Stop,
} from '../../src/machine/index.ts'
import { random, receive, self, send, sleep, spawn } from 'mayday/process'

const src = new URL('../../src/', import.meta.url).pathname

interface GuardedRun {
  readonly stop: Stop
  readonly told: readonly unknown[]
}

/** Runs the body under guard; what it tells comes back with how the run ended. */
function guarded(
  body: (tell: (what: unknown) => void) => Body<unknown>,
  options: AmbientOptions = {},
  seed = '0',
): GuardedRun {
  const told: unknown[] = []
  const machine = new Machine({ seed })
  machine.start(body, [(what: unknown) => told.push(what)], 'app')
  return { stop: runGuarded(machine, options), told }
}

function runGuarded(machine: Machine, options: AmbientOptions = {}): Stop {
  const release = guardAmbient(machine, options)
  try {
    return machine.run()
  } finally {
    release()
  }
}

/** A body that does one thing. */
function doing(what: () => unknown): () => Body {
  return function* () {
    yield* sleep(5)
    what()
    yield* sleep(5)
  }
}

/** The same function, but written in that file, as far as a stack can tell. */
function writtenIn<Answer>(file: string, expression: string): () => Answer {
  return runInThisContext(`(function written() { return ${expression} })`, {
    filename: file,
  }) as never
}

/** Every global that is guarded, as it stands now. */
function globals(): readonly unknown[] {
  const world = globalThis as unknown as Record<string, object>
  const owners: readonly (readonly [object | null, string])[] = [
    ...[
      'Date',
      'Promise',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'queueMicrotask',
      'fetch',
    ].map((key) => [world, key] as const),
    [Math, 'random'],
    [performance, 'now'],
    [Object.getPrototypeOf(performance) as object, 'now'],
    [crypto, 'randomUUID'],
    [Object.getPrototypeOf(crypto) as object, 'randomUUID'],
    [Object.getPrototypeOf(crypto) as object, 'getRandomValues'],
    [process, 'hrtime'],
    [process.hrtime, 'bigint'],
    [Date, 'now'],
    [Promise, 'resolve'],
  ]
  return owners.map(([owner, key]) => owner && Object.getOwnPropertyDescriptor(owner, key))
}

const leaks: readonly (readonly [name: string, reach: () => unknown, hint: RegExp])[] = [
  ['Date.now()', () => Date.now(), /yield\* now\(\)/],
  ['new Date()', () => new Date(), /yield\* now\(\)/],
  ['Date()', () => Date(), /yield\* now\(\)/],
  ['performance.now()', () => performance.now(), /yield\* now\(\)/],
  ['process.hrtime()', () => process.hrtime(), /yield\* now\(\)/],
  ['process.hrtime.bigint()', () => process.hrtime.bigint(), /yield\* now\(\)/],
  ['Math.random()', () => Math.random(), /yield\* random\(\)/],
  ['crypto.randomUUID()', () => crypto.randomUUID(), /yield\* makeRef\(\)/],
  [
    'crypto.getRandomValues()',
    () => crypto.getRandomValues(new Uint8Array(4)),
    /yield\* random\(\)/,
  ],
  ['setTimeout()', () => setTimeout(() => {}, 0), /sendAfter\(ms, pid, message\)/],
  ['setInterval()', () => setInterval(() => {}, 1), /sendAfter\(ms, pid, message\)/],
  ['setImmediate()', () => setImmediate(() => {}), /send a message/],
  ['queueMicrotask()', () => queueMicrotask(() => {}), /send a message/],
  ['fetch()', () => fetch('http://localhost:1'), /model the other side as a process/],
  ['new Promise()', () => new Promise(() => {}), /no promise can be waited for/],
  ['Promise.resolve()', () => Promise.resolve(1), /no promise can be waited for/],
  ['Promise.reject()', () => Promise.reject(new Error('x')), /no promise can be waited for/],
  ['Promise.all()', () => Promise.all([]), /no promise can be waited for/],
  ['Promise.allSettled()', () => Promise.allSettled([]), /no promise can be waited for/],
  ['Promise.race()', () => Promise.race([]), /no promise can be waited for/],
  ['Promise.any()', () => Promise.any([]), /no promise can be waited for/],
]

describe('a leak', () => {
  test.each(leaks)(
    'by %s ends the run, with the process, the place and a way out',
    (name, reach, hint) => {
      const { stop } = guarded(doing(reach))
      expect(stop).toMatchObject({
        kind: 'mistake',
        code: 'ambient',
        pid: { path: '/app' },
        hint: expect.stringMatching(hint),
      })
      const { message } = stop as { readonly message: string } & Stop
      expect(message).toMatch(
        /^\/app called (.+) at (\/.*tests\/machine\/ambient\.test\.ts:\d+), which /,
      )
      expect(message).toContain(`called ${name} at `)
    },
  )

  test('stops the body where it happens', () => {
    const { stop, told } = guarded(function* (tell) {
      try {
        tell(Date.now())
      } catch (error) {
        tell((error as Error).name)
      }
      yield* sleep(1)
      tell('went on')
    })
    expect(stop).toMatchObject({ code: 'ambient' })
    expect(told).toEqual(['UsageError'])
  })

  test('is found however deep in the process’s code, and placed at its own line', () => {
    const lineOf = (text: string): number => Number(/ambient\.test\.ts:(\d+)/.exec(text)![1])
    let expected = 0
    const inner = (): number => {
      expected = lineOf(new Error().stack!) + 1
      return Math.random()
    }
    const { stop } = guarded(
      doing(function outer() {
        return [1].map(inner)
      }),
    )
    expect(lineOf((stop as { readonly message: string } & Stop).message)).toBe(expected)
  })

  test('in a package is placed where the user called it', () => {
    const uuid = writtenIn('/home/ada/bank/node_modules/uuid/v4.js', 'Math.random()')
    const { stop } = guarded(doing(() => uuid()))
    expect(stop).toMatchObject({
      code: 'ambient',
      message: expect.stringMatching(/called Math.random\(\) at .*ambient\.test\.ts:\d+/),
    })
  })

  test('in a guard of receive is the receiver’s, whoever delivers', () => {
    for (const delivery of ['instant', 'ordered_pairs'] as const) {
      const machine = new Machine({ delivery })
      machine.start(
        function* () {
          const pid = yield* spawn(function* hasty() {
            yield* receive(() => Date.now() > 0)
          })
          yield* sleep(1)
          yield* send(pid, 'hello')
        },
        [],
        'app',
      )
      expect(runGuarded(machine)).toMatchObject({ code: 'ambient', pid: { path: '/app/hasty#1' } })
    }
  })
})

describe('what is no leak', () => {
  test('a date that is given its time', () => {
    const { stop, told } = guarded(function* (tell) {
      tell([new Date(0).toISOString(), Date.UTC(2020, 0, 1), Date.parse('1970-01-01T00:00:01Z')])
      tell([new Date(5) instanceof Date, [new Date(5)].map((each) => each.getTime())])
    })
    expect(told).toEqual([
      ['1970-01-01T00:00:00.000Z', EPOCH, 1000],
      [true, [5]],
    ])
    expect(stop).toEqual({ kind: 'idle' })
  })

  test('the other functions of Math', () => {
    const { stop } = guarded(doing(() => Math.max(1, 2)))
    expect(stop).toEqual({ kind: 'idle' })
  })

  test('a call from outside any process’s step', () => {
    const machine = new Machine()
    const told: unknown[] = []
    machine.start(idleBody)
    machine.at(3, () => told.push(Date.now()))
    const release = guardAmbient(machine)
    const before = Date.now()
    machine.run()
    told.push(new Date().getTime(), Math.random(), performance.now())
    release()
    expect(told).toHaveLength(4)
    expect(told[0]).toBeGreaterThanOrEqual(before)

    function* idleBody() {
      yield* sleep(5)
    }
  })

  test('a call by the library itself', () => {
    const ours = writtenIn<number>(`${src}explore/progress.ts`, 'Date.now()')
    const { stop, told } = guarded(function* (tell) {
      tell(ours() > EPOCH)
    })
    expect([stop, told]).toEqual([{ kind: 'idle' }, [true]])
  })

  test('a call by who watches the run, though a process is taking its step', () => {
    const machine = new Machine()
    const told: number[] = []
    machine.watch(() => told.push(Date.now()))
    machine.start(function* () {
      yield* send(yield* self(), 1)
    })
    expect(runGuarded(machine)).toEqual({ kind: 'idle' })
    expect(told.length).toBeGreaterThan(0)
  })

  test('a call by node, when the user lets it write or measure', () => {
    const silent = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    const { stop } = guarded(
      doing(() => {
        console.time('x')
        console.timeEnd('x')
      }),
    )
    silent.mockRestore()
    expect(stop).toEqual({ kind: 'idle' })
  })

  test('a call before the run, or after it', async () => {
    guarded(doing(() => {}))
    expect(await new Promise((resolve) => setTimeout(resolve, 0, 'later'))).toBe('later')
    expect(await Promise.resolve(1)).toBe(1)
  })
})

describe('allowed places', () => {
  const here = (): string => /ambient\.test\.ts:\d+/.exec(new Error().stack!.split('\n')[2]!)![0]

  test('may be files, or part of their path', () => {
    for (const allow of [['ambient.test.ts'], ['tests/machine/'], ['nowhere.ts', 'ambient.test']]) {
      const { stop, told } = guarded(
        function* (tell) {
          tell(Date.now() > EPOCH)
        },
        { allow },
      )
      expect([stop, told]).toEqual([{ kind: 'idle' }, [true]])
    }
    expect(
      guarded(
        doing(() => Date.now()),
        { allow: ['other.ts'] },
      ).stop.kind,
    ).toBe('mistake')
  })

  test('may be single lines', () => {
    let line = ''
    const reach = (): number => {
      line = here()
      return Date.now()
    }
    guarded(doing(reach))
    const [file, number] = line.split(':')
    const lines = (offset: number): string => `${file}:${Number(number) + offset}`
    // `line` is where `here` was called, and the clock is read below it.
    const allowed = (offset: number): string =>
      guarded(doing(reach), { allow: [lines(offset)] }).stop.kind
    expect([0, 1, 2].map(allowed).toSorted()).toEqual(['idle', 'mistake', 'mistake'])
    // A line is a number, not the beginning of one.
    const cut = lines(1).slice(0, -1)
    expect(guarded(doing(reach), { allow: [cut] }).stop.kind).toBe('mistake')
  })
})

describe('deterministic answers', () => {
  const options = { answers: 'deterministic' } as const

  const ask = function* (tell: (what: unknown) => void): Body {
    yield* sleep(1234)
    tell([Date.now() - EPOCH, new Date().getTime() - EPOCH, performance.now()])
    tell([process.hrtime(), process.hrtime([1, 200_000_000]), process.hrtime.bigint()])
    tell(Date())
    tell([Math.random(), crypto.randomUUID(), [...crypto.getRandomValues(new Uint32Array(3))]])
  }

  test('give virtual time for clocks', () => {
    const { stop, told } = guarded(ask, options)
    expect(stop).toEqual({ kind: 'idle' })
    expect(told.slice(0, 2)).toEqual([
      [1234, 1234, 1234],
      [[1, 234_000_000], [0, 34_000_000], 1_234_000_000n],
    ])
    expect(told[2]).toBe(new Date(EPOCH + 1234).toString())
  })

  test('give the process’s own draws for chance: the same for the same seed', () => {
    const draws = (seed: string): unknown => guarded(ask, options, seed).told[3]
    expect(draws('1')).toEqual(draws('1'))
    expect(draws('1')).not.toEqual(draws('2'))
    const { told } = guarded(function* (tell) {
      tell(Math.random())
      tell(yield* random())
    }, options)
    const { told: asked } = guarded(function* (tell) {
      tell(yield* random())
      tell(yield* random())
    })
    expect(told).toEqual(asked)
  })

  test('look like what they stand for', () => {
    const [, , , chance] = guarded(ask, options).told
    const [float, uuid, words] = chance as [number, string, number[]]
    expect(float).toBeGreaterThanOrEqual(0)
    expect(float).toBeLessThan(1)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(words).size).toBe(3)
    expect(new Date(EPOCH).toISOString()).toBe('2020-01-01T00:00:00.000Z')
  })

  test('are there for clocks and chance only: the rest still ends the run', () => {
    expect(
      guarded(
        doing(() => setTimeout(() => {}, 0)),
        options,
      ).stop,
    ).toMatchObject({
      code: 'ambient',
      message: expect.stringContaining('setTimeout()'),
    })
    expect(
      guarded(
        doing(() => Promise.resolve()),
        options,
      ).stop.kind,
    ).toBe('mistake')
  })
})

describe('the globals', () => {
  afterEach(() => vi.useRealTimers())

  test('are put back exactly', () => {
    const before = globals()
    const release = guardAmbient(new Machine())
    expect(globals()).not.toEqual(before)
    release()
    expect(globals()).toEqual(before)
    release()
    expect(globals()).toEqual(before)
  })

  test('are put back when a run throws, and when it leaks', () => {
    const before = globals()
    const machine = new Machine()
    machine.start(doing(() => {}))
    machine.watch(() => {
      throw new Error('a watcher failed')
    })
    expect(() => runGuarded(machine)).toThrow('a watcher failed')
    expect(globals()).toEqual(before)
    for (const [, reach] of leaks) guarded(doing(reach))
    expect(globals()).toEqual(before)
  })

  test('are put back although the user has replaced one in the meantime', () => {
    const before = globals()
    guarded(
      doing(() => {
        globalThis.setTimeout = (() => 0) as never
      }),
    )
    expect(globals()).toEqual(before)
  })

  test('are put back when the last of nested guards goes, in whatever order they go', () => {
    const before = globals()
    const releases = [1, 2, 3].map(() => guardAmbient(new Machine()))
    releases[1]!()
    releases[0]!()
    expect(globals()).not.toEqual(before)
    releases[0]!()
    releases[2]!()
    expect(globals()).toEqual(before)
  })

  test('that a test has replaced before are guarded like the real ones, and put back as they were', () => {
    vi.useFakeTimers({ now: 42 })
    const fake = globals()
    expect(guarded(doing(() => Date.now())).stop).toMatchObject({ code: 'ambient' })
    expect(globals()).toEqual(fake)
    expect(Date.now()).toBe(42)
  })

  test('cost less than 20 µs a run', () => {
    const machine = new Machine()
    const once = (): void => guardAmbient(machine)()
    for (let i = 0; i < 2000; i++) once()
    // The best of many: what the machine is doing besides is no cost of ours.
    let best = Infinity
    for (let round = 0; round < 20; round++) {
      const start = performance.now()
      for (let i = 0; i < 200; i++) once()
      best = Math.min(best, (performance.now() - start) / 200)
    }
    expect(best * 1000).toBeLessThan(20)
  })
})

describe('a machine inside a step of another', () => {
  test('is guarded by its own rules, and the outer one by its', () => {
    const { stop, told } = guarded(
      function* (tell) {
        tell(Date.now() > EPOCH)
        tell(guarded(doing(() => Date.now())).stop.kind)
        tell(Date.now() > EPOCH)
        yield* sleep(1)
      },
      { allow: ['ambient.test.ts'] },
    )
    expect(told).toEqual([true, 'mistake', true])
    expect(stop).toEqual({ kind: 'idle' })
  })

  test('between its steps leaves the outer process answerable', () => {
    const { stop } = guarded(function* () {
      const inner = new Machine()
      inner.start(doing(() => {}))
      inner.at(1, () => Date.now())
      runGuarded(inner, { allow: ['ambient.test.ts'] })
      yield* sleep(1)
    })
    expect(stop).toMatchObject({ code: 'ambient', pid: { path: '/app' } })
  })

  test('that is not guarded itself is guarded by the outer one', () => {
    const { stop } = guarded(function* () {
      const inner = new Machine()
      inner.start(doing(() => Math.random()))
      inner.run()
      yield* sleep(1)
    })
    expect(stop).toMatchObject({ code: 'ambient', pid: { path: '/app' } })
  })
})
