// The user's mistakes that make going on pointless end the run with a Stop of kind 'mistake'. They
// are never an exit reason of the simulated world, where a supervisor would only restart them.

import { Script } from 'node:vm'

import { afterEach, describe, expect, test } from 'vitest'

import {
  capturePlaces,
  Machine,
  type Mistake,
  type MachineOptions,
} from '../../src/machine/index.ts'
import { word } from '../../src/machine/operation.ts'
import { call, cast, genServer, reply } from 'mayday/otp'
import {
  exit,
  giveWay,
  misuse,
  raise,
  receive,
  self,
  send,
  sleep,
  spawn,
  type Body,
  type BodyFunction,
  type Operation,
} from 'mayday/process'
import { play } from '../support/play.ts'

/** The mistake that ends the run of the body. */
function mistakeOf(body: BodyFunction, options: MachineOptions = {}): Mistake {
  const machine = new Machine(options)
  machine.start(body, [])
  const stop = machine.run()
  if (stop.kind !== 'mistake') throw new Error(`no mistake, but ${JSON.stringify(stop)}`)
  return stop
}

const twice = word(function* (message: unknown): Body {
  const me = yield* self()
  yield* send(me, message)
  yield* send(me, message)
})

describe('a forgotten yield*', () => {
  afterEach(() => capturePlaces(false))

  const forgetful: readonly (readonly [what: string, body: BodyFunction])[] = [
    [
      'before another operation',
      function* () {
        void send('nobody', 'hello')
        yield* sleep(1)
      },
    ],
    [
      'before a quiet operation',
      function* () {
        void send('nobody', 'hello')
        yield* self()
      },
    ],
    [
      'before the end',
      function* () {
        void send('nobody', 'hello')
      },
    ],
    [
      'before an exit',
      function* () {
        void send('nobody', 'hello')
        exit('done')
      },
    ],
    [
      'before a crash',
      function* () {
        void send('nobody', 'hello')
        raise('badarg')
      },
    ],
    [
      'at the return',
      function* () {
        return send('nobody', 'hello')
      },
    ],
    [
      'inside another operation',
      function* () {
        yield* send('nobody', self())
      },
    ],
    [
      'of a word made of others',
      function* () {
        void twice('hello')
        yield* sleep(1)
      },
    ],
    [
      'inside a word made of others',
      function* () {
        yield* word(function* (): Body {
          void send('nobody', 'hello')
          yield* sleep(1)
        })()
      },
    ],
    [
      'of a call',
      function* () {
        const Counter = genServer('Counter', {
          init: () => 0,
          handleCall: { read: (n: number) => reply(n, n) },
        })
        const counter = yield* Counter.start()
        void call(counter as never, 'read' as never)
        yield* sleep(1)
      },
    ],
    [
      'of a cast',
      function* () {
        void cast('nobody' as never, 'x' as never)
      },
    ],
  ]

  test.each(forgetful)('%s ends the run', (_, body) => {
    expect(mistakeOf(body)).toMatchObject({
      kind: 'mistake',
      code: 'forgotten_yield',
      message: expect.stringMatching(/^\/ \(.+\) made an operation and never performed it$/),
      hint: 'write yield* before it',
      pid: { path: '/' },
      stack: null,
    })
  })

  test.each(forgetful)('%s is shown with its place when places are captured', (_, body) => {
    capturePlaces(true)
    const { message, stack } = mistakeOf(body)
    expect(message).toMatch(
      / at \/.*tests\/machine\/mistakes\.test\.ts:\d+ and never performed it$/,
    )
    expect(stack).toContain('mistakes.test.ts')
  })

  test('is placed at its own line, not at those that were performed', () => {
    capturePlaces(true)
    const lineOf = (text: string): number => Number(/mistakes\.test\.ts:(\d+)/.exec(text)![1])
    // Operations from outside any run are nobody's mistake.
    const old = send('nobody', 'before the run')
    let expected = 0
    const { message } = mistakeOf(function* () {
      yield* self()
      for (const where of ['performed', 'forgotten']) {
        expected = lineOf(new Error().stack!) + 1
        const operation = giveWay()
        if (where === 'performed') yield* operation
      }
      yield* old
    })
    expect(lineOf(message)).toBe(expected)
  })

  test('is no mistake when the operation is performed after all, also more than once', () => {
    const hello = send('nobody', 'hello')
    const { told, stop } = play(function* (tell) {
      const me = yield* self()
      const once: Operation<string> = send(me, 'again')
      yield* once
      yield* once
      tell([yield* receive(), yield* receive()])
      try {
        yield* hello
      } catch (error) {
        tell((error as Error).message)
      }
    })
    expect(told).toEqual([['again', 'again'], 'badarg: send: nobody is registered as nobody'])
    expect(stop).toEqual({ kind: 'idle' })
  })

  test('in one machine is not blamed on another that it runs in', () => {
    const { told, stop } = play(function* (tell) {
      const held = send('nobody', 'hello')
      tell(
        mistakeOf(function* () {
          void send('nobody', 'inner')
          yield* sleep(1)
        }).code,
      )
      try {
        yield* held
      } catch {
        tell('performed')
      }
    })
    expect([told, stop]).toEqual([['forgotten_yield', 'performed'], { kind: 'idle' }])
    expect(
      mistakeOf(function* () {
        void send('nobody', 'outer')
        play(function* () {
          yield* sleep(1)
        })
        yield* sleep(1)
      }).code,
    ).toBe('forgotten_yield')
  })
})

