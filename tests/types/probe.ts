import { call, callWithin, cast, child, genServer, named, noreply, reply, replyTo, sendRequest, start, stop, supervisor, withFrom, ok, type RefTo, type From, type ServerRef } from 'mayday/otp'
import { exit, receive, send, timeout, type Pid } from 'mayday/process'

export const Counter = genServer('Counter', {
  init: (start: number) => ({ count: start }),
  handleCall: {
    read: (state) => reply(state.count, state),
    add: (state, by: number) => reply(state.count + by, { count: state.count + by }),
  },
  handleCast: {
    reset: () => noreply({ count: 0 }),
  },
})

const Ledger = genServer('Ledger', {
  init: (accounts: Readonly<Record<string, number>>) => accounts,
  handleCall: {
    move: (state, from: string, to: string, amount: number) => {
      if ((state[from] ?? 0) < amount) return reply('refused' as const, state)
      return reply('moved' as const, { ...state, [from]: state[from]! - amount, [to]: (state[to] ?? 0) + amount })
    },
  },
})
const ledger = named(Ledger, 'ledger')
const visits = named(Counter, 'visits')
const errors = named(Counter, 'errors')

export const Teller = genServer('Teller', {
  init: (ledger: RefTo<typeof Ledger>) => ({ ledger, served: 0 }),
  handleCall: {
    *pay(state, from: string, to: string, amount: number) {           // talks to another: a generator
      const outcome = yield* call(state.ledger, 'move', from, to, amount)
      return reply(outcome, { ...state, served: state.served + 1 })
    },
  },
})

export const Bank = supervisor('Bank', {
  strategy: 'one_for_one', maxRestarts: 3, maxSeconds: 5,
  children: [
    child(Ledger, { name: ledger, args: [{ ada: 100, bob: 100, cyd: 100 }] }),
    child(Counter, { name: visits, args: [0] }),
    child(Counter, { name: errors, args: [0], restart: 'transient' }),
  ],
})

