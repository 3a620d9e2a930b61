import { isPromise } from '../base/index.ts'
import { misuse, type Body, type Reason } from '../process/index.ts'
import type { From } from './from.ts'
import type { TimeLimit } from './gen.ts'
import type { Handled } from './gen-server-types.ts'

/**
 * What callbacks return. Results are made by the functions below; whatever else a callback returns
 * is a bad return value, as in OTP (`init` alone may return its state bare).
 */

/** What a server does before it looks at its mailbox again; at most one of them. */
export type Afterwards =
  | { readonly timeout: TimeLimit }
  | { readonly continue: unknown }
  | { readonly hibernate: true }
  | undefined

export class Reply<out Value, out State> {
  readonly kind = 'reply'
  readonly value: Value
  readonly state: State
  readonly afterwards: Afterwards
  constructor(value: Value, state: State, afterwards: Afterwards) {
    this.value = value
    this.state = state
    this.afterwards = afterwards
  }
}

export class NoReply<out State> {
  readonly kind = 'noreply'
  readonly state: State
  readonly afterwards: Afterwards
  constructor(state: State, afterwards: Afterwards) {
    this.state = state
    this.afterwards = afterwards
  }
}

/** The end of a server: `{stop, Reason, State}` or `{stop, Reason, Reply, State}`. */
export class Stop<out State, out Value = never> {
  readonly kind = 'stop'
  readonly reason: Reason
  readonly state: State
  readonly reply: { readonly value: Value } | undefined
  constructor(reason: Reason, state: State, given: { readonly value: Value } | undefined) {
    this.reason = reason
    this.state = state
    this.reply = given
  }
}

/** A start that fails, from `init`, where there is no state yet: `{stop, Reason}`. */
export class InitStop {
  readonly kind = 'init_stop'
  readonly reason: Reason
  constructor(reason: Reason) {
    this.reason = reason
  }
}

/** What a call may come to once it is known who asked. */
export type Decision<Value, State> = Reply<Value, State> | NoReply<State> | Stop<State, Value>

/** A result that is made with the caller's address in hand, for calls that are answered later. */
export class WithFrom<out Value, out State> {
  readonly kind = 'with_from'
  readonly decide: (from: From<Value>) => Handled<Decision<Value, State>>
  constructor(decide: (from: From<Value>) => Handled<Decision<Value, State>>) {
    this.decide = decide
  }
}

/** A state with something to do first: what `init` may return instead of the bare state. */
export class Ok<out State> {
  readonly kind = 'ok'
  readonly state: State
  readonly afterwards: Afterwards
  constructor(state: State, afterwards: Afterwards) {
    this.state = state
    this.afterwards = afterwards
  }
}

/** An `init` that fails without a crash report: `{error, Reason}` (OTP 26). */
export class Failed {
  readonly kind = 'failed'
  readonly error: Reason
  constructor(error: Reason) {
    this.error = error
  }
}

/** The answer of an `init` that wants no process to be there. */
export const ignore = 'ignore' as const

/**
 * Answers a call: `{reply, Value, State}`. What is answered keeps its literal type, so that callers
 * may tell `'ok'` from `'refused'`.
 */
export function reply<Value extends Literally, State>(
  value: Value,
  state: State,
  afterwards?: Afterwards,
): Reply<Value, State> {
  return new Reply(value, state, afterwards)
}

/** Anything at all; with a primitive type among them TypeScript does not widen literals. */
type Literally = string | {} | null | undefined

/** Goes on without an answer: `{noreply, State}`. */
export function noreply<State>(state: State, afterwards?: Afterwards): NoReply<State> {
  return new NoReply(state, afterwards)
}

/**
 * Ends the server: `{stop, Reason, State}`, and with `{ value }` the caller is still answered:
 * `{stop, Reason, Reply, State}`. In `init` there is no state yet: `stop(reason)`.
 */
export function stop(reason: Reason): InitStop
export function stop<State>(reason: Reason, state: State): Stop<State>
export function stop<State, Value extends Literally>(
  reason: Reason,
  state: State,
  given: { readonly value: Value },
): Stop<State, Value>
export function stop(...given: readonly unknown[]): InitStop | Stop<unknown, unknown> {
  const [reason, state, value] = given
  if (given.length < 2) return new InitStop(reason)
  return new Stop(reason, state, value as { readonly value: unknown } | undefined)
}

/**
 * Gets the caller's address, to answer later with `replyTo`. The function may be a generator, which
 * hands the address on.
 *
 * @example
 * checkout: (state) => withFrom<Worker, State>((from) =>
 *   noreply({ ...state, waiting: [...state.waiting, from] }))
 */
export function withFrom<Value, State>(
  decide: (from: From<Value>) => Handled<Decision<Value, State>>,
): WithFrom<Value, State> {
  return new WithFrom(decide)
}

/** From `init`: the state, and what to do before the first message. */
export function ok<State>(state: State, afterwards?: Afterwards): Ok<State> {
  return new Ok(state, afterwards)
}

/** From `init`: `{error, Reason}`. */
export function failed(error: Reason): Failed {
  return new Failed(error)
}

/** Whether a callback is a generator that is yet to run. */
export function isBody(result: unknown): result is Body<unknown> {
  const { next } = (result ?? {}) as Partial<Body<unknown>>
  return typeof next === 'function' && Symbol.iterator in (result as object)
}

/** Nothing can wait for a promise in a simulated world: a callback that returns one ends the run. */
export function* refuseAsync(result: unknown): Body {
  if (typeof result !== 'object' || result === null) return
  // A promise that fails later must not reach the host, which would end the whole process for it.
  if (isPromise(result)) result.then(undefined, () => undefined)
  else if (!(Symbol.asyncIterator in result)) return
  yield* misuse(
    'escaped_promise',
    'a callback returned a promise',
    'callbacks are plain functions or generators; use call, receive and timers instead of await',
  )
}
