// Mistakes of the user are told as such, at the definition or as the end of the run; none of them is
// an exit reason that a simulated process could see.

import { describe, expect, test } from 'vitest'
import { child, genServer, noreply, reply, supervisor } from 'mayday/otp'
import { send, type Body } from 'mayday/process'
import { nameOf, nobody, play, schedules, type Tell } from '../support/play.ts'
import { calling, casting, continuing, messaging, reading, unlinked } from './obedient.ts'

/** The mistake that ends the run, under every schedule. */
function endsWith(code: string, message: RegExp, story: (tell: Tell) => Body<unknown>): void {
  for (const schedule of schedules(3)) {
    const { stop } = play(story, schedule)
    expect(stop, nameOf(schedule)).toMatchObject({ kind: 'mistake', code })
    expect((stop as { readonly message: string }).message).toMatch(message)
  }
}

/** Fails later, when nobody looks any more. */
async function later(): Promise<never> {
  throw new Error('nobody waits for this')
}

async function* forever(): AsyncGenerator<number> {
  yield 1
}

describe('a promise from a callback ends the run', () => {
  const asynchronous: readonly (readonly [what: string, make: () => unknown])[] = [
    ['an async function', later],
    ['an async generator', forever],
  ]
  for (const [what, make] of asynchronous) {
    const ways = {
      handleCall: calling,
      handleCast: casting,
      handleInfo: messaging,
      handleContinue: continuing,
    }
    for (const [callback, act] of Object.entries(ways)) {
      test(`${what} as ${callback}`, () => {
        endsWith('escaped_promise', /^\/Obedient: a callback returned a promise/, function* () {
          yield* act(yield* unlinked(nobody), make)
        })
      })
    }

    test(`${what} as init`, () => {
      endsWith('escaped_promise', /^\/Slow: a callback returned a promise/, function* () {
        yield* genServer('Slow', { init: make }).start()
      })
    })

    test(`${what} as terminate`, () => {
      endsWith('escaped_promise', /^\/Obedient: a callback returned a promise/, function* () {
        yield* casting(yield* unlinked(nobody, { terminate: make }), () => 'wrong')
      })
    })

    test(`${what} as a supervisor's init`, () => {
      endsWith('escaped_promise', /^\/Sup: a callback returned a promise/, function* () {
        yield* supervisor('Sup', make as never).start()
      })
    })

    test(`${what} as a child's start`, () => {
      endsWith('escaped_promise', /^\/Sup: a callback returned a promise/, function* () {
        yield* supervisor('Sup', { children: [{ id: 'a', start: make as never }] }).start()
      })
    })
  }
})

test('a callback that forgets yield* ends the run', () => {
  endsWith('forgotten_yield', /made an operation/, function* () {
    const server = yield* unlinked(nobody)
    yield* calling(server, () => {
      casting(server, nobody)
      return reply(1, 0)
    })
  })
})

describe('a definition that cannot work is refused where it is made', () => {
  const wrong: readonly (readonly [given: readonly unknown[], message: string])[] = [
    [['', { init: nobody }], "the name ''"],
    [[undefined, { init: nobody }], 'the name undefined'],
    [['A', undefined], 'undefined for A'],
    [['A', 17], '17 for A'],
    [['A', {}], 'no init for A'],
    [['A', { init: 0 }], '0 as init for A'],
    [['A', { init: nobody, handleCall: 3 }], '3 as handleCall for A'],
    [['A', { init: nobody, handleCall: { read: 3 } }], '3 as handleCall.read for A'],
    [['A', { init: nobody, handleCast: { read: undefined } }], 'no handleCast.read for A'],
    [['A', { init: nobody, handleInfo: 'x' }], 'x as handleInfo for A'],
    [['A', { init: nobody, terminate: null }], 'null as terminate for A'],
  ]
  test.each(wrong)('genServer(%j)', ([name, definition], message) => {
    const define = (): unknown => genServer(name as never, definition as never)
    expect(define).toThrow(expect.objectContaining({ name: 'UsageError', code: 'bad_definition' }))
    expect(define).toThrow(`genServer was given ${message}`)
  })

  test('callbacks that are undefined are as good as absent', () => {
    const definition = { init: () => 0, handleCall: undefined, terminate: undefined }
    expect(() => genServer('A', definition as never)).not.toThrow()
  })

  test.each([[undefined], [17], ['Counter']])('supervisor(%j)', (definition) => {
    const define = (): unknown => supervisor('A', definition as never)
    expect(define).toThrow(expect.objectContaining({ name: 'UsageError', code: 'bad_definition' }))
  })

  test.each([[undefined], [nobody], [{ init: nobody }]])('child(%j)', (definition) => {
    const define = (): unknown => child(definition as never)
    expect(define).toThrow(expect.objectContaining({ name: 'UsageError', code: 'bad_definition' }))
  })
})

test('whatever is sent to a server, it is a message like others', () => {
  const odd: readonly unknown[] = [
    null,
    undefined,
    0,
    '',
    {},
    [],
    { kind: 17 },
    ...['$gen_call', '$gen_cast', '$system', '$reply', '$ack', 'EXIT', 'DOWN'].map((kind) => ({
      kind,
    })),
    { kind: '$gen_call', args: [], call: 'do' },
    { kind: '$system', from: 17, request: {} },
  ]
  const heard: unknown[] = []
  const { stop, told } = play(function* (tell) {
    const server = yield* unlinked(nobody, {
      handleInfo: (state: number, message: unknown) => {
        heard.push(message)
        return noreply(state)
      },
    })
    for (const message of odd) yield* send(server as never, message)
    tell(yield* reading(server))
  })
  expect(stop).toEqual({ kind: 'idle' })
  expect(heard).toEqual(odd)
  expect(told).toEqual([0])
})
