// What users write compiles, what it means is inferred, and what is wrong is refused.
//
// Each refusal is one line, so that the error stands where the mistake is.

import { describe, expectTypeOf, test } from 'vitest'
import {
  call,
  callWithin,
  cast,
  child,
  enterLoop,
  genServer,
  ignore,
  named,
  noreply,
  ok,
  receiveAnyResponse,
  receiveResponse,
  reply,
  replyTo,
  reqidsAdd,
  reqidsNew,
  sendRequest,
  start,
  startChild,
  stop,
  supervisor,
  template,
  via,
  withFrom,
  type ChildSpec,
  type From,
  type GenServer,
  type RefTo,
  type RequestId,
  type Response,
  type ServerRef,
  type StartResult,
} from 'mayday/otp'
import {
  exit,
  receive,
  send,
  spawn,
  timeout,
  type Name,
  type Performable,
  type Pid,
  type Timeout,
} from 'mayday/process'

// The servers, the supervisor and the process of the guide, as they stand there.

const Ledger = genServer('Ledger', {
  init: (accounts: Readonly<Record<string, number>>) => accounts,
  handleCall: {
    move: (state, from: string, to: string, amount: number) => {
      const held = state[from] ?? 0
      if (held < amount) return reply('refused', state)
      return reply('moved', { ...state, [from]: held - amount, [to]: (state[to] ?? 0) + amount })
    },
  },
})

const Counter = genServer('Counter', {
  init: (start: number) => ({ count: start }),
  handleCall: {
    read: (state) => reply(state.count, state),
    add: (state, by: number) => reply(state.count + by, { count: state.count + by }),
  },
  handleCast: {
    reset: () => noreply({ count: 0 }),
  },
})

const Teller = genServer('Teller', {
  init: (ledger: RefTo<typeof Ledger>) => ({ ledger, served: 0 }),
  handleCall: {
    *pay(state, from: string, to: string, amount: number) {
      // talks to another: a generator
      const outcome = yield* call(state.ledger, 'move', from, to, amount)
      return reply(outcome, { ...state, served: state.served + 1 })
    },
  },
})

const ledger = named(Ledger, 'ledger')
const visits = named(Counter, 'visits')
const errors = named(Counter, 'errors')

const Bank = supervisor('Bank', {
  strategy: 'one_for_one',
  maxRestarts: 3,
  maxSeconds: 5,
  children: [
    child(Ledger, { name: ledger, args: [{ ada: 100, bob: 100, cyd: 100 }] }),
    child(Counter, { name: visits, args: [0] }),
    child(Counter, { name: errors, args: [0], restart: 'transient' }),
  ],
})

interface Echo {
  readonly from: Pid<string>
  readonly body: string
}

function isEcho(message: unknown): message is Echo {
  return typeof message === 'object' && message !== null && 'body' in message
}

function* echo() {
  for (;;) {
    const message = yield* receive(isEcho, { after: 10 }) // a type guard; 'timeout' after 10 ms
    if (message === timeout) return exit('normal')
    yield* send(message.from, message.body)
  }
}

type Answer<Operation> = Operation extends Performable<infer Result> ? Result : never

