// What the compiler makes of process code, and what it refuses. A refusal is an expected error on the
// next line: should the compiler come to accept it, this file fails.

import { describe, expectTypeOf, test } from 'vitest'

import {
  cancelTimer,
  demonitor,
  exit,
  isDown,
  isExit,
  isPid,
  link,
  monitor,
  name,
  now,
  raise,
  randomInt,
  readTimer,
  receive,
  register,
  self,
  send,
  sendAfter,
  sleep,
  spawn,
  spawnLink,
  spawnMonitor,
  spawnOpt,
  spawnRequest,
  timeout,
  trapExit,
  whereis,
  type AnyPid,
  type Body,
  type DownMessage,
  type ExitMessage,
  type Name,
  type Pid,
  type Ref,
  type Timeout,
  type TimerQuery,
} from '../../src/process/index.ts'

interface Ping {
  readonly kind: 'ping'
  readonly from: Pid<Pong>
}
interface Pong {
  readonly kind: 'pong'
}

declare const isPing: (message: unknown) => message is Ping
declare const pinger: Pid<Ping>
declare const either: Pid<Ping | Pong>
declare const anything: Pid
declare const anybody: AnyPid
declare const ref: Ref

describe('typed pids', () => {
  test('accept less where more is accepted, never the other way round', () => {
    expectTypeOf<Pid<Ping | Pong>>().toExtend<Pid<Ping>>()
    expectTypeOf<Pid>().toExtend<Pid<Ping>>()
    expectTypeOf<Pid<Ping>>().toExtend<AnyPid>()
    expectTypeOf<Pid<Ping>>().not.toExtend<Pid<Ping | Pong>>()
    expectTypeOf<Pid<Ping>>().not.toExtend<Pid>()
    expectTypeOf<AnyPid>().not.toExtend<Pid<Ping>>()
    expectTypeOf<Name<Ping | Pong>>().toExtend<Name<Ping>>()
    expectTypeOf<Name<Ping>>().not.toExtend<Name>()
  })

  test('take their messages and no others', () => {
    function* body(): Body {
      const me = yield* self<Pong>()
      yield* send(pinger, { kind: 'ping', from: me })
      yield* send(either, { kind: 'pong' })
      yield* send(anything, 42)
      yield* send(name<Ping>('pinger'), { kind: 'ping', from: me })
      yield* send('untyped name', 42)
      yield* send(ref, 42)

      // @ts-expect-error another message
      yield* send(pinger, { kind: 'pong' })
      // @ts-expect-error no message of this kind
      yield* send(pinger, 'ping')
      // @ts-expect-error a field is missing
      yield* send(pinger, { kind: 'ping' })
      // @ts-expect-error the sender must take the answer
      yield* send(pinger, { kind: 'ping', from: pinger })
      // @ts-expect-error a pid that is only known as such takes nothing
      yield* send(anybody, 42)
      // @ts-expect-error another message
      yield* send(name<Ping>('pinger'), { kind: 'pong' })
      // @ts-expect-error no address
      yield* send(42, 'hello')
      // @ts-expect-error no message
      yield* send(pinger)
    }
    expectTypeOf(body).returns.toEqualTypeOf<Body>()
  })

  test('of any kind can be linked, monitored and ended', () => {
    function* body(): Body {
      yield* link(pinger)
      expectTypeOf(yield* monitor(anybody)).toEqualTypeOf<Ref>()
      yield* monitor('name', { alias: 'reply_demonitor', tag: 'GONE' })
      yield* exit(pinger, 'kill')
      yield* register('name', anybody)
      expectTypeOf(yield* demonitor(ref, { flush: true })).toEqualTypeOf<boolean>()

      // @ts-expect-error a name is no pid
      yield* link('name')
      // @ts-expect-error only aliases of one's own may be for a reply
      yield* monitor('name', { alias: 'reply' })
      // @ts-expect-error a pid is no reference
      yield* demonitor(pinger)
      // @ts-expect-error no such option
      yield* demonitor(ref, { info: true })
      // @ts-expect-error a reference is no pid
      yield* exit(ref, 'kill')
    }
    expectTypeOf(body).toBeFunction()
  })
})

describe('receive', () => {
  test('answers what its guard says', () => {
    function* body(): Body {
      expectTypeOf(yield* receive()).toEqualTypeOf<unknown>()
      expectTypeOf(yield* receive(isPing)).toEqualTypeOf<Ping>()
      expectTypeOf(yield* receive(isDown)).toEqualTypeOf<DownMessage>()
      expectTypeOf(yield* receive(isExit)).toEqualTypeOf<ExitMessage>()
      expectTypeOf(yield* receive(isPid)).toEqualTypeOf<AnyPid>()
      expectTypeOf(yield* receive((message) => message === 1)).toEqualTypeOf<number>()
      expectTypeOf(yield* receive((message) => String(message) === '1')).toEqualTypeOf<unknown>()
      expectTypeOf(yield* receive(isPing, { since: ref })).toEqualTypeOf<Ping>()
    }
    expectTypeOf(body).toBeFunction()
  })

  test('may answer timeout when it waits a limited time, and must be asked for it', () => {
    function* body(): Body {
      const message = yield* receive(isPing, { after: 10 })
      expectTypeOf(message).toEqualTypeOf<Ping | Timeout>()
      // @ts-expect-error perhaps there was none
      void message.from
      if (message === timeout) return
      expectTypeOf(message).toEqualTypeOf<Ping>()

      // @ts-expect-error milliseconds are a number
      yield* receive(isPing, { after: '10ms' })
      // @ts-expect-error no such option
      yield* receive(isPing, { within: 10 })
    }
    expectTypeOf(body).toBeFunction()
  })
})

