import type { Reason } from '../process/index.ts'
import type { From } from './from.ts'

/**
 * What callbacks return. Results are made by the functions below; whatever else a callback returns
 * is a bad return value, as in OTP (`init` alone may return its state bare).
 */

/** What a server does before it looks at its mailbox again; at most one of them. */
export type Afterwards =
  | { readonly timeout: number }
  | { readonly continue: unknown }
  | { readonly hibernate: true }
  | undefined

export class Reply<out Value, out State> {
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
  readonly state: State
  readonly afterwards: Afterwards
  constructor(state: State, afterwards: Afterwards) {
    this.state = state
    this.afterwards = afterwards
  }
}

export class Stop<out State = never, out Value = never> {
  readonly reason: Reason
  readonly state: State
  readonly reply: { readonly value: Value } | undefined
  constructor(reason: Reason, state: State, given: { readonly value: Value } | undefined) {
    this.reason = reason
    this.state = state
    this.reply = given
  }
}

/** A result that is made with the caller's address in hand, for calls that are answered later. */
export class WithFrom<in out Value, out State> {
  readonly decide: (from: From<Value>) => Reply<Value, State> | NoReply<State> | Stop<State, Value>
  constructor(
    decide: (from: From<Value>) => Reply<Value, State> | NoReply<State> | Stop<State, Value>,
  ) {
    this.decide = decide
  }
}

/** A state with something to do first: what `init` may return instead of the bare state. */
export class Ok<out State> {
  readonly state: State
  readonly afterwards: Afterwards
  constructor(state: State, afterwards: Afterwards) {
    this.state = state
    this.afterwards = afterwards
  }
}

/** An `init` that fails without a crash report: `{error, Reason}` (OTP 26). */
export class Failed {
  readonly error: Reason
  constructor(error: Reason) {
    this.error = error
  }
}

/** The answer of an `init` that wants no process to be there. */
export const ignore = 'ignore'

/** Answers a call: `{reply, Value, State}`. */
export function reply<Value, State>(value: Value, state: State, afterwards?: Afterwards): Reply<Value, State> {
  return new Reply(value, state, afterwards)
}

/** Goes on without an answer: `{noreply, State}`. */
export function noreply<State>(state: State, afterwards?: Afterwards): NoReply<State> {
  return new NoReply(state, afterwards)
}

/**
 * Ends the server: `{stop, Reason, State}`, and with `{ value }` the caller is still answered:
 * `{stop, Reason, Reply, State}`. In `init` there is no state yet: `stop(reason)`.
 */
export function stop(reason: Reason): Stop
export function stop<State>(reason: Reason, state: State): Stop<State>
export function stop<State, Value>(
  reason: Reason,
  state: State,
  given: { readonly value: Value },
): Stop<State, Value>
export function stop(
  reason: Reason,
  state?: unknown,
  given?: { readonly value: unknown },
): Stop<unknown, unknown> {
  return new Stop(reason, state, given)
}

/**
 * Gets the caller's address, to answer later with `replyTo`.
 *
 * @example
 * checkout: (state) => withFrom<Worker, State>((from) =>
 *   noreply({ ...state, waiting: [...state.waiting, from] }))
 */
export function withFrom<Value, State>(
  decide: (from: From<Value>) => Reply<Value, State> | NoReply<State> | Stop<State, Value>,
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