describe('inference', () => {
  const counter: RefTo<typeof Counter> = visits

  test('of start arguments and addresses', () => {
    expectTypeOf<(typeof Counter)['start']>().parameters.toEqualTypeOf<[start: number]>()
    expectTypeOf<(typeof Bank)['start']>().parameters.toEqualTypeOf<[]>()
    expectTypeOf(start(Counter, [0])).toEqualTypeOf<Performable<StartResult<typeof counter>>>()
    expectTypeOf<Answer<ReturnType<typeof Counter.start>>>().toEqualTypeOf<typeof counter>()
    expectTypeOf(visits).toExtend<typeof counter>()
    expectTypeOf(visits).toExtend<Name<never>>()
    expectTypeOf(spawn(echo)).toEqualTypeOf<ReturnType<typeof spawn<[], unknown>>>()
  })

  test('of answers, literally', () => {
    expectTypeOf(call(counter, 'read')).toEqualTypeOf<Performable<number>>()
    expectTypeOf(call(counter, 'add', 1)).toEqualTypeOf<Performable<number>>()
    expectTypeOf(callWithin(10, counter, 'add', 1)).toEqualTypeOf<Performable<number>>()
    expectTypeOf(cast(counter, 'reset')).toEqualTypeOf<Performable<'ok'>>()
    expectTypeOf(call(ledger, 'move', 'a', 'b', 1)).toEqualTypeOf<
      Performable<'moved' | 'refused'>
    >()
    const teller: RefTo<typeof Teller> = named(Teller, 'teller')
    expectTypeOf(call(teller, 'pay', 'a', 'b', 1)).toEqualTypeOf<Performable<'moved' | 'refused'>>()
  })

  test('of requests', () => {
    expectTypeOf(sendRequest(counter, 'read')).toEqualTypeOf<Performable<RequestId<number>>>()
    const id = {} as RequestId<number>
    expectTypeOf(receiveResponse(id)).toEqualTypeOf<Performable<Response<number> | Timeout>>()
    const ids = reqidsAdd(id, 'label', reqidsNew<string>())
    type Any = Exclude<
      Answer<ReturnType<typeof receiveAnyResponse<string>>>,
      Timeout | 'no_request'
    >
    expectTypeOf<Any['label']>().toEqualTypeOf<string>()
    expectTypeOf(receiveAnyResponse(ids)).toExtend<Performable<Any | Timeout | 'no_request'>>()
  })

  test('of what an address may stand for: one that understands more for one that understands less', () => {
    interface Reader {
      readonly start: readonly unknown[]
      readonly state: unknown
      readonly calls: { read(): number }
      readonly casts: {}
    }
    expectTypeOf(counter).toExtend<ServerRef<Reader>>()
    expectTypeOf<ServerRef<Reader>>().not.toExtend<typeof counter>()
    expectTypeOf(via({} as never, 'it')).toExtend<typeof counter>()
    // Of a pid of which nothing is known anything may be asked, and the answer may be anything.
    expectTypeOf(call({} as Pid, 'whatever', 1)).toEqualTypeOf<Performable<unknown>>()
  })

  test('of the state in handlers, from init alone', () => {
    interface State {
      readonly items: readonly string[]
      readonly waiting: From<string> | null
    }
    const Queue = genServer('Queue', {
      init: (): State => ({ items: [], waiting: null }),
      handleCall: {
        size: (state) => {
          expectTypeOf(state).toEqualTypeOf<State>()
          return reply(state.items.length, state)
        },
        *slow(state, extra: boolean) {
          expectTypeOf(state).toEqualTypeOf<State>()
          return reply(extra, state)
        },
        take: (state) => withFrom((from: From<string>) => noreply({ ...state, waiting: from })),
        end: (state) => stop('normal', state, { value: 'bye' }),
        never: (state) => noreply(state),
      },
      handleCast: {
        put(state, item: string) {
          expectTypeOf(state).toEqualTypeOf<State>()
          return noreply({ ...state, items: [...state.items, item] })
        },
      },
      handleInfo: (state, message) => {
        expectTypeOf(state).toEqualTypeOf<State>()
        expectTypeOf(message).toBeUnknown()
        return noreply(state, { timeout: 'infinity' })
      },
      handleContinue: (state, what) => {
        expectTypeOf(what).toBeUnknown()
        return stop('done', state)
      },
      terminate: (_reason, state) => {
        expectTypeOf(state).toEqualTypeOf<State>()
      },
    })
    const queue: RefTo<typeof Queue> = named(Queue, 'queue')
    expectTypeOf(call(queue, 'size')).toEqualTypeOf<Performable<number>>()
    expectTypeOf(call(queue, 'slow', true)).toEqualTypeOf<Performable<boolean>>()
    expectTypeOf(call(queue, 'take')).toEqualTypeOf<Performable<string>>()
    expectTypeOf(call(queue, 'end')).toEqualTypeOf<Performable<'bye'>>()
    expectTypeOf(call(queue, 'never')).toEqualTypeOf<Performable<never>>()
    expectTypeOf(cast(queue, 'put', 'x')).toEqualTypeOf<Performable<'ok'>>()
    expectTypeOf(enterLoop(Queue, { items: [], waiting: null })).toEqualTypeOf<Performable<never>>()
  })

  test('of the state, whatever else init may answer', () => {
    const Many = genServer('Many', {
      init: (n: number) => {
        if (n > 3) return ignore
        if (n > 2) return stop('too many')
        return n > 1 ? ok({ n }, { continue: 'go on' }) : { n }
      },
      handleCall: { read: (state) => reply(state.n, state) },
    })
    const Slow = genServer('Slow', {
      *init(n: number) {
        yield* send('logger', n)
        return { n }
      },
      handleCall: { read: (state) => reply(state.n, state) },
    })
    expectTypeOf(call(named(Many, 'many'), 'read')).toEqualTypeOf<Performable<number>>()
    expectTypeOf(call(named(Slow, 'slow'), 'read')).toEqualTypeOf<Performable<number>>()
  })

  test('of children', () => {
    expectTypeOf(child(Counter, { args: [0] })).toEqualTypeOf<ChildSpec>()
    expectTypeOf(child(Bank)).toEqualTypeOf<ChildSpec>()
    expectTypeOf(template(Counter)).toEqualTypeOf<ChildSpec>()
    expectTypeOf(startChild(visits, ['extra'])).toExtend<Performable<unknown>>()
  })
})