interface Echo { readonly from: Pid<string>; readonly body: string }
function isEcho(m: unknown): m is Echo { return typeof m === 'object' }
export function* echo() {
  for (;;) {
    const message = yield* receive(isEcho, { after: 10 })              // a type guard; 'timeout' after 10 ms
    if (message === timeout) return exit('normal')
    yield* send(message.from, message.body)
  }
}
export function* use() {
  const teller = yield* Teller.start(ledger)
  const a: 'moved' | 'refused' = yield* call(teller, 'pay', 'a', 'b', 3)
  const c = yield* Counter.start(4)
  const n: number = yield* call(c, 'read')
  const s: string = yield* call(c, 'read')
  yield* cast(c, 'reset')
  const t2: never = c
}
// annotated state type bigger than init's
interface S { readonly items: readonly string[]; readonly max: number | null }
export const Bag = genServer('Bag', {
  init: (): S => ({ items: [], max: null }),
  handleCall: {
    put: (state, item: string) => reply('ok', { ...state, items: [...state.items, item] }),
    wait: (state) => withFrom((from: From<string>) => noreply(state)),
    bad: (state) => { if (state.max === null) return stop('x', state); return reply(3, state) },
  },
  handleInfo: (state, message) => noreply(state),
  handleContinue(state, what) { return noreply({...state, max: 4}) },
  terminate(reason, state) { state.items },
})
export function* use2() {
  const b = yield* Bag.start()
  const x: number = yield* call(b, 'bad')
  const y: 'ok' = yield* call(b, 'put', 'x')
  const z: string = yield* call(b, 'wait')
}
// state literal widening: init: () => ({ n: 0, who: null as string | null })
export const Lock = genServer('Lock', {
  init: () => ({ owner: null as string | null, queue: [] as string[] }),
  handleCall: {
    take: (state, who: string) => reply(true, { ...state, owner: who }),
    *drop(state) { return reply(1, { ...state, owner: null }) },
  },
})
export const Bare = genServer('Bare', { init: () => 0, handleCall: { read: (n) => reply(n, n), inc: (n) => reply('ok', n + 1) } })
export const Gen = genServer('Gen', { *init(n: number) { yield* send('x', 1); return { n } }, handleCall: { read: (s) => reply(s.n, s) } })
export const OkS = genServer('OkS', { init: (n: number) => ok({ n }, { timeout: 5 }), handleCall: { read: (s) => reply(s.n, s) } })
export const MaybeIgnore = genServer('MI', { init: (n: number) => n > 3 ? ('ignore' as const) : { n }, handleCall: { read: (s) => reply(s.n, s) } })
export const MaybeStop = genServer('MS', { init: (n: number) => n > 3 ? stop('no') : { n }, handleCall: { read: (s) => reply(s.n, s) } })
import type { GenServer } from 'mayday/otp'
interface PingProtocol { readonly start: [pong: ServerRef<PongProtocol>]; readonly state: { readonly pong: ServerRef<PongProtocol> }; readonly calls: { ping(n: number): number }; readonly casts: {} }
interface PongProtocol { readonly start: []; readonly state: { readonly n: number }; readonly calls: { pong(to: ServerRef<PingProtocol>, n: number): number }; readonly casts: { bump(by: number): void } }
export const Ping: GenServer<PingProtocol> = genServer('Ping', {
  init: (pong: ServerRef<PongProtocol>) => ({ pong }),
  handleCall: {
    *ping(state, n: number) {
      const answer = yield* call(state.pong, 'pong', ping, n - 1)
      return reply(answer, state)
    },
  },
})
const ping = named(Ping, 'ping')
export const Pong: GenServer<PongProtocol> = genServer('Pong', {
  init: () => ({ n: 0 }),
  handleCall: {
    *pong(state, to: ServerRef<PingProtocol>, n: number) {
      const id = yield* sendRequest(to, 'ping', n)
      return reply(n, state)
    },
  },
  handleCast: { bump: (state, by: number) => noreply({ n: state.n + by }) },
})
export function* use3() {
  const pong = yield* Pong.start()
  const p = yield* Ping.start(pong)
  const n: number = yield* call(p, 'ping', 3)
  const r = yield* start(Ping, [pong], { name: ping })
  const r2 = yield* start(Pong)
  if (r2 !== 'ignore' && 'ok' in r2) yield* cast(r2.ok, 'bump', 1)
}
export function* bad() {
  const c = yield* Counter.start(4)
  yield* call(c, 'subtract', 1)
  yield* call(c, 'add', 'two')
  yield* call(c, 'add')
  call(c, 'add', 1) + 1
  const z = (yield* call(c, 'add', 1)) + 1
  yield* cast(c, 'nope')
  yield* cast(c, 'add', 1)
  yield* Counter.start('x')
  yield* start(Counter)
  child(Counter)
  child(Counter, { args: ['x'] })
  yield* fetch('x')
  const f = null! as From<string>
  yield* replyTo(f, 3)
  yield* call('visits', 'read')
}
genServer('W', { init: () => ({ n: 0 }), handleCall: { x: (state) => reply(1, { m: 1 }) } })
genServer('W', { init: () => ({ n: 0 }), handleCall: { *x(state) { return reply(1, { m: 1 }) } } })
genServer('W', { init: () => ({ n: 0 }), handleCast: { x: (state) => reply(1, state) } })
genServer('W', { init: () => ({ n: 0 }), handleCall: { x: (state) => state } })
genServer('W', { init: () => ({ n: 0 }), handleCall: { async x(state) { return reply(1, state) } } })
genServer('W', { init: () => ({ n: 0 }), handleCall: { x: (state) => stop('normal') } })
genServer('W', { init: async () => ({ n: 0 }), handleCall: {  } })
genServer('W', { init: () => ({ n: 0 }), handlecall: {  } })
genServer('W', { init: () => ({ n: 0 }), handleInfo: (state) => ({ n: 1 }) })
export const P2 = genServer('P', { init: () => ({ n: 0 }), handleCall: { a: (s) => s.n > 3 ? reply('ok', s) : reply('error', s), b: (s) => reply(s.n > 3, s), c: (s) => reply({ kind: 'x', n: 3 }, s), d: (s) => reply(['a'], s), e: (s) => reply(null, s), f: (s) => reply(undefined, s),
  *g(s) { if (s.n > 1) return reply('one', s); return noreply(s) } } })
export function* use4() {
  const p = yield* P2.start()
  const t: never = p
  const g: never = yield* call(p, 'g')
}
export const P3 = genServer('P', { init: (n: number) => n > 3 ? 'ignore' : n > 2 ? stop('x') : n > 1 ? ok({ n }) : { n, m: 1 }, handleCall: { a: (s) => reply(s.n, s) } })
const t3: never = P3
