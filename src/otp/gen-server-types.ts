import type { Body } from '../process/index.ts'
import type { From } from './from.ts'
import type { Failed, InitStop, NoReply, Ok, Reply, Stop, WithFrom } from './results.ts'

/** A callback that only computes is a plain function; one that acts is a generator. */
export type Handled<Result> = Result | Body<Result>

export type InitResult<State> = State | Ok<State> | InitStop | Failed | 'ignore'

export type CallResult<State> =
  Reply<unknown, State> | NoReply<State> | Stop<State, unknown> | WithFrom<unknown, State>

export type CastResult<State> = NoReply<State> | Stop<State>

// border: handlers take whatever arguments they declare; their types are read back by `ArgsOf`.
export type CallHandler<State> = (state: State, ...args: any[]) => Handled<CallResult<State>> // border: see above
export type CastHandler<State> = (state: State, ...args: any[]) => Handled<CastResult<State>> // border: see above

/** A call as the catch-all form of handleCall sees it. */
export interface CallRequest {
  readonly call: string
  readonly args: readonly unknown[]
}

export interface CastRequest {
  readonly cast: string
  readonly args: readonly unknown[]
}

/** The arguments of a handler behind the state. */
export type ArgsOf<Handler> = Handler extends (state: never, ...args: infer Args) => unknown
  ? Args
  : never

/** What a call is answered with: the value of the `reply` that its handler returns. */
export type ReplyOf<Handler> = Handler extends (...args: never) => infer Result
  ? ValueOf<Result extends Body<infer Inner> ? Inner : Result>
  : never

type ValueOf<Result> =
  Result extends Reply<infer Value, unknown>
    ? Value
    : Result extends WithFrom<infer Value, unknown>
      ? Value
      : Result extends Stop<unknown, infer Value>
        ? Value
        : never

/**
 * The callbacks of a server (gen_server: "Callbacks"). `handleCall` and `handleCast` are a record
 * with one handler per request; a function in their place takes every request.
 */
export interface GenServerDefinition<
  Args extends readonly unknown[],
  State,
  Calls extends Record<string, CallHandler<State>>,
  Casts extends Record<string, CastHandler<State>>,
> {
  readonly init: (...args: Args) => Handled<InitResult<State>>
  // The intersection gives the handlers' `state` its contextual type.
  readonly handleCall?: (Calls & Record<string, CallHandler<State>>) | AnyCall<State>
  readonly handleCast?: (Casts & Record<string, CastHandler<State>>) | AnyCast<State>
  readonly handleInfo?: (state: State, message: unknown) => Handled<CastResult<State>>
  readonly handleContinue?: (state: State, what: unknown) => Handled<CastResult<State>>
  readonly terminate?: (reason: unknown, state: State) => unknown
  /** The server turns exit signals into messages from its first moment on. */
  readonly trapExit?: boolean
}

export type AnyCall<State> = (
  state: State,
  request: CallRequest,
  from: From,
) => Handled<CallResult<State>>

export type AnyCast<State> = (state: State, request: CastRequest) => Handled<CastResult<State>>

/** A state that is a promise comes from an async `init`, which nobody could wait for. */
export type Synchronous<State> =
  State extends PromiseLike<unknown>
    ? { readonly init: 'init is async; make it a plain function or a generator' }
    : unknown