describe('servers that know each other write their protocols down', () => {
  interface Ping {
    readonly start: [pong: ServerRef<Pong>]
    readonly state: { readonly pong: ServerRef<Pong> }
    readonly calls: { ping(n: number): number }
    readonly casts: {}
  }
  interface Pong {
    readonly start: []
    readonly state: { readonly count: number }
    readonly calls: { pong(back: ServerRef<Ping>, n: number): number }
    readonly casts: { reset(): void }
  }

  const PingServer: GenServer<Ping> = genServer('Ping', {
    init: (pong: ServerRef<Pong>) => ({ pong }),
    handleCall: {
      *ping(state, n: number) {
        return reply(n === 0 ? 0 : yield* call(state.pong, 'pong', ping, n - 1), state)
      },
    },
  })
  const ping = named(PingServer, 'ping')

  const PongServer: GenServer<Pong> = genServer('Pong', {
    init: () => ({ count: 0 }),
    handleCall: {
      *pong(state, back: ServerRef<Ping>, n: number) {
        yield* sendRequest(back, 'ping', n)
        return reply(n, { count: state.count + 1 })
      },
    },
    handleCast: { reset: () => noreply({ count: 0 }) },
  })

  test('and are held to them', () => {
    expectTypeOf<(typeof PongServer)['start']>().returns.toEqualTypeOf<
      Performable<ServerRef<Pong>>
    >()
    expectTypeOf(call(ping, 'ping', 1)).toEqualTypeOf<Performable<number>>()
    const callbacks = {
      init: () => ({ count: 0 }),
      handleCast: { reset: () => noreply({ count: 0 }) },
    }
    // @ts-expect-error: a call of the protocol has no handler
    const _missing: GenServer<Pong> = genServer('Pong', callbacks)
  })
})