describe('a plain yield', () => {
  test.each<readonly [what: unknown, message: string]>([
    [42, '/ (process) yielded 42, which is no operation'],
    [undefined, '/ (process) yielded undefined, which is no operation'],
    [{ n: 1 }, '/ (process) yielded {n: 1}, which is no operation'],
  ])('of %o ends the run', (what, message) => {
    const body = function* (): Generator<unknown> {
      yield what
    } as unknown as BodyFunction
    Object.defineProperty(body, 'name', { value: '' })
    expect(mistakeOf(body)).toMatchObject({
      code: 'bare_yield',
      message,
      hint: 'write yield* instead of yield',
    })
  })

  test('of an operation says which', () => {
    const body = function* eager(): Generator<unknown> {
      yield send('nobody', 'hello')
    } as unknown as BodyFunction
    expect(mistakeOf(body).message).toBe(
      '/ (eager) yielded the operation send without performing it',
    )
    const other = function* eager(): Generator<unknown> {
      yield twice('hello')
    } as unknown as BodyFunction
    expect(mistakeOf(other)).toMatchObject({
      code: 'bare_yield',
      message: '/ (eager) yielded an operation without performing it',
    })
  })
})

test('a plain yield of an operation is shown with its place when places are captured', () => {
  capturePlaces(true)
  try {
    for (const operation of [() => send('nobody', 'hello'), () => twice('hello')]) {
      const body = function* eager(): Generator<unknown> {
        yield operation()
      } as unknown as BodyFunction
      const { message, stack } = mistakeOf(body)
      expect(message).toMatch(/ at \/.*mistakes\.test\.ts:\d+ without performing it$/)
      expect(stack).toContain('mistakes.test.ts')
    }
  } finally {
    capturePlaces(false)
  }
})

describe('a body that is no generator function', () => {
  const bodies: readonly (readonly [what: string, body: unknown, message: string])[] = [
    ['a plain function', () => 1, 'spawn was given plain, which is no generator function'],
    [
      'an async function',
      async () => {
        throw new Error('nobody is to see this')
      },
      'spawn was given plain, which is an async function',
    ],
    [
      'an async generator function',
      async function* () {
        yield 1
      },
      'spawn was given plain, which is an async function',
    ],
    ['a text', 'worker', 'spawn was given worker, not a function'],
    ['nothing', undefined, 'spawn was given undefined, not a function'],
  ]

  test.each(bodies)('is refused: %s', (_, body, message) => {
    if (typeof body === 'function') Object.defineProperty(body, 'name', { value: 'plain' })
    const found = mistakeOf(function* () {
      yield* spawn(body as BodyFunction)
    })
    expect(found).toMatchObject({ code: 'not_a_generator', message, pid: { path: '/' } })
    expect(found.hint).toMatch(/^write function\* /)
    const machine = new Machine()
    expect(machine.start(body as BodyFunction)).toBeNull()
    expect(machine.run()).toMatchObject({ code: 'not_a_generator', message, pid: null })
  })

  test('is another thing than one that cannot take its arguments: then the child crashes', () => {
    const { told, stop } = play(function* (tell) {
      function* worker({ size }: { readonly size: number }): Body {
        tell(size)
      }
      yield* spawn(worker, undefined as never)
      tell('went on')
    })
    expect([told, stop]).toEqual([['went on'], { kind: 'idle' }])
  })
})