describe('spawn', () => {
  function* worker(size: number, label: string): Body<number> {
    yield* sleep(size)
    return label.length
  }

  test('takes the arguments of the body', () => {
    function* body(): Body {
      expectTypeOf(yield* spawn(worker, 1, 'a')).toEqualTypeOf<Pid>()
      expectTypeOf(yield* spawnLink(worker, 1, 'a')).toEqualTypeOf<Pid>()
      expectTypeOf(yield* spawnMonitor(worker, 1, 'a')).toEqualTypeOf<{
        readonly pid: Pid
        readonly ref: Ref
      }>()
      expectTypeOf(yield* spawnOpt(worker, [1, 'a'], { link: true })).toEqualTypeOf<Pid>()
      const { ref: made } = yield* spawnOpt(worker, [1, 'a'], { monitor: true })
      expectTypeOf(made).toEqualTypeOf<Ref>()
    }
    function* wrong(): Body {
      // @ts-expect-error an argument is missing
      yield* spawn(worker, 1)
      // @ts-expect-error a label is a text
      yield* spawn(worker, 1, 2)
      // @ts-expect-error one argument too many
      yield* spawn(worker, 1, 'a', true)
      // @ts-expect-error arguments are a list
      yield* spawnOpt(worker, 1, {})
      // @ts-expect-error no such option
      yield* spawnOpt(worker, [1, 'a'], { linked: true })
    }
    expectTypeOf([body, wrong]).toBeArray()
  })

  test('takes generator functions of operations, and nothing else', () => {
    function* body(): Body {
      // @ts-expect-error a plain function
      yield* spawn(() => 1)
      // @ts-expect-error an async function
      yield* spawn(async () => {})
      // @ts-expect-error an async generator function
      yield* spawn(async function* () {
        yield* []
      })
      // @ts-expect-error a number is no operation
      yield* spawn(function* () {
        yield 42
      })
      // @ts-expect-error the pid of another
      yield* spawn(pinger)
    }
    expectTypeOf(body).toBeFunction()
  })
})

describe('in a body', () => {
  test('promises have no place', () => {
    function* body(): Body {
      // @ts-expect-error a promise is no operation
      yield* fetch('http://example.org')
      // @ts-expect-error a promise is no operation
      yield* Promise.resolve(1)
      // @ts-expect-error a promise is no operation
      yield fetch('http://example.org')
      // @ts-expect-error an async function is no operation
      yield* (async () => {})()
      // @ts-expect-error yield* waits for operations, not for functions of them
      yield* now
    }
    expectTypeOf(body).toBeFunction()
  })

  test('an operation is not its answer', () => {
    function* body(): Body {
      // @ts-expect-error the yield* is missing
      const time: number = now()
      // @ts-expect-error the yield* is missing
      if (receive(isPing).kind === 'ping') yield* sleep(time)
      // @ts-expect-error the yield* is missing
      yield* send(pinger, { kind: 'ping', from: self<Pong>() })
      // @ts-expect-error the yield* is missing
      yield* cancelTimer(sendAfter(5, anybody, 'hello'))
    }
    expectTypeOf(body).toBeFunction()
  })

  test('every word has its types', () => {
    function* body(): Body<string> {
      expectTypeOf(yield* self()).toEqualTypeOf<Pid>()
      expectTypeOf(yield* self<Ping>()).toEqualTypeOf<Pid<Ping>>()
      expectTypeOf(yield* now()).toEqualTypeOf<number>()
      expectTypeOf(yield* randomInt(6)).toEqualTypeOf<number>()
      expectTypeOf(yield* trapExit(true)).toEqualTypeOf<boolean>()
      expectTypeOf(yield* whereis(name<Ping>('p'))).toEqualTypeOf<Pid<Ping> | undefined>()
      expectTypeOf(yield* sendAfter(5, anybody, 'hello')).toEqualTypeOf<Ref>()
      expectTypeOf(yield* cancelTimer(ref)).toEqualTypeOf<number | false>()
      expectTypeOf(yield* cancelTimer(ref, { async: true })).toEqualTypeOf<'ok'>()
      expectTypeOf(yield* cancelTimer(ref, { info: false })).toEqualTypeOf<'ok'>()
      expectTypeOf(yield* readTimer(ref, { async: false })).toEqualTypeOf<number | false>()
      const query: TimerQuery = { async: true }
      expectTypeOf(yield* cancelTimer(ref, query)).toEqualTypeOf<number | false | 'ok'>()
      expectTypeOf(yield* spawnRequest(function* () {}, [], { reply: 'no' })).toEqualTypeOf<Ref>()
      expectTypeOf(yield* send(anything, 'hello' as const)).toEqualTypeOf<'hello'>()
      // @ts-expect-error milliseconds come first
      yield* sendAfter(anybody, 5, 'hello')
      // @ts-expect-error a flag is true or false
      yield* trapExit('true')
      // @ts-expect-error what a body answers is checked
      return 42
    }
    expectTypeOf(body).toBeFunction()
  })

  test('exit and raise do not come back', () => {
    expectTypeOf(() => exit('normal')).returns.toEqualTypeOf<never>()
    expectTypeOf(() => raise('badarg')).returns.toEqualTypeOf<never>()
    function* body(): Body<number> {
      const message = yield* receive(isPing, { after: 10 })
      if (message === timeout) return exit('normal')
      return message.kind.length
    }
    expectTypeOf(body).toBeFunction()
  })
})