describe('wrong code is refused', () => {
  const counter: RefTo<typeof Counter> = visits
  const from = {} as From<string>

  test('calls and casts', () => {
    function* _wrong() {
      // @ts-expect-error: no such request
      yield* call(counter, 'subtract', 1)
      // @ts-expect-error: not a number
      yield* call(counter, 'add', 'two')
      // @ts-expect-error: an argument is missing
      yield* call(counter, 'add')
      // @ts-expect-error: one too many
      yield* call(counter, 'read', 1)
      // @ts-expect-error: yield* is missing
      call(counter, 'add', 1) + 1
      // @ts-expect-error: the answer is a number
      const _text: string = yield* call(counter, 'read')
      // @ts-expect-error: a call is no cast
      yield* cast(counter, 'add', 1)
      // @ts-expect-error: no such request
      yield* cast(counter, 'drop')
      // @ts-expect-error: no such request
      yield* sendRequest(counter, 'subtract')
      // @ts-expect-error: the time limit comes first
      yield* callWithin(counter, 'read')
      // @ts-expect-error: a text is no address of a server
      yield* call('visits', 'read')
    }
  })

  test('starts and children', () => {
    function* _wrong() {
      // @ts-expect-error: not a number
      yield* Counter.start('zero')
      // @ts-expect-error: an argument is missing
      yield* Counter.start()
      // @ts-expect-error: arguments are missing
      yield* start(Counter)
      // @ts-expect-error: not a number
      yield* start(Counter, ['zero'])
      // @ts-expect-error: another server's address
      yield* Teller.start(visits)
    }
    // @ts-expect-error: arguments are missing
    child(Counter)
    // @ts-expect-error: arguments are missing
    child(Counter, { restart: 'transient' })
    // @ts-expect-error: not a number
    child(Counter, { args: ['zero'] })
    // @ts-expect-error: no such kind
    child(Counter, { args: [0], restart: 'often' })
    // @ts-expect-error: not a number
    template(Counter, { args: ['zero'] })
    // @ts-expect-error: no such strategy
    supervisor('Sup', { strategy: 'all_for_one' })
    // @ts-expect-error: a child is made by child()
    supervisor('Sup', { children: [Counter] })
  })

  test('bodies', () => {
    function* _wrong() {
      // @ts-expect-error: a promise is no operation
      yield* fetch('http://nowhere')
      // @ts-expect-error: a body is no async generator
      yield* spawn(async function* () {})
      // @ts-expect-error: a body is a generator
      yield* spawn(() => 1)
      // @ts-expect-error: it takes texts
      yield* send({} as Pid<string>, 1)
    }
  })

  test('answers to somebody', () => {
    // @ts-expect-error: not a text
    replyTo(from, 3)
    expectTypeOf(replyTo(from, 'three')).toEqualTypeOf<Performable<void>>()
  })

  test('what handlers return', () => {
    const init = () => ({ n: 0 })
    const later = async (state: { n: number }) => reply(1, state)
    function* other() {
      return reply(1, { m: 1 })
    }
    // @ts-expect-error: another state
    genServer('W', { init, handleCall: { x: () => reply(1, { m: 1 }) } })
    // @ts-expect-error: another state
    genServer('W', { init, handleCall: { x: other } })
    // @ts-expect-error: no result at all
    genServer('W', { init, handleCall: { x: (state) => state } })
    // @ts-expect-error: nobody has asked
    genServer('W', { init, handleCast: { x: (state) => reply(1, state) } })
    // @ts-expect-error: nobody has asked
    genServer('W', { init, handleInfo: (state) => reply(1, state) })
    // @ts-expect-error: a stop without a state is for init
    genServer('W', { init, handleCall: { x: () => stop('normal') } })
    // @ts-expect-error: no such wish
    genServer('W', { init, handleCast: { x: (state) => noreply(state, { after: 5 }) } })
    // @ts-expect-error: no promises
    genServer('W', { init, handleCall: { x: later } })
    // @ts-expect-error: no promises
    genServer('W', { init: async () => ({ n: 0 }) })
    // @ts-expect-error: no such callback
    genServer('W', { init, handlecall: {} })
    // @ts-expect-error: no such property of the state
    genServer('W', { init, handleCall: { x: (state) => reply(state.m, state) } })
    // @ts-expect-error: init is missing
    genServer('W', { handleCall: {} })
  })
})