describe('a promise', () => {
  const escape = {
    code: 'escaped_promise',
    hint: expect.stringMatching(/^a run is one synchronous call: no promise can be waited for/),
  }

  test('that is sent ends the run, with its place in the message', () => {
    const found = mistakeOf(function* () {
      yield* send(yield* self(), { answer: [Promise.resolve(1)] })
    })
    expect(found).toMatchObject(escape)
    expect(found.message).toBe('send by / was given a Promise: message.answer[0]')
  })

  test('that is yielded ends the run', () => {
    const body = function* hasty(): Generator<unknown> {
      yield Promise.resolve(1)
    } as unknown as BodyFunction
    expect(mistakeOf(body)).toMatchObject({ ...escape, message: '/ (hasty) yielded a promise' })
  })

  test('that is returned ends the run', () => {
    const found = mistakeOf(function* hasty() {
      return Promise.resolve(1)
    })
    expect(found).toMatchObject({ ...escape, message: '/ (hasty) returned a promise' })
  })

  test('cannot be awaited in a body in the first place', () => {
    const body = 'function* body() { await fetch("x") }'
    expect(() => new Script(body)).toThrow(SyntaxError)
  })
})

describe('what is no plain data', () => {
  const self_ = { list: [] as unknown[] }
  self_.list.push(self_)
  class Account {}
  let deep: unknown = 1
  for (let i = 0; i < 300; i++) deep = { d: deep }

  test.each<readonly [what: unknown, message: string]>([
    [new Map(), 'send by / was given a Map: the message itself'],
    [{ a: { b: [new Set()] } }, 'send by / was given a Set: message.a.b[0]'],
    [[new Date(0)], 'send by / was given a Date: message[0]'],
    [{ account: new Account() }, 'send by / was given an instance of Account: message.account'],
    [self_, 'send by / was given a cycle: message.list[0]'],
  ])('cannot be sent: %o', (what, message) => {
    const found = mistakeOf(function* () {
      yield* send(yield* self(), what)
    })
    expect(found).toMatchObject({ code: 'not_plain', message, pid: { path: '/' } })
    expect(found.hint).toMatch(/^send plain objects, arrays and primitives/)
  })

  test('is shown by the two ends of its path when that is long', () => {
    const { message } = mistakeOf(function* () {
      yield* send(yield* self(), deep)
    })
    expect(message).toMatch(/nested deeper than 200 levels: message(\.d){20}…(\.d){20}$/)
  })

  test('cannot be the message of a timer or the reason of an exit', () => {
    const { message } = mistakeOf(function* () {
      yield* exit(yield* self(), new Map())
    })
    expect(message).toBe('exit by / was given a Map: the message itself')
  })
})

describe('a mistake', () => {
  test('found by a behaviour ends the run as well', () => {
    expect(
      mistakeOf(function* () {
        yield* misuse('bad_argument', 'init must be a function', 'write init: () => state')
      }),
    ).toMatchObject({ code: 'bad_argument', message: '/: init must be a function' })
  })

  test('stops everybody at once: no process takes a step behind it', () => {
    const machine = new Machine()
    const told: string[] = []
    machine.start(function* () {
      yield* spawn(function* () {
        told.push('other')
      })
      try {
        void send('nobody', 'hello')
        yield* sleep(1)
      } finally {
        told.push('finally')
      }
    })
    const stop = machine.run()
    expect(machine.run()).toBe(stop)
    expect(told).toEqual([])
  })

  test('reported first stands', () => {
    const machine = new Machine()
    const given: Mistake = { ...mistakeOf(bare), message: 'from outside' }
    machine.fail(given)
    machine.fail({ ...given, message: 'second' })
    machine.start(bare)
    expect(machine.run()).toBe(given)

    function* bare() {
      void self()
    }
  })
})
