import { describe, expect, test } from 'vitest'
import {
  call,
  callWithin,
  cast,
  genServer,
  noreply,
  receiveResponse,
  reply,
  replyTo,
  sendRequest,
  stop,
  withFrom,
  type From,
} from 'mayday/otp'
import {
  exit,
  makeRef,
  monitor,
  note,
  receive,
  self,
  send,
  sleep,
  spawn,
  spawnLink,
  trapExit,
  type AnyPid,
  type Body,
  type Ref,
} from 'mayday/process'
import { Calls, Judge, law, type Property } from '../../src/check/index.ts'
import { Uniform } from '../../src/explore/uniform.ts'
import { Machine } from '../../src/machine/index.ts'
import { complaints, firstViolation } from './judged.ts'

/** Keeps its callers waiting, answers twice, or dies in the middle: whatever one asks for. */
const Moody = genServer('Moody', {
  init: () => null as From<string> | null,
  handleCall: {
    ask: (state) => reply('yes', state),
    *slowly(state, ms: number) {
      yield* sleep(ms)
      return reply('at last', state)
    },
    never: (state) => noreply(state),
    later: () => withFrom<string, From<string> | null>((from) => noreply(from)),
    end: (state) => stop('tired', state),
  },
  handleCast: {
    *answer(state) {
      if (state === null) return noreply(state)
      yield* replyTo(state, 'once')
      yield* replyTo(state, 'and again')
      return noreply(null)
    },
  },
})

describe('every_call_settles', () => {
  test('a call that its server forgets is found', () => {
    const system = function* (): Body {
      const moody = yield* Moody.start()
      yield* callWithin('infinity', moody, 'never')
    }
    expect(firstViolation(system, 'every_call_settles')).toMatchObject({
      subject: '/ > /Moody never',
      message: 'call #1 (never) from / to /Moody was never answered: /Moody is alive and at rest.',
    })
  })

  test('a call that is answered twice is found', () => {
    const system = function* (): Body {
      const moody = yield* Moody.start()
      const id = yield* sendRequest(moody, 'later')
      yield* cast(moody, 'answer')
      yield* receiveResponse(id)
    }
    expect(firstViolation(system, 'every_call_settles')).toMatchObject({
      subject: '/ > /Moody',
      message: '/Moody answered one call of / twice.',
    })
  })

  test('a call of one’s own to the dead, without a monitor, is found', () => {
    const system = function* (): Body {
      const deaf = yield* spawn(function* () {})
      yield* sleep(1)
      yield* ownCall(deaf, yield* makeRef())
    }
    expect(firstViolation(system, 'every_call_settles')).toMatchObject({
      message:
        'call #1 (hello) from / to /process#1 was never answered: /process#1 is dead and nobody told /.',
    })
  })

  test('a request that nobody collects is not lost, be it answered or its server dead', () => {
    const system = function* (): Body {
      const moody = yield* Moody.start()
      yield* sendRequest(moody, 'ask')
      yield* sendRequest(moody, 'end')
      yield* sleep(10)
      yield* sendRequest(moody, 'ask')
      yield* sleep(Infinity)
    }
    expect(complaints(system, { seeds: 50 })).toEqual([])
  })

  test('a call that is still waiting when the run is cut short is not lost', () => {
    const system = function* (): Body {
      const moody = yield* Moody.start()
      yield* callWithin('infinity', moody, 'slowly', 1000)
    }
    expect(complaints(system, { seeds: 20, until: 500 })).toEqual([])
  })
})

/** A call as one writes it by hand. */
function* ownCall(to: AnyPid, ref: Ref): Body {
  yield* note({ kind: 'call', ref, to, request: 'hello', args: [] })
  yield* send(to as never, { ref })
  yield* receive((message) => (message as { ref?: unknown }).ref === ref)
  yield* note({ kind: 'return', ref, outcome: 'answered' })
}

describe('no_late_reply', () => {
  /** A client that gives up as before OTP 24: it takes the monitor off and keeps no alias shut. */
  function* naiveCaller(server: AnyPid): Body {
    const ref = yield* monitor(server, { alias: 'explicit_unalias' })
    yield* note({ kind: 'call', ref, to: server, request: 'slowly', args: [5] })
    const from = { kind: 'from', pid: yield* self(), tag: ref, hash: ref.hash }
    yield* send(server as never, { kind: '$gen_call', from, call: 'slowly', args: [5] })
    yield* sleep(5)
    yield* note({ kind: 'return', ref, outcome: 'timed_out' })
    yield* sleep(20)
  }

  test('an answer that comes after the time-out is found', () => {
    const system = function* (): Body {
      yield* naiveCaller((yield* Moody.start()) as AnyPid)
    }
    expect(firstViolation(system, 'no_late_reply')).toMatchObject({
      message: expect.stringMatching(/in the mailbox of \/, which had given up waiting for it\.$/),
    })
  })

  test('our own calls keep late answers out', () => {
    const system = function* (): Body {
      const moody = yield* Moody.start()
      for (let i = 0; i < 5; i++) {
        try {
          yield* callWithin(5, moody, 'slowly', 5)
        } catch (error) {
          if (!(error instanceof Error)) throw error
        }
      }
      yield* sleep(100)
    }
    expect(complaints(system, { seeds: 200 })).toEqual([])
  })
})

describe('the accounts of calls', () => {
  test('every end is counted, and the open ones are told apart', () => {
    const machine = new Machine({ strategy: new Uniform() })
    const judge = new Judge([law('every_call_settles')], machine.world)
    machine.watch(judge.event)
    machine.start(function* () {
      yield* trapExit(true)
      const moody = yield* Moody.start()
      yield* call(moody, 'ask')
      yield* spawnLink(function* () {
        yield* callWithin(10, moody, 'never')
      })
      const patient = yield* spawn(function* () {
        yield* callWithin('infinity', moody, 'never')
      })
      yield* spawn(function* () {
        yield* callWithin('infinity', yield* Moody.start(), 'never')
      })
      yield* sleep(100)
      yield* exit(patient, 'kill')
      yield* spawnLink(function* () {
        yield* call(moody, 'end')
      })
    })
    machine.run()
    judge.end({ kind: 'idle', quietSince: 0 })
    const calls = judge.source(Calls)!
    expect(calls.counts).toEqual({
      calls: 5,
      answered: 1,
      timed_out: 1,
      callee_died: 1,
      caller_died: 1,
      lost: 1,
      waiting: 0,
    })
  })

  test('open calls know who waits for whom since when', () => {
    const machine = new Machine()
    const spy: Property = { name: 'spy', kind: 'law', start: (sources) => (sources.of(Calls), {}) }
    const judge = new Judge([spy], machine.world)
    machine.watch(judge.event)
    machine.start(function* () {
      const moody = yield* Moody.start()
      yield* sleep(7)
      yield* callWithin('infinity', moody, 'never')
    })
    machine.run()
    const [open] = judge.source(Calls)!.open
    expect(open).toMatchObject({
      number: 1,
      caller: { path: '/' },
      callee: { path: '/Moody' },
      request: 'never',
      since: { time: 7 },
    })
  })
})
